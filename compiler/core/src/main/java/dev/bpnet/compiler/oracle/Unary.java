package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Node;
import java.util.function.DoubleUnaryOperator;

/**
 * Elementwise functions of one operand, with first and second derivative. The second derivative
 * says how an error of the operand reaches the first: S(ż) = |ż| + |f'|·S(ẋ) + |ẋ|·(|f''|·S(x) +
 * excess).
 */
final class Unary extends ExampleRule {
  /** A function of the operand x and the value z = f(x). */
  interface Derivative {
    double at(double x, double z);
  }

  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
  private static final Derivative ZERO = (x, z) -> 0;

  static final Unary NEGATE = exact(x -> -x, (x, z) -> -1);
  static final Unary EXP = new Unary(StrictMath::exp, (x, z) -> z, (x, z) -> z);
  static final Unary EXPM1 =
      new Unary(StrictMath::expm1, (x, z) -> StrictMath.exp(x), (x, z) -> StrictMath.exp(x))
          .excess((x, z) -> 1 + Math.abs(z));
  static final Unary LOG = new Unary(StrictMath::log, (x, z) -> 1 / x, (x, z) -> -1 / (x * x));
  static final Unary LOG1P =
      new Unary(StrictMath::log1p, (x, z) -> 1 / (1 + x), (x, z) -> -1 / ((1 + x) * (1 + x)));
  static final Unary SQRT = new Unary(Math::sqrt, (x, z) -> 0.5 / z, (x, z) -> -0.25 / (x * z));
  static final Unary ABS = exact(Math::abs, (x, z) -> Math.signum(x)).kink(x -> x);
  static final Unary SIGN = exact(Math::signum, ZERO).kink(x -> x);
  static final Unary SIN = new Unary(StrictMath::sin, (x, z) -> StrictMath.cos(x), (x, z) -> -z);
  static final Unary COS = new Unary(StrictMath::cos, (x, z) -> -StrictMath.sin(x), (x, z) -> -z);
  static final Unary TAN =
      new Unary(StrictMath::tan, (x, z) -> 1 + z * z, (x, z) -> 2 * z * (1 + z * z));
  static final Unary TANH =
      new Unary(StrictMath::tanh, Unary::tanhSlope, (x, z) -> -2 * z * tanhSlope(x, z))
          .excess((x, z) -> 1 + 2 * z * z);
  static final Unary ATAN =
      new Unary(
          StrictMath::atan,
          (x, z) -> 1 / (1 + x * x),
          (x, z) -> -2 / (1 + x * x) * (x / (1 + x * x)));
  static final Unary ERF =
      new Unary(
          Functions::erf,
          (x, z) -> TWO_OVER_ROOT_PI * StrictMath.exp(-x * x),
          (x, z) -> times(-2 * x, TWO_OVER_ROOT_PI * StrictMath.exp(-x * x)));
  static final Unary FLOOR = exact(Math::floor, ZERO).kink(x -> x - Math.rint(x));
  static final Unary SIGMOID =
      new Unary(
              Functions::sigmoid,
              (x, z) -> z * Functions.sigmoid(-x),
              (x, z) -> z * Functions.sigmoid(-x) * (Functions.sigmoid(-x) - z))
          .excess((x, z) -> z * (1 + z));
  static final Unary SOFTPLUS =
      new Unary(
          Functions::softplus,
          (x, z) -> Functions.sigmoid(x),
          (x, z) -> Functions.sigmoid(x) * Functions.sigmoid(-x));
  static final Unary NOT = exact(x -> 1 - x, ZERO);
  static final Unary TO_REAL = exact(x -> x, ZERO);

  private final DoubleUnaryOperator function;
  private final Derivative first;
  private final Derivative second;
  private final Derivative excess;
  private final DoubleUnaryOperator kink;
  private final boolean rounded;

  private Unary(DoubleUnaryOperator function, Derivative first, Derivative second) {
    this(function, first, second, ZERO, x -> Double.NaN, true);
  }

  private Unary(
      DoubleUnaryOperator function,
      Derivative first,
      Derivative second,
      Derivative excess,
      DoubleUnaryOperator kink,
      boolean rounded) {
    this.function = function;
    this.first = first;
    this.second = second;
    this.excess = excess;
    this.kink = kink;
    this.rounded = rounded;
  }

  /** A piecewise linear function without rounding of its own. */
  private static Unary exact(DoubleUnaryOperator function, Derivative first) {
    return new Unary(function, first, ZERO, ZERO, x -> Double.NaN, false);
  }

  /** The magnitudes that cancel inside the language's formula for f', where it has such. */
  private Unary excess(Derivative newExcess) {
    return new Unary(function, first, second, newExcess, kink, rounded);
  }

  /** The distance of x from where the function is not smooth. */
  private Unary kink(DoubleUnaryOperator newKink) {
    return new Unary(function, first, second, excess, newKink, rounded);
  }

  /** 1 − tanh²x without cancellation. */
  private static double tanhSlope(double x, double z) {
    double e = StrictMath.exp(-2 * Math.abs(x));
    return Double.isNaN(z) ? z : 4 * e / ((1 + e) * (1 + e));
  }

  @Override
  void value(Node node, Scope scope, View[] in, View out) {
    View x = in[0];
    for (int i = 0; i < node.shape().size(); i++) {
      double z = function.applyAsDouble(x.value(i));
      double carried = times(Math.abs(first.at(x.value(i), z)), x.magnitude(i));
      out.set(i, z, rounded ? Math.abs(z) + carried : Math.max(Math.abs(z), carried));
      scope.run.kinks().pass(kink.applyAsDouble(x.value(i)), x.magnitude(i));
    }
  }

  @Override
  void tangent(Node node, Tangents tangents, Dual[] in, Dual out) {
    Dual operand = in[0];
    for (int i = 0; i < node.shape().size(); i++) {
      double x = operand.value().value(i);
      double z = out.value().value(i);
      double dot = times(first.at(x, z), operand.dot(i));
      double slopeError =
          times(Math.abs(second.at(x, z)), operand.value().magnitude(i)) + excess.at(x, z);
      double carried =
          times(Math.abs(first.at(x, z)), operand.dotMagnitude(i))
              + times(slopeError, Math.abs(operand.dot(i)));
      out.tangent().set(i, dot, rounded ? Math.abs(dot) + carried : carried);
      tangents.kinks.pass(kink.applyAsDouble(x), operand.dot(i));
    }
  }
}
