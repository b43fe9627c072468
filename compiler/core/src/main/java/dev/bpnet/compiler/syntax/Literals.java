package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.grammar.BpNetLexer;
import org.antlr.v4.runtime.Token;

/** What the number literals say. */
final class Literals {
  /** Below this every whole number is a double, so compile-time integers stay exact. */
  private static final double EXACT = 0x1p53;

  private static final int SHOWN = 40;

  private Literals() {}

  /** The number, or {@link Expression.Broken} after a report. */
  static Expression number(Token literal, Span span, Diagnostics sink) {
    String text = literal.getText();
    if (literal.getType() == BpNetLexer.BAD_NUMBER) {
      sink.reportWithHint(
          "numbers are decimal: 12, 0.5, .5 or 1e-3", Code.MALFORMED_NUMBER, span, shown(text));
      return new Expression.Broken(span);
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      sink.report(Code.NUMBER_OUT_OF_RANGE, span, shown(text), "too large");
      return new Expression.Broken(span);
    }
    if (value == 0 && !isZero(text)) {
      sink.report(Code.NUMBER_OUT_OF_RANGE, span, shown(text), "too small");
      return new Expression.Broken(span);
    }
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits && value >= EXACT) {
      sink.reportWithHint(
          "integers are below 2^53; with '.0' behind it this is a real, rounded to a double",
          Code.INTEGER_OVERFLOW,
          span);
      return new Expression.Broken(span);
    }
    return new Expression.NumberLiteral(value, digits, span);
  }

  private static boolean isZero(String text) {
    return text.chars().takeWhile(c -> c != 'e' && c != 'E').allMatch(c -> c == '0' || c == '.');
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
