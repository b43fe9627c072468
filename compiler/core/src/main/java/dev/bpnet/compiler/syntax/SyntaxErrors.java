package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.grammar.BpNetLexer;
import java.util.Optional;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says in words what a parser stumbled over. */
final class SyntaxErrors {
  /** Beyond this many a file is hardly a .bpnet source, and nobody reads on. */
  static final int LIMIT = 1000;

  private final Reading reading;
  private final boolean cutOff;
  private int count;
  private boolean endReported;

  /** Thrown to give up on a file. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMany() {
      super("too many errors", null, false, false);
    }
  }

  /**
   * @param cutOff whether an unclosed comment has swallowed the end of the file, so that what seems
   *     to be missing there says nothing
   */
  SyntaxErrors(Reading reading, boolean cutOff) {
    this.reading = reading;
    this.cutOff = cutOff;
  }

  /** Whether anything was found. */
  boolean any() {
    return count > 0;
  }

  void report(RecognitionException error, Parser parser) {
    Token found = error.getOffendingToken();
    if (error instanceof Nesting.TooDeep) {
      add(
          Optional.of("name a part of it and use the name"),
          Code.NESTED_TOO_DEEPLY,
          found,
          Nesting.LIMIT);
      return;
    }
    IntervalSet expected = parser.getExpectedTokens();
    int rule = parser.getContext().getRuleIndex();
    Token before = reading.outline().before(found);
    boolean name = expected.contains(BpNetLexer.ID) && expected.size() == 1;
    if (name && Words.isKeyword(found)) {
      add(Optional.empty(), Code.KEYWORD_AS_NAME, found, found.getText());
    } else if (!name && found.getType() == BpNetLexer.ASSIGN && Words.isKeyword(before)) {
      add(Optional.empty(), Code.KEYWORD_AS_NAME, before, before.getText());
    } else {
      reportUnexpected(found, Words.expectation(rule, before, expected));
    }
  }

  /** A token stands where none such may begin. */
  void reportMisplaced(Token found, String expectation) {
    Token after = reading.outline().after(found);
    if (after.getType() == BpNetLexer.ASSIGN && Words.isKeyword(found)) {
      add(Optional.empty(), Code.KEYWORD_AS_NAME, found, found.getText());
    } else {
      reportUnexpected(found, expectation);
    }
  }

  private void reportUnexpected(Token found, String expectation) {
    if (found.getType() == Token.EOF) {
      if (cutOff || endReported) {
        return;
      }
      endReported = true;
    }
    Optional<String> hint = Words.hint(found, reading.outline());
    if (found.getType() == BpNetLexer.UNKNOWN) {
      add(hint, Code.UNEXPECTED_CHARACTER, found, Words.character(found));
    } else if (found.getType() == BpNetLexer.OPEN_STRING) {
      add(hint, Code.UNCLOSED_TEXT, found);
    } else {
      add(hint, Code.UNEXPECTED_TOKEN, found, Words.describe(found), expectation);
    }
  }

  /** A block has no end. */
  void reportUnclosed(Token brace) {
    if (!cutOff && !endReported) {
      endReported = true;
      add(Optional.empty(), Code.UNCLOSED_BRACE, brace);
    }
  }

  private void add(Optional<String> hint, Code code, Token place, Object... arguments) {
    Span span = reading.spans().of(place);
    if (++count > LIMIT) {
      reading.sink().report(Code.TOO_MANY_ERRORS, span, LIMIT);
      throw new TooMany();
    }
    if (hint.isPresent()) {
      reading.sink().reportWithHint(hint.get(), code, span, arguments);
    } else {
      reading.sink().report(code, span, arguments);
    }
  }
}
