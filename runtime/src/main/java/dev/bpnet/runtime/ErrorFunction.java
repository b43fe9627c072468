package dev.bpnet.runtime;

/**
 * The error function in double: below 1 it is x + x·P(x²), above it 1 − exp(−x²)·R((x − 4)/(x +
 * 4)), where R interpolates exp(x²)·erfc(x) on [1, 6]; from 6 on it is 1. Both polynomials
 * interpolate at Chebyshev nodes, their coefficients computed with 60 digits; truncation stays
 * below 2e-19 and 3e-17.
 */
final class ErrorFunction {
  private ErrorFunction() {}

  /**
   * erf(x).
   *
   * @param x any number; ±∞ gives ±1, NaN gives NaN
   */
  static double erf(double x) {
    double a = Math.abs(x);
    if (a < 1) {
      return small(x);
    }
    if (a >= 6) {
      return Math.signum(x);
    }
    return Math.copySign(1 - Math.exp(-a * a) * scaledComplement((a - 4) / (a + 4)), x);
  }

  private static double small(double x) {
    double z = x * x;
    double p = 5.957176147748911e-11;
    p = Math.fma(p, z, -1.1372848856791674e-09);
    p = Math.fma(p, z, 1.4659775274047436e-08);
    p = Math.fma(p, z, -1.6350312701054695e-07);
    p = Math.fma(p, z, 1.6461000484121368e-06);
    p = Math.fma(p, z, -1.4925595266831182e-05);
    p = Math.fma(p, z, 0.0001205533111164271);
    p = Math.fma(p, z, -0.000854832698083379);
    p = Math.fma(p, z, 0.0052239776248180145);
    p = Math.fma(p, z, -0.026866170645076792);
    p = Math.fma(p, z, 0.11283791670954879);
    p = Math.fma(p, z, -0.3761263890318375);
    p = Math.fma(p, z, 0.1283791670955126);
    return Math.fma(x, p, x);
  }

  private static double scaledComplement(double t) {
    double r = 2.246451864792099e-06;
    r = Math.fma(r, t, -3.572748129523014e-06);
    r = Math.fma(r, t, -2.379724198556819e-05);
    r = Math.fma(r, t, 7.863968867354289e-05);
    r = Math.fma(r, t, -2.1721730971068387e-05);
    r = Math.fma(r, t, -0.0007990838739588653);
    r = Math.fma(r, t, 0.004060268779266255);
    r = Math.fma(r, t, -0.012843947501484442);
    r = Math.fma(r, t, 0.03129905619812187);
    r = Math.fma(r, t, -0.06310781562228475);
    r = Math.fma(r, t, 0.10896317740516447);
    r = Math.fma(r, t, -0.1642578166973564);
    r = Math.fma(r, t, 0.21871967891822341);
    r = Math.fma(r, t, -0.25906804876017164);
    return Math.fma(r, t, 0.13699945762506144);
  }
}
