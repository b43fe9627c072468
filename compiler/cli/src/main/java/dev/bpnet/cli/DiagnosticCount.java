package dev.bpnet.cli;

import dev.bpnet.cli.data.Plural;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Severity;
import java.util.List;

/** How many errors and warnings there were. */
final class DiagnosticCount {
  private int errors;
  private int warnings;

  void add(List<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.severity() == Severity.ERROR) {
        errors++;
      } else {
        warnings++;
      }
    }
  }

  int errors() {
    return errors;
  }

  /** Such as {@code 2 errors, 1 warning}. */
  String text() {
    return (errors == 0 ? "no errors" : Plural.of(errors, "error"))
        + (warnings == 0 ? "" : ", " + Plural.of(warnings, "warning"));
  }
}
