package dev.bpnet.compiler.diagnostic;

import dev.bpnet.compiler.source.Span;

/**
 * Diagnostics as lines of a build's log, in the form of which development environments make links:
 *
 * <pre>
 * /home/me/project/src/main/bpnet/xor.bpnet:[5,14] BP0101: unexpected '|&gt;', expected an expression
 * </pre>
 */
public final class BuildLogRenderer {
  private BuildLogRenderer() {}

  /** One line, without its end; whether it is an error or a warning is for the log to say. */
  public static String render(Diagnostic diagnostic) {
    Span span = diagnostic.span();
    String line =
        span.file().path()
            + ":["
            + span.line()
            + ","
            + span.column()
            + "] "
            + diagnostic.code().id()
            + ": "
            + diagnostic.message()
            + diagnostic.hint().map(hint -> " (" + hint + ")").orElse("");
    return Excerpt.visible(line);
  }
}
