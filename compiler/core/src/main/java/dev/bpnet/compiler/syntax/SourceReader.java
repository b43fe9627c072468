package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes to source text. The charset of the machine has no say: a source is UTF-8. */
public final class SourceReader {
  /** More than this is no text that somebody wrote. */
  public static final int LARGEST = 16 << 20;

  private SourceReader() {}

  /**
   * Decodes a file.
   *
   * @param path as messages print it, with forward slashes
   * @return the text without byte order mark; empty after a report if the bytes are not UTF-8
   */
  public static Optional<SourceFile> read(String path, byte[] bytes, Diagnostics sink) {
    SourceFile unread = new SourceFile(path, "");
    Span nowhere = new Span(unread, 0, 0);
    if (bytes.length > LARGEST) {
      sink.report(Code.FILE_TOO_LARGE, nowhere, LARGEST);
      return Optional.empty();
    }
    Optional<String> other = otherEncoding(bytes);
    if (other.isPresent()) {
      sink.reportWithHint(
          "save it as UTF-8 in your editor", Code.OTHER_ENCODING, nowhere, other.get());
      return Optional.empty();
    }
    int mark = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    ByteBuffer input = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
    CharBuffer output = CharBuffer.allocate(bytes.length - mark);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(input, output, true);
    if (result.isError()) {
      String legible = new String(bytes, mark, bytes.length - mark, StandardCharsets.UTF_8);
      SourceFile file = new SourceFile(path, legible);
      int end = output.position();
      int wrong = bytes[input.position()] & 0xFF;
      sink.reportWithHint(
          "save the file as UTF-8", Code.MALFORMED_UTF8, new Span(file, end, end + 1), wrong);
      return Optional.empty();
    }
    return Optional.of(new SourceFile(path, output.flip().toString()));
  }

  private static Optional<String> otherEncoding(byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE, 0, 0) || startsWith(bytes, 0, 0, 0xFE, 0xFF)) {
      return Optional.of("UTF-32");
    }
    boolean marked = startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF);
    return marked || alternatesWithZero(bytes) ? Optional.of("UTF-16") : Optional.empty();
  }

  /** Latin text in UTF-16 has a zero in every second place. */
  private static boolean alternatesWithZero(byte[] bytes) {
    if (bytes.length < 4) {
      return false;
    }
    boolean big = bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0;
    boolean little = bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0;
    return big || little;
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    if (bytes.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
