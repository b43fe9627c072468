package dev.bpnet.runtime;

/**
 * Float functions made of the logarithm.
 *
 * <p>The argument is widened to double and split into 2^k · (1 + f) with √½ ≤ 1 + f < √2; then
 * log(1 + f) = 2 artanh s with s = f / (2 + f), an odd polynomial in s (interpolated at Chebyshev
 * nodes). Subnormal arguments are normal in double. Everything is {@link Math#fma} and plain
 * arithmetic, but for the rare cases of {@link #pow} that go to {@link StrictMath}: the same bits
 * on every JDK.
 */
final class FloatLogarithm {
  private static final double LN_2 = 0.6931471805599453;
  private static final double LOG2_E = 1.4426950408889634;

  /** The bits of √½, rounded up: numbers from here to twice this are scaled by 2^0. */
  private static final long SQRT_HALF_BITS = 0x3FE6A09E667F3BCDL;

  /** Beyond this |t|, 2^t is 0 or infinite in float. */
  private static final double EXP2_RANGE = 200;

  private FloatLogarithm() {}

  static float log(float x) {
    if (x > 0 && x < Float.POSITIVE_INFINITY) {
      double wide = x;
      long k = scale(wide);
      double f = unscale(wide, k) - 1;
      return (float) Math.fma(k, LN_2, logOfOnePlus(f));
    }
    return x == 0 ? Float.NEGATIVE_INFINITY : x > 0 ? x : Float.NaN;
  }

  /** As log(1 + x), where 1 + x needs no scaling without forming the sum. */
  static float log1p(float x) {
    if (x > -1 && x < Float.POSITIVE_INFINITY) {
      double wide = x;
      double sum = 1 + wide;
      long k = scale(sum);
      double f = k == 0 ? wide : unscale(sum, k) - 1;
      return (float) Math.fma(k, LN_2, logOfOnePlus(f));
    }
    return x == -1 ? Float.NEGATIVE_INFINITY : x > 0 ? x : Float.NaN;
  }

  /**
   * max(x, 0) + log(1 + u) with u = exp(−|x|); log(1 + u) = 2 artanh s with s = u / (2 + u) ≤ 1/3.
   */
  static float softplus(float x) {
    float a = Math.abs(x);
    if (a <= FloatExponential.EXP_RANGE) {
      double u = FloatExponential.exp2(a * -LOG2_E);
      double s = u / (2 + u);
      double z = s * s;
      double z2 = z * z;
      double low = Math.fma(0.6666667902643397, z, 1.9999999998090061);
      double middle = Math.fma(0.28620207408437237, z, 0.39998711246862334);
      double high = Math.fma(0.24393908084023025, z, 0.21398560506678543);
      double p = Math.fma(Math.fma(high, z2, middle), z2, low);
      return (float) Math.fma(s, p, 0.5 * ((double) x + a));
    }
    return x < 0 ? 0 : x;
  }

  /** 2^(y · log₂ x) for positive finite x and finite y. */
  static float pow(float x, float y) {
    if (x > 0 && x < Float.POSITIVE_INFINITY && Math.abs(y) < Float.POSITIVE_INFINITY) {
      double wide = x;
      long k = scale(wide);
      double f = unscale(wide, k) - 1;
      double t = y * Math.fma(logOfOnePlus(f), LOG2_E, k);
      if (Math.abs(t) <= EXP2_RANGE) {
        return (float) FloatExponential.exp2(t);
      }
      return t > 0 ? Float.POSITIVE_INFINITY : 0;
    }
    return (float) StrictMath.pow(x, y);
  }

  /** The k for which √½ ≤ x · 2^−k < √2. */
  private static long scale(double x) {
    return (Double.doubleToRawLongBits(x) - SQRT_HALF_BITS) >> 52;
  }

  private static double unscale(double x, long k) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) - (k << 52));
  }

  /** log(1 + f) within 5e-12 relative for √½ ≤ 1 + f < √2. */
  private static double logOfOnePlus(double f) {
    double s = f / (2 + f);
    double z = s * s;
    double z2 = z * z;
    double low = Math.fma(0.6666666524748752, z, 2.0000000000083595);
    double high =
        Math.fma(0.23616359099145984, z2, Math.fma(0.2853505103781631, z, 0.4000038467237519));
    return s * Math.fma(high, z2, low);
  }
}
