package dev.bpnet.compiler.generate;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;

/** Java text as bytes of an encoding; what the encoding lacks becomes a Unicode escape. */
final class SourceBytes {
  private SourceBytes() {}

  static byte[] of(String text, Charset encoding) {
    if (!encoding.canEncode()) {
      throw new IllegalArgumentException("nothing can be written as " + encoding.name());
    }
    CharsetEncoder encoder = encoding.newEncoder();
    if (encoder.canEncode(text)) {
      return text.getBytes(encoding);
    }
    StringBuilder escaped = new StringBuilder(text.length() + 64);
    text.codePoints()
        .forEach(
            c -> {
              String character = Character.toString(c);
              if (encoder.canEncode(character)) {
                escaped.append(character);
              } else {
                character
                    .chars()
                    .forEach(unit -> escaped.append(String.format(Locale.ROOT, "\\u%04x", unit)));
              }
            });
    return escaped.toString().getBytes(encoding);
  }
}
