package dev.bpnet.runtime;

/**
 * Float functions made of 2^t.
 *
 * <p>The argument is widened to double, where neither the reduction t = n + f, |f| ≤ ½, nor a
 * subnormal result needs care; 2^f − 1 is f times a polynomial of degree 6 (relative error 2.7e-10,
 * interpolated at Chebyshev nodes), so the one rounding that counts is the last, to float.
 * Everything is {@link Math#fma} and plain arithmetic: the same bits on every JDK.
 */
final class FloatExponential {
  /** 1.5 · 2^52: adding it leaves the nearest integer in the low bits of the sum. */
  private static final double ROUNDER = 0x1.8p52;

  private static final double LOG2_E = 1.4426950408889634;

  /**
   * Below minus this e^x is less than half of the least float; above this it exceeds the largest.
   */
  static final float EXP_RANGE = 104f;

  /** From here on 1 − tanh x is less than half an ulp of 1. */
  private static final double TANH_RANGE = 9.02;

  private static final double C0 = 0.6931471805599453;
  private static final double C1 = 0.24022650922288757;
  private static final double C2 = 0.055504108839096185;
  private static final double C3 = 0.009618056678524637;
  private static final double C4 = 0.001333350238616277;
  private static final double C5 = 0.0001546144469856913;
  private static final double C6 = 1.5297323760701075e-05;

  private FloatExponential() {}

  static float exp(float x) {
    if (Math.abs(x) <= EXP_RANGE) {
      return (float) exp2(x * LOG2_E);
    }
    return x > 0 ? Float.POSITIVE_INFINITY : x < 0 ? 0 : x;
  }

  static float expm1(float x) {
    if (Math.abs(x) <= EXP_RANGE) {
      double t = x * LOG2_E;
      double shifted = t + ROUNDER;
      double f = t - (shifted - ROUNDER);
      double scale = scale(shifted);
      return (float) Math.fma(scale * f, fraction(f), scale - 1);
    }
    return x > 0 ? Float.POSITIVE_INFINITY : x < 0 ? -1 : x;
  }

  /** ±(e^2a − 1) / (e^2a + 1) with a = |x|, the numerator without cancellation. */
  static float tanh(float x) {
    double wide = x;
    double a = Math.abs(wide);
    if (a <= TANH_RANGE) {
      double t = a * (2 * LOG2_E);
      double shifted = t + ROUNDER;
      double f = t - (shifted - ROUNDER);
      double scale = scale(shifted);
      double scaled = scale * f;
      double p = fraction(f);
      double quotient = Math.fma(scaled, p, scale - 1) / Math.fma(scaled, p, scale + 1);
      long sign = Double.doubleToRawLongBits(wide) & Long.MIN_VALUE;
      return (float) Double.longBitsToDouble(Double.doubleToRawLongBits(quotient) | sign);
    }
    return x > 0 ? 1 : x < 0 ? -1 : x;
  }

  static float sigmoid(float x) {
    if (Math.abs(x) <= EXP_RANGE) {
      double t = x * -LOG2_E;
      double shifted = t + ROUNDER;
      double f = t - (shifted - ROUNDER);
      double scale = scale(shifted);
      return (float) (1 / Math.fma(scale * f, fraction(f), scale + 1));
    }
    return x > 0 ? 1 : x < 0 ? 0 : x;
  }

  /**
   * 2^t within 2e-10 relative.
   *
   * @param t between −1000 and 1000
   */
  static double exp2(double t) {
    double shifted = t + ROUNDER;
    double f = t - (shifted - ROUNDER);
    double scale = scale(shifted);
    return Math.fma(scale * f, fraction(f), scale);
  }

  /** 2^n of the integer n in the low bits of a sum with {@link #ROUNDER}. */
  private static double scale(double shifted) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
  }

  /** (2^f − 1) / f for |f| ≤ ½, in Estrin's scheme. */
  private static double fraction(double f) {
    double f2 = f * f;
    double low = Math.fma(C1, f, C0);
    double middle = Math.fma(C3, f, C2);
    double high = Math.fma(C6, f2, Math.fma(C5, f, C4));
    return Math.fma(Math.fma(high, f2, middle), f2, low);
  }
}
