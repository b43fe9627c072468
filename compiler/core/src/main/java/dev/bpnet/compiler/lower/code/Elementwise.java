package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Type;
import java.util.List;

/** Scalar expressions of elementwise operations; shared by all plans. */
public final class Elementwise {
  private Elementwise() {}

  /** The operation on one element of each operand. */
  public static Expr of(Op op, List<Expr> x) {
    return switch (op) {
      case NEGATE -> apply(Function.NEGATE, x);
      case EXP -> apply(Function.EXP, x);
      case EXPM1 -> apply(Function.EXPM1, x);
      case LOG -> apply(Function.LOG, x);
      case LOG1P -> apply(Function.LOG1P, x);
      case SQRT -> apply(Function.SQRT, x);
      case ABS -> apply(Function.ABS, x);
      case SIGN -> apply(Function.SIGN, x);
      case SIN -> apply(Function.SIN, x);
      case COS -> apply(Function.COS, x);
      case TAN -> apply(Function.TAN, x);
      case TANH -> apply(Function.TANH, x);
      case ATAN -> apply(Function.ATAN, x);
      case ERF -> apply(Function.ERF, x);
      case FLOOR -> apply(Function.FLOOR, x);
      case SIGMOID -> apply(Function.SIGMOID, x);
      case SOFTPLUS -> apply(Function.SOFTPLUS, x);
      case NOT -> apply(Function.NOT, x);
      case TO_REAL -> toReal(x.get(0));
      case ADD -> apply(Function.ADD, x);
      case SUBTRACT -> apply(Function.SUBTRACT, x);
      case MULTIPLY -> apply(Function.MULTIPLY, x);
      case DIVIDE -> apply(Function.DIVIDE, x);
      case POWER -> apply(Function.POWER, x);
      case MAXIMUM -> apply(Function.MAX, x);
      case MINIMUM -> apply(Function.MIN, x);
      case EQUAL -> apply(Function.EQUAL, x);
      case NOT_EQUAL -> apply(Function.NOT_EQUAL, x);
      case LESS -> apply(Function.LESS, x);
      case LESS_EQUAL -> apply(Function.LESS_EQUAL, x);
      case AND -> apply(Function.AND, x);
      case OR -> apply(Function.OR, x);
      case SELECT -> apply(Function.CHOOSE, x);
      default -> throw new IllegalArgumentException(op + " is not elementwise");
    };
  }

  /** A constant of a kind. */
  public static Expr constant(double value, Kind kind) {
    return switch (kind.type()) {
      case REAL -> new Expr.Real(value);
      case BOOL -> new Expr.Bool(value != 0);
      case CLASS, INTEGER -> new Expr.Int((int) value);
    };
  }

  /** The Java type for a kind. */
  public static Type type(Kind kind) {
    return switch (kind.type()) {
      case REAL -> Type.REAL;
      case BOOL -> Type.BOOL;
      case CLASS, INTEGER -> Type.INT;
    };
  }

  public static Expr toReal(Expr x) {
    return x.type() == Type.BOOL
        ? Expr.apply(Function.CHOOSE, x, new Expr.Real(1), new Expr.Real(0))
        : Expr.apply(Function.INT_TO_REAL, x);
  }

  private static Expr apply(Function function, List<Expr> operands) {
    return new Expr.Apply(function, operands);
  }
}
