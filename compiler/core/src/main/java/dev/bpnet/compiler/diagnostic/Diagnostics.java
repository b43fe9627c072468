package dev.bpnet.compiler.diagnostic;

import dev.bpnet.compiler.source.Span;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects what the phases report. A repeated message about the same place counts once. */
public final class Diagnostics {
  private final Set<Diagnostic> reported = new LinkedHashSet<>();

  public void report(Code code, Span span, Object... arguments) {
    add(new Diagnostic(code, span, List.of(arguments), Optional.empty()));
  }

  public void reportWithHint(String hint, Code code, Span span, Object... arguments) {
    add(new Diagnostic(code, span, List.of(arguments), Optional.of(hint)));
  }

  public void add(Diagnostic diagnostic) {
    reported.add(diagnostic);
  }

  public boolean hasErrors() {
    return reported.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  /** All of them, by file in order of first report, then by place. */
  public List<Diagnostic> all() {
    Map<String, Integer> files = new HashMap<>();
    for (Diagnostic diagnostic : reported) {
      files.putIfAbsent(diagnostic.span().file().path(), files.size());
    }
    return reported.stream()
        .sorted(
            Comparator.<Diagnostic>comparingInt(d -> files.get(d.span().file().path()))
                .thenComparingInt(d -> d.span().start()))
        .toList();
  }
}
