package dev.bpnet.compiler.elementary;

import dev.bpnet.compiler.loop.Expr;

/**
 * Functions made of e^a = 2ⁿ · (1 + p), with n the integer nearest to a / ln 2 and p = e^r − 1 of
 * the rest, |r| ≤ ln 2 / 2.
 *
 * <p>n comes from adding 1.5 · 2^23, whose last bit is worth 1: the sum's low bits are n, and
 * shifted into the exponent's place they are a power of two.
 */
final class Exponentials {
  /** Beyond this below 0, e^x is less than half of the least float. */
  static final double LEAST = -105;

  private static final double ROUNDER = 0x1.8p23;
  private static final double LOG2_E = 0x1.715476p0;

  /** ln 2 in two parts; multiples of the first by up to 150 are exact. */
  static final double LN_2_HIGH = 0x1.63p-1;

  static final double LN_2_LOW = -0x1.bd0106p-13;

  /** ln 2 as a float; a fused multiply-add rounds no multiple of it. */
  private static final double LN_2 = 0x1.62e43p-1;

  /** What {@link #LN_2} lacks. */
  private static final double LN_2_REST = -0x1.05c611p-29;

  private static final int ONE = 0x3f800000;
  private static final int MINUS_ONE_AND_A_HALF = 0xbfc00000;

  private Exponentials() {}

  /**
   * The parts of e^a.
   *
   * @param shifted n in its low bits, less what was taken off
   * @param p e^r − 1
   */
  record Parts(Expr shifted, Expr p) {}

  /** Whether the exponent is known as it is, or as its opposite. */
  private enum Sign {
    SAME,
    OPPOSITE
  }

  /**
   * The polynomial hardly depends on the last bits of r, so only the last operation waits for them.
   *
   * @param a within ±150; beyond, the parts are of no use
   * @param less is taken off n in {@code shifted}
   */
  static Parts parts(FloatCode code, Expr a, int less) {
    return parts(code, code.fma(LOG2_E, a, ROUNDER - less), a, Sign.SAME, less);
  }

  /**
   * @param sum a / ln 2, its fraction rounded away
   * @param a the exponent, or its opposite: then p is 1 − e^r
   */
  private static Parts parts(FloatCode code, Expr sum, Expr a, Sign sign, int less) {
    int factor = sign == Sign.SAME ? 1 : -1;
    Expr shifted = code.let("shifted", sum);
    Expr n = code.let("n", code.minus(shifted, code.real(ROUNDER - less)));
    Expr nearly = code.let("nearly", code.fma(factor * -LN_2, n, a));
    Expr nearly2 = code.let("nearly2", code.times(nearly, nearly));
    Expr low = code.let("low", code.fma(0x1.55548ap-3, nearly, factor * 0x1.fffffcp-2));
    Expr middle = code.fma(0x1.123fc6p-7, nearly, factor * 0x1.555916p-5);
    Expr high = code.let("high", code.fma(factor * 0x1.6a1a72p-10, nearly2, middle));
    Expr r = code.let("r", code.fma(factor * -LN_2_REST, n, nearly));
    Expr p = code.let("p", code.fma(code.times(r, r), code.fma(high, nearly2, low), r));
    return new Parts(shifted, p);
  }

  /** 2ⁿ. */
  static Expr scale(FloatCode code, Parts parts) {
    Expr exponent = code.toExponent(code.bits(parts.shifted()));
    return code.let("scale", code.ofBits(code.plusBits(exponent, ONE)));
  }

  /** 2ⁿ in two factors, neither of which leaves the range. */
  static Expr[] scales(FloatCode code, Parts parts) {
    Expr bits = code.let("bits", code.bits(parts.shifted()));
    Expr half = code.let("half", code.toExponent(code.shiftRight(bits, 1)));
    Expr rest = code.minus(code.toExponent(bits), half);
    return new Expr[] {
      code.let("scale", code.ofBits(code.plusBits(half, ONE))),
      code.ofBits(code.plusBits(rest, ONE))
    };
  }

  static Expr exp(FloatCode code, Expr x) {
    Limits limits = new Limits(LEAST, 0, 89, Double.POSITIVE_INFINITY);
    Parts parts = parts(code, limits.before(code, x), 0);
    Expr[] scales = scales(code, parts);
    Expr value = code.times(code.fma(scales[0], parts.p(), scales[0]), scales[1]);
    return limits.after(code, x, value);
  }

  /** 2 · (2ⁿ⁻¹ · p + (2ⁿ⁻¹ − ½)), since 2ⁿ itself may be too large. */
  static Expr expm1(FloatCode code, Expr x) {
    Limits limits = new Limits(-18, -1, 89, Double.POSITIVE_INFINITY);
    Parts parts = parts(code, limits.before(code, x), 1);
    Expr scale = scale(code, parts);
    Expr half = code.fma(scale, parts.p(), code.minus(scale, code.real(0.5)));
    return limits.after(code, x, code.times(code.real(2), half));
  }

  /**
   * 1 / (1 + e^−x), both sides times 1.5 · 2^−32: so scaled, the denominator leaves the range on
   * neither side, and its rounding weighs less against that of the quotient. To save a negation, p
   * and 2ⁿ are the opposites of themselves.
   */
  static Expr sigmoid(FloatCode code, Expr x) {
    Limits limits = new Limits(LEAST, 0, 60, 1);
    Expr a = limits.before(code, x);
    int less = 32;
    Parts parts = parts(code, code.fma(-LOG2_E, a, ROUNDER - less), a, Sign.OPPOSITE, less);
    Expr exponent = code.toExponent(code.bits(parts.shifted()));
    Expr bits = code.plusBits(exponent, MINUS_ONE_AND_A_HALF);
    Expr scale = code.let("scale", code.ofBits(bits));
    Expr one = code.real(0x1.8p-32);
    Expr value = code.over(one, code.fma(scale, parts.p(), code.minus(one, scale)));
    return limits.after(code, x, value);
  }

  /** (1 − e^−2a) / (1 + e^−2a) of a = |x|; from 9.1 on that is 1. */
  static Expr tanh(FloatCode code, Expr x) {
    Limits limits = new Limits(0, 0, 9.1, -1);
    Expr magnitude = code.let("magnitude", code.magnitude(x));
    Expr size = limits.before(code, magnitude);
    Expr a = code.let("a", code.times(code.real(-2), size));
    Parts parts = parts(code, code.fma(-2 * LOG2_E, size, ROUNDER), a, Sign.SAME, 0);
    Expr scale = scale(code, parts);
    Expr one = code.real(1);
    Expr above = code.let("above", code.fma(scale, parts.p(), code.minus(scale, one)));
    Expr below = code.let("below", code.fma(scale, parts.p(), code.plus(scale, one)));
    return code.withSign(limits.after(code, magnitude, code.over(above, below)), x);
  }
}
