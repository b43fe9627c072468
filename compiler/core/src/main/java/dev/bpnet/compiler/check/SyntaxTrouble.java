package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.Span;
import java.util.List;

/**
 * Where the text could not be read as it was meant. What is missing there may only be unread.
 *
 * @param places of errors that were reported before checking began
 */
record SyntaxTrouble(List<Span> places) {
  SyntaxTrouble {
    places = List.copyOf(places);
  }

  static SyntaxTrouble of(Diagnostics sink) {
    return new SyntaxTrouble(sink.all().stream().map(SyntaxTrouble::reach).toList());
  }

  /** A comment without an end swallows what belongs to the declaration before it. */
  private static Span reach(Diagnostic diagnostic) {
    Span span = diagnostic.span();
    return diagnostic.code() == Code.UNCLOSED_COMMENT ? new Span(span.file(), 0, span.end()) : span;
  }

  boolean isIn(Span declaration) {
    return places.stream()
        .anyMatch(
            place ->
                place.file().path().equals(declaration.file().path())
                    && place.end() >= declaration.start()
                    && place.start() <= declaration.end());
  }
}
