package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import java.util.List;

/**
 * Arithmetic that needs no running: neutral elements and signs. It changes no result but the sign
 * of a zero.
 */
final class Folding {
  private Folding() {}

  static Expr fold(Expr expr) {
    if (!(expr instanceof Expr.Apply apply)) {
      return expr;
    }
    List<Expr> operands = apply.operands();
    Expr first = operands.get(0);
    return switch (apply.function()) {
      case ADD ->
          isReal(first, 0) ? operands.get(1) : isReal(operands.get(1), 0) ? first : ordered(apply);
      case SUBTRACT -> isReal(operands.get(1), 0) ? first : apply;
      case MULTIPLY -> multiply(apply);
      case DIVIDE -> isReal(operands.get(1), 1) ? first : apply;
      case FMA ->
          isReal(operands.get(2), 0)
              ? fold(Expr.apply(Function.MULTIPLY, first, operands.get(1)))
              : isReal(first, 1)
                  ? fold(Expr.apply(Function.ADD, operands.get(1), operands.get(2)))
                  : apply;
      case NEGATE -> first instanceof Expr.Real real ? new Expr.Real(-real.value()) : apply;
      case CHOOSE -> choose(apply);
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER -> compare(apply);
      default -> apply;
    };
  }

  private static Expr multiply(Expr.Apply apply) {
    Expr first = apply.operands().get(0);
    Expr second = apply.operands().get(1);
    if (isReal(first, 1)) {
      return second;
    }
    if (isReal(second, 1)) {
      return first;
    }
    if (isReal(first, -1)) {
      return Expr.apply(Function.NEGATE, second);
    }
    if (isReal(second, -1)) {
      return Expr.apply(Function.NEGATE, first);
    }
    return ordered(apply);
  }

  private static Expr choose(Expr.Apply apply) {
    List<Expr> operands = apply.operands();
    if (operands.get(0) instanceof Expr.Bool condition) {
      return condition.value() ? operands.get(1) : operands.get(2);
    }
    return operands.get(1).equals(operands.get(2)) ? operands.get(1) : apply;
  }

  private static Expr compare(Expr.Apply apply) {
    if (apply.operands().get(0) instanceof Expr.Int a
        && apply.operands().get(1) instanceof Expr.Int b) {
      return new Expr.Bool(
          switch (apply.function()) {
            case EQUAL -> a.value() == b.value();
            case NOT_EQUAL -> a.value() != b.value();
            case LESS -> a.value() < b.value();
            case LESS_EQUAL -> a.value() <= b.value();
            default -> a.value() > b.value();
          });
    }
    return apply;
  }

  /** Commutative operands in one order when one is a constant, so that equal values look equal. */
  private static Expr ordered(Expr.Apply apply) {
    boolean swap =
        apply.operands().get(1) instanceof Expr.Real
            && !(apply.operands().get(0) instanceof Expr.Real)
            && apply.function() == Function.MULTIPLY;
    return swap
        ? Expr.apply(apply.function(), apply.operands().get(1), apply.operands().get(0))
        : apply;
  }

  private static boolean isReal(Expr expr, double value) {
    return expr instanceof Expr.Real real && real.value() == value;
  }
}
