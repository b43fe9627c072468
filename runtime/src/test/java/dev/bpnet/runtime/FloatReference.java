package dev.bpnet.runtime;

/** What a float function should give, in double with a relative error below 1e-14. */
final class FloatReference {
  private FloatReference() {}

  static double of(Function function, double x) {
    return switch (function) {
      case EXP -> StrictMath.exp(x);
      case EXPM1 -> StrictMath.expm1(x);
      case LOG -> StrictMath.log(x);
      case LOG1P -> StrictMath.log1p(x);
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
      case TAN -> StrictMath.tan(x);
      case TANH -> StrictMath.tanh(x);
      case ATAN -> StrictMath.atan(x);
      case ERF -> erf(x);
      case SIGMOID -> sigmoid(x);
      case SOFTPLUS -> StrictMath.log1p(StrictMath.exp(-Math.abs(x))) + Math.max(x, 0.0);
      case SQRT -> StrictMath.sqrt(x);
      case ABS -> x < 0 ? -x : x;
      case SIGN -> x > 0 ? 1 : x < 0 ? -1 : x;
      case FLOOR -> StrictMath.floor(x);
    };
  }

  private static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  /** 2/√π · exp(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)), whose terms all have one sign. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / StrictMath.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }

  /**
   * How far a float result lies from the exact one, in units of the last place of the exact one; 0
   * for results of one class (both NaN, equal infinities, an exact value beyond the range and an
   * infinity), infinite for different classes.
   */
  static double ulps(float result, double exact) {
    float rounded = (float) exact;
    if (Float.isNaN(rounded) || Float.isInfinite(rounded)) {
      return Float.compare(result, rounded) == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    double distance = Math.abs(result - exact);
    return Double.isFinite(distance) ? distance / Math.ulp(rounded) : Double.POSITIVE_INFINITY;
  }
}
