package dev.bpnet.compiler.elementary;

import dev.bpnet.compiler.loop.Expr;

/**
 * The error function of a = |x|: below 0.9 it is a + a · P(a²), above 1 − e^Q(a), where Q is the
 * logarithm of the complement. Both are computed, and one is chosen.
 */
final class ErrorFunction {
  private ErrorFunction() {}

  static Expr erf(FloatCode code, Expr x) {
    Expr a = code.let("a", code.atMost(4, code.let("size", code.magnitude(x))));
    Expr a2 = code.let("a2", code.times(a, a));
    Expr small = code.let("small", small(code, a, a2));
    Exponentials.Parts parts = Exponentials.parts(code, code.let("q", logarithm(code, a, a2)), 0);
    Expr scale = Exponentials.scale(code, parts);
    Expr complement = code.fma(scale, parts.p(), scale);
    Expr large = code.let("large", code.minus(code.real(1), complement));
    return code.withSign(code.negative(code.choose(code.less(a, 0.9), small, large)), x);
  }

  private static Expr small(FloatCode code, Expr a, Expr a2) {
    Expr c12 = code.fma(0x1.ce2e54p-4, a2, -0x1.812744p-2);
    Expr c34 = code.fma(0x1.550a44p-8, a2, -0x1.b81524p-6);
    Expr c56 = code.fma(0x1.6510c4p-14, a2, -0x1.aca394p-11);
    Expr a4 = code.let("a4", code.times(a2, a2));
    Expr most = code.let("most", code.fma(code.fma(c56, a4, c34), a4, c12));
    return code.fma(code.fma(most, a2, code.real(0x1.06eba8p-3)), a, a);
  }

  private static Expr logarithm(FloatCode code, Expr a, Expr a2) {
    Expr c01 = code.fma(-0x1.20b7f8p0, a, -0x1.575460p-13);
    Expr c23 = code.let("middle", code.fma(-0x1.aa7e3ap-4, a, -0x1.461fd8p-1));
    Expr c45 = code.fma(-0x1.91e802p-9, a, 0x1.6dae38p-6);
    Expr high = code.fma(0x1.9fd2c8p-13, a2, c45);
    return code.fma(code.fma(high, a2, c23), a2, c01);
  }
}
