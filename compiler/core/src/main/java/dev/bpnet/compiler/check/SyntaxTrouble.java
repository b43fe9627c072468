package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the text could not be read as it was meant. What is missing there may only be unread.
 *
 * @param places of errors that were reported before checking began
 */
record SyntaxTrouble(List<Place> places) {
  private static final Pattern BLOCK =
      Pattern.compile("[{}]|\\b(for|repeat|if|else|fn|layer|network|train)\\b");
  private static final Pattern OPEN_HEAD =
      Pattern.compile(".*\\b(for|repeat|if|else|fn|layer|network|train)\\b[^{]*");

  /**
   * One error.
   *
   * @param structural whether blocks may begin or end elsewhere than was read
   */
  record Place(Span span, boolean structural) {
    private boolean touches(Span declaration) {
      return span.file().path().equals(declaration.file().path())
          && span.end() >= declaration.start()
          && span.start() <= declaration.end();
    }
  }

  SyntaxTrouble {
    places = List.copyOf(places);
  }

  static SyntaxTrouble of(Diagnostics sink) {
    return new SyntaxTrouble(
        sink.all().stream().map(d -> new Place(reach(d), isStructural(d))).toList());
  }

  /** A comment without an end swallows what belongs to the declaration before it. */
  private static Span reach(Diagnostic diagnostic) {
    Span span = diagnostic.span();
    return diagnostic.code() == Code.UNCLOSED_COMMENT ? new Span(span.file(), 0, span.end()) : span;
  }

  /** A wrong number is none of it, nor is a line without a block after one that is complete. */
  private static boolean isStructural(Diagnostic diagnostic) {
    if (diagnostic.code() == Code.MALFORMED_NUMBER
        || diagnostic.code() == Code.NUMBER_OUT_OF_RANGE) {
      return false;
    }
    if (diagnostic.code() != Code.UNEXPECTED_TOKEN
        && diagnostic.code() != Code.UNEXPECTED_CHARACTER) {
      return true;
    }
    SourceFile file = diagnostic.span().file();
    int line = diagnostic.span().line();
    int before = line - 1;
    while (before > 0 && file.lineText(before).isBlank()) {
      before--;
    }
    return BLOCK.matcher(file.lineText(line)).find()
        || before > 0 && OPEN_HEAD.matcher(file.lineText(before)).matches();
  }

  boolean isIn(Span declaration) {
    return places.stream().anyMatch(place -> place.touches(declaration));
  }

  /** Whether statements of a declaration may have got into another block. */
  boolean unsettles(Span declaration) {
    return places.stream().anyMatch(place -> place.structural && place.touches(declaration));
  }
}
