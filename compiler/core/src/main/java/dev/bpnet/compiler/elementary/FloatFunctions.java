package dev.bpnet.compiler.elementary;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Type;
import java.util.Set;

/**
 * What elementary functions are in float arithmetic.
 *
 * <p>On all 2^32 floats the error stays below 2 units in the last place, subnormal results
 * included. NaN gives NaN, results beyond the range are infinite, and saturation is exact; the sign
 * of a zero is free.
 */
public final class FloatFunctions {
  private static final Set<Function> DESCRIBED =
      Set.of(
          Function.EXP,
          Function.EXPM1,
          Function.LOG,
          Function.LOG1P,
          Function.TANH,
          Function.SIGMOID,
          Function.SOFTPLUS,
          Function.ERF);

  private FloatFunctions() {}

  /** Whether the function is written out here, rather than called. */
  public static boolean describes(Function function) {
    return DESCRIBED.contains(function);
  }

  /**
   * The function of one number or of each lane of a vector.
   *
   * @param function one that is described here
   * @param type {@link Type#REAL} or {@link Type#VECTOR}
   */
  public static Definition of(Function function, Type type) {
    FloatCode code = new FloatCode(type);
    Local x = Local.named("x", type);
    Expr value = write(function, code, Expr.ref(x));
    return new Definition(x, code.statements(), value);
  }

  /** A line for the function's documentation. */
  public static String comment(Function function) {
    return switch (function) {
      case EXP -> "e^x.";
      case EXPM1 -> "e^x − 1, accurate near 0.";
      case LOG -> "Natural logarithm.";
      case LOG1P -> "log(1 + x), accurate near 0.";
      case TANH -> "Hyperbolic tangent.";
      case SIGMOID -> "1 / (1 + e^−x).";
      case SOFTPLUS -> "log(1 + e^x), without overflow.";
      case ERF -> "The error function.";
      default -> throw new IllegalArgumentException(function + " is not described");
    };
  }

  private static Expr write(Function function, FloatCode code, Expr x) {
    return switch (function) {
      case EXP -> Exponentials.exp(code, x);
      case EXPM1 -> Exponentials.expm1(code, x);
      case LOG -> Logarithms.log(code, x);
      case LOG1P -> Logarithms.log1p(code, x);
      case TANH -> Exponentials.tanh(code, x);
      case SIGMOID -> Exponentials.sigmoid(code, x);
      case SOFTPLUS -> Logarithms.softplus(code, x);
      case ERF -> ErrorFunction.erf(code, x);
      default -> throw new IllegalArgumentException(function + " is not described");
    };
  }
}
