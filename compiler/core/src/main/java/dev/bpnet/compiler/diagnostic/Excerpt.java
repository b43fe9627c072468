package dev.bpnet.compiler.diagnostic;

import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;

/**
 * The source line of a span as a terminal shows it, with what to print below.
 *
 * @param line without line end; cut to some width around the span
 * @param indent as wide as what stands before the span; tabs stay tabs
 * @param carets at least one
 */
record Excerpt(String line, String indent, String carets) {
  private static final int WIDTH = 100;
  private static final int LEAD = 40;
  private static final String CUT = "…";
  private static final char UNSEEN = '\uFFFD';

  static Excerpt of(Span span) {
    SourceFile file = span.file();
    int number = span.line();
    String line = file.lineText(number);
    int start = Math.min(span.start() - file.lineStart(number), line.length());
    int end = Math.max(start, Math.min(span.end() - file.lineStart(number), line.length()));

    int from = line.length() <= WIDTH || start <= LEAD ? 0 : whole(line, start - LEAD);
    int to = line.length() - from <= WIDTH ? line.length() : whole(line, from + WIDTH);
    String head = visible((from > 0 ? CUT : "") + line.substring(from, start));
    String marked = visible(line.substring(start, Math.min(end, to)));
    String tail = visible(line.substring(Math.min(end, to), to)) + (to < line.length() ? CUT : "");
    return new Excerpt(head + marked + tail, blank(head), "^".repeat(Math.max(1, width(marked))));
  }

  /** Does not cut a character in two. */
  private static int whole(String line, int index) {
    return Character.isLowSurrogate(line.charAt(index)) ? index - 1 : index;
  }

  /** The text without anything by which it could disturb or deceive a terminal. */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .map(point -> isHarmless(point) ? point : UNSEEN)
        .forEach(visible::appendCodePoint);
    return visible.toString();
  }

  private static boolean isHarmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point == '\t';
      case Character.FORMAT -> point == 0x200C || point == 0x200D;
      case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }

  private static String blank(String text) {
    StringBuilder blank = new StringBuilder();
    text.codePoints()
        .forEach(point -> blank.append(point == '\t' ? "\t" : " ".repeat(width(point))));
    return blank.toString();
  }

  private static int width(String text) {
    return text.codePoints().map(Excerpt::width).sum();
  }

  /** How many columns a character takes, as far as that can be told without a terminal. */
  private static int width(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  /** The blocks of East Asian wide characters and of pictures. */
  private static boolean isWide(int point) {
    return point >= 0x1100 && point <= 0x115F
        || point >= 0x2E80 && point <= 0xA4CF && point != 0x303F
        || point >= 0xAC00 && point <= 0xD7A3
        || point >= 0xF900 && point <= 0xFAFF
        || point >= 0xFE30 && point <= 0xFE6F
        || point >= 0xFF00 && point <= 0xFF60
        || point >= 0xFFE0 && point <= 0xFFE6
        || point >= 0x1F300 && point <= 0x1F64F
        || point >= 0x1F680 && point <= 0x1F6FF
        || point >= 0x1F900 && point <= 0x1FAFF
        || point >= 0x20000 && point <= 0x3FFFD;
  }
}
