package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Type;

/** How tightly Java's operators bind. */
final class Precedence {
  static final int CONDITIONAL = 1;
  static final int SUM = 6;
  static final int UNARY = 8;
  private static final int PRIMARY = 9;

  private Precedence() {}

  static int of(Expr expr) {
    if (expr instanceof Expr.Apply apply) {
      if (expr.type() == Type.VECTOR) {
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
      case MATH, ELEMENTARY, RANDOM, VECTOR -> PRIMARY;
      case INFIX ->
          switch (function) {
            case OR -> 2;
            case AND -> 3;
            case EQUAL, NOT_EQUAL -> 4;
            case LESS, LESS_EQUAL, GREATER -> 5;
            case ADD, SUBTRACT -> SUM;
            default -> 7;
          };
    };
  }
}
