package dev.bpnet.cli.data;

import dev.bpnet.cli.FileProblems;
import dev.bpnet.cli.UserError;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Text as it is found: UTF-8 unless a byte order mark says UTF-16, no mark in what is read. A pipe
 * gives its bytes but once, so they are kept.
 */
final class TextFile {
  /** What bytes that are no characters are read as. */
  static final char NOT_UTF8 = '\uFFFD';

  private static final String STANDARD_INPUT = "-";

  private final Path path;
  private final Optional<byte[]> kept;

  private TextFile(Path path, Optional<byte[]> kept) {
    this.path = path;
    this.kept = kept;
  }

  /**
   * The file of a path; {@code -} is the standard input.
   *
   * @throws UserError if it is a directory or cannot be read
   */
  static TextFile of(Path path) {
    try {
      if (path.toString().equals(STANDARD_INPUT)) {
        return new TextFile(path, Optional.of(System.in.readAllBytes()));
      }
      if (Files.isDirectory(path)) {
        throw new UserError(path + " is a directory, not a table");
      }
      boolean once = Files.exists(path) && !Files.isRegularFile(path);
      return new TextFile(path, once ? Optional.of(Files.readAllBytes(path)) : Optional.empty());
    } catch (IOException e) {
      throw FileProblems.unreadable(path, e);
    }
  }

  Path path() {
    return path;
  }

  /** The text from its beginning. */
  BufferedReader open() throws IOException {
    InputStream source =
        kept.isPresent() ? new ByteArrayInputStream(kept.get()) : Files.newInputStream(path);
    BufferedInputStream bytes = new BufferedInputStream(source);
    return new BufferedReader(new InputStreamReader(bytes, skipMark(bytes)));
  }

  private static Charset skipMark(InputStream bytes) throws IOException {
    bytes.mark(3);
    byte[] start = bytes.readNBytes(3);
    int skip = 0;
    Charset charset = StandardCharsets.UTF_8;
    if (starts(start, 0xEF, 0xBB, 0xBF)) {
      skip = 3;
    } else if (starts(start, 0xFE, 0xFF)) {
      skip = 2;
      charset = StandardCharsets.UTF_16BE;
    } else if (starts(start, 0xFF, 0xFE)) {
      skip = 2;
      charset = StandardCharsets.UTF_16LE;
    }
    bytes.reset();
    bytes.skipNBytes(skip);
    return charset;
  }

  private static boolean starts(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
