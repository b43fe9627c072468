package dev.bpnet.runtime;

/**
 * The elementary functions that compiled networks call, in float and in double.
 *
 * <p>Classes of results are those of IEEE arithmetic: NaN gives NaN, results beyond the range are
 * infinite, subnormal results are kept, saturation is monotone. The sign of a zero result is free.
 *
 * <p><b>Float.</b> Only what compiled networks do not have as code of their own: powers and
 * trigonometry, which need double arithmetic and have rare slow paths, and what the JDK does
 * exactly. The errors stay below 0.54 units in the last place on samples and edges ({@code pow}:
 * 0.51 on 40 million pairs). Apart from {@link StrictMath} for rare arguments there is only fused
 * multiply-add and plain arithmetic, so the bits are the same on every JDK. A processor without
 * fused multiply-add gives the same bits, slowly.
 *
 * <p><b>Double.</b> {@link Math} where it has the function, which may differ in the last place
 * between JDKs; {@code erf}, {@code sigmoid} and {@code softplus} are ours, within 1.5 units in the
 * last place.
 */
public final class Elementary {
  private Elementary() {}

  /** e^x. */
  public static double exp(double x) {
    return Math.exp(x);
  }

  /** e^x − 1, accurate near 0. */
  public static double expm1(double x) {
    return Math.expm1(x);
  }

  /** Natural logarithm; −∞ at 0 and NaN below. */
  public static double log(double x) {
    return Math.log(x);
  }

  /** log(1 + x), accurate near 0; −∞ at −1 and NaN below. */
  public static double log1p(double x) {
    return Math.log1p(x);
  }

  /** Sine of x radians; NaN at ±∞. */
  public static float sin(float x) {
    return FloatTrigonometry.sin(x);
  }

  /** Sine of x radians; NaN at ±∞. */
  public static double sin(double x) {
    return Math.sin(x);
  }

  /** Cosine of x radians; NaN at ±∞. */
  public static float cos(float x) {
    return FloatTrigonometry.cos(x);
  }

  /** Cosine of x radians; NaN at ±∞. */
  public static double cos(double x) {
    return Math.cos(x);
  }

  /** Tangent of x radians; NaN at ±∞. */
  public static float tan(float x) {
    return FloatTrigonometry.tan(x);
  }

  /** Tangent of x radians; NaN at ±∞. */
  public static double tan(double x) {
    return Math.tan(x);
  }

  /** Hyperbolic tangent; ±1 at ±∞. */
  public static double tanh(double x) {
    return Math.tanh(x);
  }

  /** Arc tangent in radians; ±π/2 at ±∞. */
  public static float atan(float x) {
    return FloatTrigonometry.atan(x);
  }

  /** Arc tangent in radians; ±π/2 at ±∞. */
  public static double atan(double x) {
    return Math.atan(x);
  }

  /** The error function 2/√π · ∫₀ˣ exp(−t²) dt; ±1 at ±∞. */
  public static double erf(double x) {
    return ErrorFunction.erf(x);
  }

  /** The logistic function 1/(1 + exp(−x)); 0 at −∞, 1 at ∞. */
  public static double sigmoid(double x) {
    return DoubleLogistic.sigmoid(x);
  }

  /** log(1 + exp x), without overflow; 0 at −∞. */
  public static double softplus(double x) {
    return DoubleLogistic.softplus(x);
  }

  /** x^y with the special cases of {@link Math#pow}; pow(x, 0) = 1 even for NaN. */
  public static float pow(float x, float y) {
    return FloatPower.pow(x, y);
  }

  /** x^y with the special cases of {@link Math#pow}; pow(x, 0) = 1 even for NaN. */
  public static double pow(double x, double y) {
    return Math.pow(x, y);
  }

  /** Square root, correctly rounded; NaN below 0. */
  public static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  /** Square root, correctly rounded; NaN below 0. */
  public static double sqrt(double x) {
    return Math.sqrt(x);
  }

  /** Absolute value. */
  public static float abs(float x) {
    return Math.abs(x);
  }

  /** Absolute value. */
  public static double abs(double x) {
    return Math.abs(x);
  }

  /** −1, 0 or 1; NaN of NaN. */
  public static float sign(float x) {
    return Math.signum(x);
  }

  /** −1, 0 or 1; NaN of NaN. */
  public static double sign(double x) {
    return Math.signum(x);
  }

  /** The largest integer that is not above x. */
  public static float floor(float x) {
    return (float) Math.floor(x);
  }

  /** The largest integer that is not above x. */
  public static double floor(double x) {
    return Math.floor(x);
  }

  /** The larger one; NaN if either is. */
  public static float max(float a, float b) {
    return Math.max(a, b);
  }

  /** The larger one; NaN if either is. */
  public static double max(double a, double b) {
    return Math.max(a, b);
  }

  /** The smaller one; NaN if either is. */
  public static float min(float a, float b) {
    return Math.min(a, b);
  }

  /** The smaller one; NaN if either is. */
  public static double min(double a, double b) {
    return Math.min(a, b);
  }
}
