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

  /** The bits of 1.5 · 2^52, whose last place is 1. */
  private static final long ROUNDER_BITS = 0x4338000000000000L;

  /** Beyond this |t|, 2^t is 0 or infinite in float. */
  private static final double EXP2_RANGE = 200;

  private FloatLogarithm() {}

  static float log(float x) {
    if (x > 0 && x < Float.POSITIVE_INFINITY) {
      double wide = x;
      long k = scale(wide);
      return (float) Math.fma(toDouble(k), LN_2, logOfOnePlus(unscale(wide, k) - 1));
    }
    return x == 0 ? Float.NEGATIVE_INFINITY : x > 0 ? x : Float.NaN;
  }

  /** As log(1 + x); f is x itself where 1 + x needs no scaling, so nothing is lost near 0. */
  static float log1p(float x) {
    if (x > -1 && x < Float.POSITIVE_INFINITY) {
      double wide = x;
      double sum = 1 + wide;
      long k = scale(sum);
      double f = k == 0 ? wide : unscale(sum, k) - 1;
      return (float) Math.fma(toDouble(k), LN_2, logOfOnePlus(f));
    }
    return x == -1 ? Float.NEGATIVE_INFINITY : x > 0 ? x : Float.NaN;
  }

  /**
   * max(x, 0) + log(1 + u) with u = exp(−|x|); log(1 + u) = 2 artanh s with s = u / (2 + u) ≤ 1/3.
   */
  static float softplus(float x) {
    if (Math.abs(x) <= FloatExponential.EXP_RANGE) {
      double small = shrunk(x);
      double a = Math.abs(small);
      double u = FloatExponential.exp2(a * (-LOG2_E * 0x1p896));
      double s = u / (2 + u);
      double z = s * s;
      double z2 = z * z;
      double low = Math.fma(0.6666667902643397, z, 1.9999999998090061);
      double middle = Math.fma(0.28620207408437237, z, 0.39998711246862334);
      double high = Math.fma(0.24393908084023025, z, 0.21398560506678543);
      double p = Math.fma(Math.fma(high, z2, middle), z2, low);
      return (float) Math.fma(s, p, (small + a) * 0x1p895);
    }
    return x < 0 ? 0 : x;
  }

  /** 2^(y · log₂ x) for positive finite x and finite y. */
  static float pow(float x, float y) {
    if (x > 0 && x < Float.POSITIVE_INFINITY && Math.abs(y) < Float.POSITIVE_INFINITY) {
      double wide = x;
      long k = scale(wide);
      double f = unscale(wide, k) - 1;
      double t = y * Math.fma(logOfOnePlus(f), LOG2_E, toDouble(k));
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

  /**
   * x · 2^−896, made of bits: on JDK 17 a conversion to double may wait for whatever used its
   * target register last, here for the whole previous call (20 ns instead of 5 in a loop).
   */
  private static double shrunk(float x) {
    return Double.longBitsToDouble((long) Float.floatToRawIntBits(x) << 29 & 0x8FFFFFFFFFFFFFFFL);
  }

  /** The same number, without a conversion, as in {@link #shrunk}. */
  private static double toDouble(long k) {
    return Double.longBitsToDouble(ROUNDER_BITS + k) - 0x1.8p52;
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
