package dev.bpnet.compiler.syntax;

import dev.bpnet.grammar.BpNetBaseListener;
import dev.bpnet.grammar.BpNetParser;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;

/**
 * Counts how deeply what is being parsed is nested, so that a source that would exhaust the stack
 * is refused long before. Listeners cannot stop a parser, so the count is looked at before each
 * decision.
 */
final class Nesting extends BpNetBaseListener {
  /** Levels of brackets, blocks, prefixes, exponents and conditionals within each other. */
  static final int LIMIT = 500;

  private int depth;

  /** Thrown where a source is nested too deeply. */
  static final class TooDeep extends RecognitionException {
    private static final long serialVersionUID = 1L;

    TooDeep(Parser parser) {
      super(parser, parser.getInputStream(), parser.getContext());
      setOffendingToken(parser.getCurrentToken());
    }
  }

  /** Refuses what is nested beyond the limit. */
  void check(Parser parser) {
    if (depth > LIMIT) {
      throw new TooDeep(parser);
    }
  }

  @Override
  public void enterEveryRule(ParserRuleContext context) {
    if (isLevel(context)) {
      depth++;
    }
  }

  @Override
  public void exitEveryRule(ParserRuleContext context) {
    if (isLevel(context)) {
      depth--;
    }
  }

  private static boolean isLevel(ParserRuleContext context) {
    return switch (context.getRuleIndex()) {
      case BpNetParser.RULE_nested,
          BpNetParser.RULE_prefixed,
          BpNetParser.RULE_exponent,
          BpNetParser.RULE_alternative,
          BpNetParser.RULE_block,
          BpNetParser.RULE_chained ->
          true;
      default -> false;
    };
  }
}
