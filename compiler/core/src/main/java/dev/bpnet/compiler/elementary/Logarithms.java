package dev.bpnet.compiler.elementary;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;

/**
 * Functions made of log(2ᵏ · (1 + f)) = k · ln 2 + log(1 + f), √½ ≤ 1 + f < √2, where log(1 + f) is
 * f − f²/2 and f³ times a polynomial of degree 8.
 */
final class Logarithms {
  private static final int SQRT_HALF = 0x3f3504f3;

  /**
   * The bits of 1.5 · 2^23, whose last place is 1: with k added to them, a float from an integer.
   */
  private static final int ROUNDER = 0x4b400000;

  private Logarithms() {}

  /**
   * 2ᵏ · m.
   *
   * @param k as a float
   */
  private record Split(Expr k, Expr m) {}

  private static Split split(FloatCode code, Expr x) {
    Expr bits = code.let("bits", code.bits(x));
    Expr k = code.let("k", code.shiftRight(code.plusBits(bits, -SQRT_HALF), 23));
    Expr m = code.ofBits(Expr.apply(Function.SUBTRACT, bits, code.toExponent(k)));
    Expr asFloat = code.minus(code.ofBits(code.plusBits(k, ROUNDER)), code.real(0x1.8p23));
    return new Split(code.let("exponent", asFloat), code.let("m", m));
  }

  private static Expr sum(FloatCode code, Expr k, Expr f) {
    Expr f2 = code.let("f2", code.times(f, f));
    Expr c01 = code.fma(-0x1.000006p-2, f, 0x1.555548p-2);
    Expr c23 = code.fma(-0x1.555c3ap-3, f, 0x1.99a4bep-3);
    Expr c45 = code.fma(-0x1.fc2388p-4, f, 0x1.233690p-3);
    Expr c67 = code.fma(-0x1.de3a46p-4, f, 0x1.e6ffa4p-4);
    Expr f4 = code.let("f4", code.times(f2, f2));
    Expr low = code.let("low", code.fma(c23, f2, c01));
    Expr middle = code.let("middle", code.fma(c67, f2, c45));
    Expr high = code.fma(0x1.143196p-4, f4, middle);
    Expr polynomial = code.let("polynomial", code.fma(high, f4, low));
    Expr rest = code.times(k, code.real(Exponentials.LN_2_LOW));
    Expr tail = code.let("tail", code.fma(code.times(f, f2), polynomial, rest));
    return code.fma(Exponentials.LN_2_HIGH, k, code.plus(f, code.fma(-0.5, f2, tail)));
  }

  /** Subnormal numbers are scaled first; infinity and what is not positive are special. */
  static Expr log(FloatCode code, Expr x) {
    Expr small = code.less(x, 0x1p-126);
    Expr normal = code.choose(small, code.times(x, code.real(0x1p23)), x);
    Split split = split(code, code.let("normal", normal));
    Expr scaled = code.minus(split.k(), code.choose(small, code.real(23), code.real(0)));
    Expr f = code.let("f", code.minus(split.m(), code.real(1)));
    Expr sum = code.let("sum", sum(code, code.let("power", scaled), f));
    return within(code, x, 0, sum);
  }

  /** As log u with u = 1 + x, and what u lost by rounding added to f. */
  static Expr log1p(FloatCode code, Expr x) {
    Expr one = code.real(1);
    Expr u = code.let("u", code.plus(one, x));
    Split split = split(code, u);
    Expr lost = code.minus(x, code.minus(u, one));
    Expr f = code.fma(lost, code.over(split.m(), u), code.minus(split.m(), one));
    Expr sum = code.let("sum", sum(code, split.k(), code.let("f", f)));
    return within(code, x, -1, sum);
  }

  /** The value where it is finite: −∞ at the start of the range, NaN below, ∞ at ∞. */
  private static Expr within(FloatCode code, Expr x, double start, Expr value) {
    Expr below =
        code.choose(
            code.equal(x, start), code.real(Double.NEGATIVE_INFINITY), code.real(Double.NaN));
    Expr defined = code.choose(code.greater(x, start), value, below);
    return code.choose(code.less(x, Double.POSITIVE_INFINITY), defined, x);
  }

  /**
   * max(x, 0) + log(1 + u) with u = e^−|x| ≤ 1; log(1 + u) is u − u²/2 and u³ times a polynomial of
   * degree 7.
   */
  static Expr softplus(FloatCode code, Expr x) {
    Expr below = code.negative(code.magnitude(x));
    Expr a = code.let("a", code.atLeast(Exponentials.LEAST, below));
    Exponentials.Parts parts = Exponentials.parts(code, a, 0);
    Expr[] scales = Exponentials.scales(code, parts);
    Expr scale = code.let("power", code.times(scales[0], scales[1]));
    Expr u = code.let("u", code.fma(scale, parts.p(), scale));
    Expr u2 = code.let("u2", code.times(u, u));
    Expr c01 = code.fma(-0x1.ff7d72p-3, u, 0x1.55527ep-2);
    Expr c23 = code.fma(-0x1.3edd34p-3, u, 0x1.94fa66p-3);
    Expr c45 = code.fma(-0x1.f31182p-5, u, 0x1.c396d4p-4);
    Expr c67 = code.fma(-0x1.e2031ap-9, u, 0x1.666812p-6);
    Expr low = code.let("low", code.fma(c23, u2, c01));
    Expr high = code.let("high", code.fma(c67, u2, c45));
    Expr polynomial = code.let("polynomial", code.fma(high, code.times(u2, u2), low));
    Expr tail = code.fma(code.times(u, u2), polynomial, code.atLeast(0, x));
    return code.plus(code.fma(-0.5, u2, tail), u);
  }
}
