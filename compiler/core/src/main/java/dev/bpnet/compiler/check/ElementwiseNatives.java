package dev.bpnet.compiler.check;

import dev.bpnet.compiler.graph.Op;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Functions of each element. Of a compile-time number they are a compile-time number where Java has
 * them.
 */
final class ElementwiseNatives {
  static final List<Native> TABLE =
      List.of(
          unary("exp", Op.EXP, StrictMath::exp),
          unary("expm1", Op.EXPM1, StrictMath::expm1),
          unary("log", Op.LOG, StrictMath::log),
          unary("log1p", Op.LOG1P, StrictMath::log1p),
          unary("sqrt", Op.SQRT, StrictMath::sqrt),
          exact("abs", Op.ABS, Math::abs),
          exact("sign", Op.SIGN, Math::signum),
          exact("floor", Op.FLOOR, Math::floor),
          unary("sin", Op.SIN, StrictMath::sin),
          unary("cos", Op.COS, StrictMath::cos),
          unary("tan", Op.TAN, StrictMath::tan),
          unary("tanh", Op.TANH, StrictMath::tanh),
          unary("atan", Op.ATAN, StrictMath::atan),
          atRunTime("erf", Op.ERF),
          atRunTime("sigmoid", Op.SIGMOID),
          atRunTime("softplus", Op.SOFTPLUS));

  private ElementwiseNatives() {}

  private static Native unary(String name, Op op, DoubleUnaryOperator onNumbers) {
    return row(name, op, Optional.of(onNumbers), false);
  }

  /** One that takes integers to integers. */
  private static Native exact(String name, Op op, DoubleUnaryOperator onNumbers) {
    return row(name, op, Optional.of(onNumbers), true);
  }

  private static Native atRunTime(String name, Op op) {
    return row(name, op, Optional.empty(), false);
  }

  private static Native row(
      String name, Op op, Optional<DoubleUnaryOperator> onNumbers, boolean exact) {
    return Native.visible(
        name,
        Native.Signature.of("x:REAL"),
        arguments -> {
          Optional<Double> number = arguments.value("x").number();
          if (number.isPresent() && onNumbers.isPresent()) {
            return number(arguments.value("x"), onNumbers.get(), exact);
          }
          return new Value.Tensor(arguments.at().unary(op, arguments.node("x")));
        });
  }

  private static Value number(Value value, DoubleUnaryOperator function, boolean exact) {
    if (exact && value instanceof Value.Int integer) {
      return new Value.Int(exactly(integer.value(), function));
    }
    double result = function.applyAsDouble(value.number().orElseThrow());
    boolean whole = exact && result == Math.rint(result) && Math.abs(result) <= 1L << 53;
    return whole ? new Value.Int((long) result) : new Value.Real(result);
  }

  /** Of a large integer the double is not exact, so its sign decides. */
  private static long exactly(long value, DoubleUnaryOperator function) {
    return Math.abs(value) <= 1L << 53
        ? (long) function.applyAsDouble(value)
        : function.applyAsDouble(-2) == 2 ? Math.abs(value) : value;
  }
}
