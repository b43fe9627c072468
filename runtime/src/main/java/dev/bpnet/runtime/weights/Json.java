package dev.bpnet.runtime.weights;

import java.util.List;
import java.util.Map;

/** A JSON value (RFC 8259), as far as headers need it. */
sealed interface Json {
  /** Members in the order of the text. */
  record Members(Map<String, Json> members) implements Json {}

  /** An array. */
  record Items(List<Json> items) implements Json {}

  /** A string, unescaped. */
  record Text(String text) implements Json {}

  /** A number as it was written. */
  record Numeral(String digits) implements Json {}

  /** {@code true}, {@code false} or {@code null}. */
  record Word(String word) implements Json {}

  /** Writes a string with its quotes. */
  static void quote(String text, StringBuilder to) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        to.append("\\u");
        String hex = Integer.toHexString(c);
        to.append("0000", 0, 4 - hex.length()).append(hex);
      } else {
        to.append(c);
      }
    }
    to.append('"');
  }
}
