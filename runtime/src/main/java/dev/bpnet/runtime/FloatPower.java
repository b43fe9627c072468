package dev.bpnet.runtime;

/**
 * Powers in float: 2^(y · log₂ x).
 *
 * <p>The arguments are widened to double. x is split into 2^k · (1 + f) with √½ ≤ 1 + f < √2; then
 * log(1 + f) = 2 artanh s with s = f / (2 + f), an odd polynomial in s. 2^t is 2^n · (1 + p) with n
 * the integer nearest to t. Both polynomials interpolate at Chebyshev nodes. Everything is {@link
 * Math#fma} and plain arithmetic, but for the rare cases that go to {@link StrictMath}: the same
 * bits on every JDK.
 */
final class FloatPower {
  private static final double LOG2_E = 1.4426950408889634;

  /** The bits of √½, rounded up: numbers from here to twice this are scaled by 2^0. */
  private static final long SQRT_HALF_BITS = 0x3FE6A09E667F3BCDL;

  /** 1.5 · 2^52: adding it leaves the nearest integer in the low bits of the sum. */
  private static final double ROUNDER = 0x1.8p52;

  /** Beyond this |t|, 2^t is 0 or infinite in float. */
  private static final double EXP2_RANGE = 200;

  private FloatPower() {}

  static float pow(float x, float y) {
    if (x > 0 && x < Float.POSITIVE_INFINITY && Math.abs(y) < Float.POSITIVE_INFINITY) {
      double wide = x;
      long k = (Double.doubleToRawLongBits(wide) - SQRT_HALF_BITS) >> 52;
      double f = Double.longBitsToDouble(Double.doubleToRawLongBits(wide) - (k << 52)) - 1;
      double t = y * Math.fma(logOfOnePlus(f), LOG2_E, k);
      if (Math.abs(t) <= EXP2_RANGE) {
        return (float) exp2(t);
      }
      return t > 0 ? Float.POSITIVE_INFINITY : 0;
    }
    return (float) StrictMath.pow(x, y);
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

  /** 2^t within 2e-10 relative for |t| up to 1000. */
  private static double exp2(double t) {
    double shifted = t + ROUNDER;
    double f = t - (shifted - ROUNDER);
    double scale = Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
    return Math.fma(scale * f, fraction(f), scale);
  }

  /** (2^f − 1) / f for |f| ≤ ½, in Estrin's scheme. */
  private static double fraction(double f) {
    double f2 = f * f;
    double low = Math.fma(0.24022650922288757, f, 0.6931471805599453);
    double middle = Math.fma(0.009618056678524637, f, 0.055504108839096185);
    double high =
        Math.fma(
            1.5297323760701075e-05, f2, Math.fma(0.0001546144469856913, f, 0.001333350238616277));
    return Math.fma(Math.fma(high, f2, middle), f2, low);
  }
}
