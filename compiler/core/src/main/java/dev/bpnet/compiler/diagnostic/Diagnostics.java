package dev.bpnet.compiler.diagnostic;

import dev.bpnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects what the phases report. A repeated message about the same place counts once. */
public final class Diagnostics {
  private final List<Diagnostic> reported = new ArrayList<>();

  public void report(Code code, Span span, Object... arguments) {
    add(new Diagnostic(code, span, List.of(arguments), Optional.empty()));
  }

  public void reportWithHint(String hint, Code code, Span span, Object... arguments) {
    add(new Diagnostic(code, span, List.of(arguments), Optional.of(hint)));
  }

  public void add(Diagnostic diagnostic) {
    if (!reported.contains(diagnostic)) {
      reported.add(diagnostic);
    }
  }

  public boolean hasErrors() {
    return reported.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  /** All of them, by file in order of first report, then by place. */
  public List<Diagnostic> all() {
    List<String> files = reported.stream().map(d -> d.span().file().path()).distinct().toList();
    return reported.stream()
        .sorted(
            Comparator.<Diagnostic>comparingInt(d -> files.indexOf(d.span().file().path()))
                .thenComparingInt(d -> d.span().start()))
        .toList();
  }
}
