package dev.bpnet.runtime.weights;

/**
 * A number, {@code true}, {@code false} or {@code null} of a JSON text (RFC 8259), as it was
 * written.
 */
final class Json {
  private final String text;

  Json(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }

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
