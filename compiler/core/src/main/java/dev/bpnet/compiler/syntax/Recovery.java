package dev.bpnet.compiler.syntax;

import dev.bpnet.grammar.BpNetParser;
import java.util.Optional;
import org.antlr.v4.runtime.ANTLRErrorStrategy;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * One report per broken statement, then on with the next. ANTLR asks here whenever a token does not
 * fit. An error unwinds to the innermost rule from which parsing can go on:
 *
 * <ul>
 *   <li>the head of a declaration, loop or condition, if the brace of its block follows: then the
 *       block is read all the same;
 *   <li>a setting of a train block, a statement, a clause or declaration: the rest of it is
 *       skipped, see {@link Outline}.
 * </ul>
 *
 * What stands where a statement or declaration should begin is skipped likewise.
 */
final class Recovery implements ANTLRErrorStrategy {
  private final Reading reading;
  private final StatementBuilder statements;
  private final Nesting nesting;
  private final SyntaxErrors errors;

  /** The error that is unwinding, so that it is reported once. */
  private Optional<RecognitionException> current = Optional.empty();

  /** From where on to look for a place to go on after the current error. */
  private Token resume;

  Recovery(Reading reading, StatementBuilder statements, Nesting nesting, SyntaxErrors errors) {
    this.reading = reading;
    this.statements = statements;
    this.nesting = nesting;
    this.errors = errors;
    this.resume = reading.outline().end();
  }

  @Override
  public void reset(Parser parser) {
    current = Optional.empty();
  }

  @Override
  public boolean inErrorRecoveryMode(Parser parser) {
    return false;
  }

  @Override
  public void reportMatch(Parser parser) {}

  @Override
  public void reportError(Parser parser, RecognitionException error) {
    if (current.isEmpty() || current.get() != error) {
      current = Optional.of(error);
      resume = errors.report(error, parser);
    }
  }

  @Override
  public void recover(Parser parser, RecognitionException error) {
    ParserRuleContext context = parser.getContext();
    Outline outline = reading.outline();
    switch (context.getRuleIndex()) {
      case BpNetParser.RULE_signature,
          BpNetParser.RULE_networkHead,
          BpNetParser.RULE_loopHead,
          BpNetParser.RULE_repeatHead,
          BpNetParser.RULE_condition -> {
        int depth = outline.depth(context.start);
        Token brace = outline.blockAfter(resume, depth).orElseThrow(() -> error);
        goOn(parser, brace);
      }
      case BpNetParser.RULE_statement, BpNetParser.RULE_entry -> {
        Token next = outline.nextStatement(resume, outline.depth(context.start));
        goOn(parser, next);
      }
      case BpNetParser.RULE_declaration,
          BpNetParser.RULE_packageClause,
          BpNetParser.RULE_importClause,
          BpNetParser.RULE_unit ->
          goOn(parser, outline.nextDeclaration(resume));
      default -> throw error;
    }
  }

  /**
   * A token is missing. Only two are made up: the opening brace of a block, if it follows behind
   * something that belongs to no head, and the closing one at the end of the file or a declaration.
   */
  @Override
  public Token recoverInline(Parser parser) {
    ParserRuleContext context = parser.getContext();
    Token found = parser.getCurrentToken();
    if (context.getRuleIndex() != BpNetParser.RULE_statements) {
      throw new InputMismatchException(parser);
    }
    if (parser.getExpectedTokens().contains(BpNetParser.RBRACE)) {
      errors.reportUnclosed(context.start, found);
      return new CommonToken(BpNetParser.RBRACE, "}");
    }
    InputMismatchException error = new InputMismatchException(parser);
    Token brace =
        reading
            .outline()
            .blockAfter(found, reading.outline().depth(found))
            .orElseThrow(() -> error);
    reportError(parser, error);
    if (context.getParent().getRuleIndex() == BpNetParser.RULE_block) {
      statements.breakHead();
    }
    goOn(parser, brace);
    return errors.exhausted() ? brace : parser.consume();
  }

  /** ANTLR calls this before each decision. */
  @Override
  public void sync(Parser parser) {
    nesting.check(parser);
    switch (parser.getContext().getRuleIndex()) {
      case BpNetParser.RULE_statements, BpNetParser.RULE_train -> skipToStatement(parser);
      case BpNetParser.RULE_unit -> skipToDeclaration(parser);
      default -> {}
    }
  }

  private void skipToStatement(Parser parser) {
    ParserRuleContext context = parser.getContext();
    Token found = parser.getCurrentToken();
    Outline outline = reading.outline();
    boolean block = context.getRuleIndex() == BpNetParser.RULE_statements;
    while (!acceptable(parser).contains(found.getType())
        && found.getType() != Token.EOF
        && !outline.startsDeclaration(found)) {
      Token from = errors.reportMisplaced(found, block ? "a statement or '}'" : "a setting or '}'");
      Token next = outline.nextStatement(from, outline.depth(context.start) + 1);
      goOn(parser, next);
      if (block) {
        statements.addBroken(found, outline.before(next));
      }
      found = parser.getCurrentToken();
    }
  }

  private void skipToDeclaration(Parser parser) {
    Token found = parser.getCurrentToken();
    if (!acceptable(parser).contains(found.getType())) {
      Token from = errors.reportMisplaced(found, "a declaration (const, fn, layer or network)");
      goOn(parser, reading.outline().nextDeclaration(from));
    }
  }

  private void goOn(Parser parser, Token next) {
    Token place = errors.exhausted() ? reading.outline().end() : next;
    parser.getInputStream().seek(place.getTokenIndex());
  }

  /** What may follow within the rule; ANTLR keeps these sets per state. */
  private static IntervalSet acceptable(Parser parser) {
    return parser.getATN().nextTokens(parser.getATN().states.get(parser.getState()));
  }
}
