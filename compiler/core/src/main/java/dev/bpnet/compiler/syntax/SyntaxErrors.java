package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.grammar.BpNetLexer;
import dev.bpnet.grammar.BpNetParser;
import java.util.Optional;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Says in words what a parser stumbled over. As line ends mean nothing to the parser, it often
 * stumbles behind the mistake; what is said here is about the place where people will look for it.
 * Each report returns the token from which reading may go on.
 */
final class SyntaxErrors {
  /** Beyond this many a file is hardly a .bpnet source, and nobody reads on. */
  static final int LIMIT = 1000;

  private final Reading reading;
  private final Outline outline;
  private final boolean cutOff;
  private int count;
  private Optional<Token> endReported = Optional.empty();

  /**
   * @param cutOff whether an unclosed comment has swallowed the end of the file, so that what seems
   *     to be missing there says nothing
   */
  SyntaxErrors(Reading reading, boolean cutOff) {
    this.reading = reading;
    this.outline = reading.outline();
    this.cutOff = cutOff;
  }

  /** Whether anything was found. */
  boolean any() {
    return count > 0;
  }

  /** Whether so much was found that the rest of the file is not worth reading. */
  boolean exhausted() {
    return count > LIMIT;
  }

  /** A rule met a token that does not fit. */
  Token report(RecognitionException error, Parser parser) {
    Token found = error.getOffendingToken();
    Token before = outline.before(found);
    if (error instanceof Nesting.TooDeep) {
      String hint = "name a part of it and use the name";
      add(Optional.of(hint), Code.NESTED_TOO_DEEPLY, span(before), Nesting.LIMIT);
      return found;
    }
    IntervalSet expected = parser.getExpectedTokens();
    int rule = parser.getContext().getRuleIndex();
    if (endsIncomplete(found)) {
      lineEnd(outline.before(before), "an expression");
      return before;
    }
    if (isKeywordAsName(found, rule, expected)) {
      add(Optional.empty(), Code.KEYWORD_AS_NAME, span(found), found.getText());
      return outline.after(found);
    }
    if (found.getType() == BpNetLexer.ASSIGN
        && Words.isKeyword(before)
        && !Words.isName(expected)) {
      add(Optional.empty(), Code.KEYWORD_AS_NAME, span(before), before.getText());
    } else if (rule == BpNetParser.RULE_kind
        && !before.getText().equals("class")
        && expected.contains(BpNetLexer.LPAREN)) {
      unexpected(before, "'class(n)'");
    } else if (isStrayName(rule, before)) {
      unexpected(before, "an operator or a statement");
    } else if (found.getLine() > before.getLine() && outline.startsAnything(found)) {
      lineEnd(before, Words.expectation(rule, before, expected));
    } else {
      unexpected(found, Words.expectation(rule, before, expected));
    }
    return found;
  }

  /** A token stands where none such may begin. */
  Token reportMisplaced(Token found, String expectation) {
    if (endsIncomplete(found)) {
      lineEnd(outline.before(outline.before(found)), "an expression");
      return outline.before(found);
    }
    if (outline.after(found).getType() == BpNetLexer.ASSIGN && Words.isKeyword(found)) {
      add(Optional.empty(), Code.KEYWORD_AS_NAME, span(found), found.getText());
    } else {
      Token before = outline.before(found);
      boolean sameLine = before.getLine() == found.getLine();
      boolean operator = before != found && sameLine && Words.endsOperand(before);
      unexpected(found, operator ? "an operator, " + expectation : expectation);
    }
    return outline.after(found);
  }

  /** A block has no end. */
  void reportUnclosed(Token brace, Token found) {
    if (isNewEnd(found)) {
      add(Optional.empty(), Code.UNCLOSED_BRACE, span(brace));
    }
  }

  /** Whether nothing has been said of what is missing before this token. */
  private boolean isNewEnd(Token found) {
    boolean known = endReported.isPresent() && endReported.get() == found;
    endReported = Optional.of(found);
    return !known && !(cutOff && found.getType() == Token.EOF);
  }

  /** {@code a = b +}, then {@code c = d} on the next line: stumbles at the second equals sign. */
  private boolean endsIncomplete(Token found) {
    Token before = outline.before(found);
    return found.getType() == BpNetLexer.ASSIGN
        && before.getType() == BpNetLexer.ID
        && outline.startsLine(before)
        && Words.wantsOperand(outline.before(before));
  }

  private boolean isKeywordAsName(Token found, int rule, IntervalSet expected) {
    boolean listed = rule == BpNetParser.RULE_signature || rule == BpNetParser.RULE_arguments;
    if (!Words.isKeyword(found) || !expected.contains(BpNetLexer.ID) && !listed) {
      return false;
    }
    boolean sameLine = outline.before(found).getLine() == found.getLine();
    return Words.isName(expected) && sameLine || Words.followsName(outline.after(found));
  }

  /** {@code h = x dense(3)}: stumbles behind the name that no equals sign follows. */
  private boolean isStrayName(int rule, Token name) {
    Token before = outline.before(name);
    return (rule == BpNetParser.RULE_assignment || rule == BpNetParser.RULE_entry)
        && name.getType() == BpNetLexer.ID
        && before.getLine() == name.getLine()
        && Words.endsOperand(before);
  }

  private void lineEnd(Token last, String expectation) {
    int end = span(last).end();
    Span place = new Span(span(last).file(), end, end);
    add(Optional.empty(), Code.UNEXPECTED_TOKEN, place, "end of line", expectation);
  }

  private void unexpected(Token found, String expectation) {
    if (found.getType() == Token.EOF && !isNewEnd(found)) {
      return;
    }
    Optional<String> hint = Words.hint(found, outline, expectation);
    if (found.getType() == BpNetLexer.OPEN_STRING) {
      add(hint, Code.UNCLOSED_TEXT, span(found));
    } else if (found.getType() != BpNetLexer.UNKNOWN) {
      add(hint, Code.UNEXPECTED_TOKEN, span(found), Words.describe(found), expectation);
    } else if (!TextCheck.isRefused(found.getText())) {
      add(hint, Code.UNEXPECTED_CHARACTER, span(found), Words.character(found));
    }
  }

  private Span span(Token token) {
    return reading.spans().of(token);
  }

  private void add(Optional<String> hint, Code code, Span place, Object... arguments) {
    if (exhausted()) {
      return;
    }
    count++;
    if (exhausted()) {
      reading.sink().report(Code.TOO_MANY_ERRORS, place, LIMIT);
    } else if (hint.isPresent()) {
      reading.sink().reportWithHint(hint.get(), code, place, arguments);
    } else {
      reading.sink().report(code, place, arguments);
    }
  }
}
