package dev.bpnet.compiler.emit;

/**
 * Text of a model made harmless for Java source: a comment cannot be closed by it and no Unicode
 * escape begins in it.
 */
final class InertText {
  private InertText() {}

  /** For Javadoc: everything that Javadoc, HTML or javac would interpret becomes an entity. */
  static String javadoc(String text) {
    StringBuilder out = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '@' -> out.append("&#64;");
        case '{' -> out.append("&#123;");
        case '}' -> out.append("&#125;");
        case '\\' -> out.append("&#92;");
        case '*' -> out.append(out.length() == 0 || lastIs(out, '/') ? "&#42;" : "*");
        case '/' -> out.append(lastIs(out, '*') ? "&#47;" : "/");
        case '\n' -> out.append('\n');
        default -> appendVisible(out, c);
      }
    }
    return out.toString();
  }

  /** For a line comment: one line, and backslashes doubled, which stops Unicode escapes. */
  static String lineComment(String text) {
    StringBuilder out = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      if (c == '\\') {
        out.append("\\\\");
      } else if (c == '\n') {
        out.append(' ');
      } else {
        appendVisible(out, c);
      }
    }
    return out.toString();
  }

  private static boolean lastIs(StringBuilder out, char c) {
    return out.length() > 0 && out.charAt(out.length() - 1) == c;
  }

  private static void appendVisible(StringBuilder out, int c) {
    if (c == '\t') {
      out.append(' ');
    } else if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
      out.appendCodePoint(c);
    }
  }
}
