package dev.bpnet.compiler.diagnostic;

import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One message about the source.
 *
 * @param code which message
 * @param span the place that the caret shows
 * @param arguments for the template of the code, in order
 * @param hint a suggestion such as {@code did you mean 'sigmoid'?}; empty if there is none
 */
public record Diagnostic(Code code, Span span, List<Object> arguments, Optional<String> hint) {
  public Diagnostic {
    Objects.requireNonNull(span);
    arguments = List.copyOf(arguments);
  }

  /** The message without place, code and hint, on one line. */
  public String message() {
    return code.format(arguments);
  }

  public Severity severity() {
    return code.severity();
  }
}
