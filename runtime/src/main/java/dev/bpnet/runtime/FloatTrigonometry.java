package dev.bpnet.runtime;

/**
 * Sine, cosine, tangent and arc tangent in float.
 *
 * <p>The argument is widened to double and reduced to r = x − n·π/2, |r| ≤ π/4, with π/2 in two
 * parts; sin r and cos r are polynomials interpolated at Chebyshev nodes. Arguments beyond {@link
 * #REDUCIBLE} go to {@link StrictMath}. Everything is {@link Math#fma} and plain arithmetic: the
 * same bits on every JDK.
 */
final class FloatTrigonometry {
  /** 1.5 · 2^52: adding it leaves the nearest integer in the low bits of the sum. */
  private static final double ROUNDER = 0x1.8p52;

  private static final double TWO_OVER_PI = 0.6366197723675814;
  private static final double HALF_PI = 1.5707963267948966;
  private static final double HALF_PI_REST = 6.123233995736766e-17;

  /** Up to here x − n·π/2 keeps more than 40 bits, however close x lies to a multiple of π/2. */
  private static final float REDUCIBLE = 0x1p20f;

  private FloatTrigonometry() {}

  static float sin(float x) {
    if (Math.abs(x) <= REDUCIBLE) {
      double shifted = Math.fma(x, TWO_OVER_PI, ROUNDER);
      double r = reduced(x, shifted - ROUNDER);
      return (float) sinOfQuadrant(r, Double.doubleToRawLongBits(shifted));
    }
    return (float) StrictMath.sin(x);
  }

  static float cos(float x) {
    if (Math.abs(x) <= REDUCIBLE) {
      double shifted = Math.fma(x, TWO_OVER_PI, ROUNDER);
      double r = reduced(x, shifted - ROUNDER);
      return (float) sinOfQuadrant(r, Double.doubleToRawLongBits(shifted) + 1);
    }
    return (float) StrictMath.cos(x);
  }

  static float tan(float x) {
    if (Math.abs(x) <= REDUCIBLE) {
      double shifted = Math.fma(x, TWO_OVER_PI, ROUNDER);
      double r = reduced(x, shifted - ROUNDER);
      double s = sinOfReduced(r);
      double c = cosOfReduced(r);
      return (float) ((Double.doubleToRawLongBits(shifted) & 1) == 0 ? s / c : -c / s);
    }
    return (float) StrictMath.tan(x);
  }

  /** Beyond 1 it is ±π/2 − atan(1/x). */
  static float atan(float x) {
    double wide = x;
    if (Math.abs(x) <= 1) {
      return (float) atanOfUnit(wide);
    }
    return (float) (Math.copySign(HALF_PI, wide) - atanOfUnit(1 / wide));
  }

  private static double reduced(double x, double n) {
    return Math.fma(-n, HALF_PI_REST, Math.fma(-n, HALF_PI, x));
  }

  /** sin(r + quadrant·π/2). */
  private static double sinOfQuadrant(double r, long quadrant) {
    double magnitude = (quadrant & 1) == 0 ? sinOfReduced(r) : cosOfReduced(r);
    return Double.longBitsToDouble(Double.doubleToRawLongBits(magnitude) ^ ((quadrant & 2) << 62));
  }

  /** Relative error 5e-12 for |r| ≤ π/4. */
  private static double sinOfReduced(double r) {
    double z = r * r;
    double z2 = z * z;
    double low = Math.fma(-0.16666666631563162, z, 0.9999999999956688);
    double middle = Math.fma(-0.00019839201388559692, z, 0.008333328779736226);
    return r * Math.fma(Math.fma(2.717338055746829e-06, z2, middle), z2, low);
  }

  /** Relative error 7e-11 for |r| ≤ π/4. */
  private static double cosOfReduced(double r) {
    double z = r * r;
    double z2 = z * z;
    double low = Math.fma(-0.49999999614550283, z, 0.999999999952442);
    double middle = Math.fma(-0.0013886617095704495, z, 0.041666616662651895);
    return Math.fma(Math.fma(2.4379747535470243e-05, z2, middle), z2, low);
  }

  /** Relative error 5e-10 for |t| ≤ 1. */
  private static double atanOfUnit(double t) {
    double z = t * t;
    double z2 = z * z;
    double z4 = z2 * z2;
    double p0 = Math.fma(-0.33333322488911593, z, 0.9999999995535376);
    double p2 = Math.fma(-0.14278576024807985, z, 0.19999558100363982);
    double p4 = Math.fma(-0.08785043282362845, z, 0.1105077127584966);
    double p6 = Math.fma(-0.04392841073326746, z, 0.06685281517877424);
    double p8 =
        Math.fma(
            0.001057607438057242, z2, Math.fma(-0.007030669470424213, z, 0.021912945865448393));
    double high = Math.fma(Math.fma(p8, z4, Math.fma(p6, z2, p4)), z4, Math.fma(p2, z2, p0));
    return t * high;
  }
}
