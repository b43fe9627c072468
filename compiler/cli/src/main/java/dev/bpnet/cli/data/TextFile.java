package dev.bpnet.cli.data;

import dev.bpnet.cli.UserError;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text as it is found: UTF-8 unless a byte order mark says UTF-16, no mark in what is read. */
final class TextFile {
  /** What bytes that are no characters are read as. */
  static final char NOT_UTF8 = '\uFFFD';

  private TextFile() {}

  static BufferedReader open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new UserError(path + " is a directory, not a table");
    }
    BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(path));
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
