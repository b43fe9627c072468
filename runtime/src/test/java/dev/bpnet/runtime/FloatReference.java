package dev.bpnet.runtime;

/** What a float function should give, in double with a relative error below 1e-14. */
final class FloatReference {
  private FloatReference() {}

  static double of(Function function, double x) {
    return switch (function) {
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
      case TAN -> StrictMath.tan(x);
      case ATAN -> StrictMath.atan(x);
      case SQRT -> StrictMath.sqrt(x);
      case ABS -> x < 0 ? -x : x;
      case SIGN -> x > 0 ? 1 : x < 0 ? -1 : x;
      case FLOOR -> StrictMath.floor(x);
      default -> throw new IllegalStateException(function + " is no float function");
    };
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
