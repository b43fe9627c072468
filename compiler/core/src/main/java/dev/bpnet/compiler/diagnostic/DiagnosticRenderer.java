package dev.bpnet.compiler.diagnostic;

import dev.bpnet.compiler.source.Span;
import java.util.Locale;

/**
 * Diagnostics as text: place, severity, code and message on one line, the source line with carets
 * under the span, a hint.
 *
 * <pre>
 * xor.bpnet:5:14: error[BP0101]: unexpected '|&gt;', expected an expression
 *     h = x |&gt; |&gt; tanh
 *              ^^
 * </pre>
 */
public final class DiagnosticRenderer {
  private static final String RESET = "\u001B[0m";
  private static final String BOLD = "\u001B[1m";
  private static final String RED = "\u001B[1;31m";
  private static final String YELLOW = "\u001B[1;33m";
  private static final String CYAN = "\u001B[36m";

  private final boolean color;

  private DiagnosticRenderer(boolean color) {
    this.color = color;
  }

  /** For files, pipes and tests. */
  public static DiagnosticRenderer plain() {
    return new DiagnosticRenderer(false);
  }

  /** For terminals that understand ANSI colours. */
  public static DiagnosticRenderer colored() {
    return new DiagnosticRenderer(true);
  }

  /** Several lines, each with its line feed. */
  public String render(Diagnostic diagnostic) {
    Span span = diagnostic.span();
    String severity = diagnostic.severity().name().toLowerCase(Locale.ROOT);
    String tint = diagnostic.severity() == Severity.ERROR ? RED : YELLOW;
    String place = span.file().path() + ":" + span.line() + ":" + span.column() + ":";
    Excerpt excerpt = Excerpt.of(span);
    StringBuilder text = new StringBuilder();
    text.append(paint(BOLD, Excerpt.visible(place))).append(' ');
    text.append(paint(tint, severity + "[" + diagnostic.code().id() + "]:")).append(' ');
    text.append(Excerpt.visible(diagnostic.message())).append('\n');
    if (!excerpt.line().isBlank()) {
      text.append(excerpt.line()).append('\n');
      text.append(excerpt.indent()).append(paint(tint, excerpt.carets())).append('\n');
    }
    diagnostic
        .hint()
        .ifPresent(
            hint ->
                text.append(paint(CYAN, "  hint: ")).append(Excerpt.visible(hint)).append('\n'));
    return text.toString();
  }

  private String paint(String tint, String content) {
    return color ? tint + content + RESET : content;
  }
}
