package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;

/** How tightly Java's operators bind. */
final class Precedence {
  static final int CONDITIONAL = 1;
  static final int SUM = 9;
  static final int UNARY = 11;
  private static final int PRIMARY = 12;

  private Precedence() {}

  static int of(Expr expr) {
    if (expr instanceof Expr.Apply apply) {
      if (expr.type().isVector()) {
        return PRIMARY;
      }
      return of(apply.function());
    }
    boolean negative =
        expr instanceof Expr.Real real && (real.value() < 0 || 1 / real.value() < 0)
            || expr instanceof Expr.Int number && number.value() < 0;
    return negative ? UNARY : PRIMARY;
  }

  static int of(Function function) {
    return switch (function.form()) {
      case CONDITIONAL -> CONDITIONAL;
      case PREFIX, CAST -> UNARY;
      case MATH, ELEMENTARY, BITS, RANDOM, VECTOR -> PRIMARY;
      case INFIX ->
          switch (function) {
            case OR -> 2;
            case AND -> 3;
            case BIT_OR -> 4;
            case BIT_AND -> 5;
            case EQUAL, NOT_EQUAL -> 6;
            case LESS, LESS_EQUAL, GREATER -> 7;
            case SHIFT_LEFT, SHIFT_RIGHT -> 8;
            case ADD, SUBTRACT -> SUM;
            default -> 10;
          };
    };
  }
}
