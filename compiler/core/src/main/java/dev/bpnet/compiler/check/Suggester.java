package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.diagnostic.Suggestions;
import dev.bpnet.compiler.source.Span;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the names that may have been meant, as long as that does not take too long. */
final class Suggester {
  /**
   * So many names may be compared: thousands of unknown names have one cause, and it is no slip.
   */
  private static final int MOST_COMPARISONS = 1_000_000;

  private int comparisons;

  /** The hint, if one of the known names is near. */
  Optional<String> hint(String name, Supplier<? extends Collection<String>> known) {
    if (comparisons > MOST_COMPARISONS) {
      return Optional.empty();
    }
    Collection<String> names = known.get();
    comparisons += names.size();
    return Suggestions.hint(name, names);
  }

  /** Reports with a hint, if one of the known names is near. */
  void report(
      Diagnostics sink,
      Code code,
      Span span,
      String name,
      Supplier<? extends Collection<String>> known) {
    sink.add(new Diagnostic(code, span, List.of(name), hint(name, known)));
  }
}
