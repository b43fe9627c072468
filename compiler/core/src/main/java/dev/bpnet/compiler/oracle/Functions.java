package dev.bpnet.compiler.oracle;

/** Elementary functions that {@link StrictMath} lacks, to about an ulp over their whole range. */
final class Functions {
  private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;
  private static final double TWO_OVER_ROOT_PI_REST = 1.533545961316588e-17;

  private Functions() {}

  /** 1 / (1 + exp(−x)). */
  static double sigmoid(double x) {
    if (x >= 0) {
      return 1 / (1 + StrictMath.exp(-x));
    }
    double e = StrictMath.exp(x);
    return e / (1 + e);
  }

  /** log(1 + exp x). */
  static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /**
   * The error function. Below 3 its power series in twice the working precision, above by the
   * continued fraction of its complement, which is small there.
   */
  static double erf(double x) {
    double a = Math.abs(x);
    if (Double.isNaN(x) || a < 1e-300) {
      return x * TWO_OVER_ROOT_PI;
    }
    double value = a < 3 ? erfSeries(a) : a < 6 ? 1 - erfcFraction(a) : 1;
    return Math.copySign(value, x);
  }

  /** 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)), each quantity a sum of two doubles. */
  private static double erfSeries(double x) {
    double square = x * x;
    double squareRest = Math.fma(x, x, -square);
    double term = x;
    double termRest = 0;
    double sum = x;
    double sumRest = 0;
    for (int n = 1; Math.abs(term) > 1e-34 * x; n++) {
      double product = -term * square;
      double productRest =
          Math.fma(-term, square, -product) - (term * squareRest + termRest * square);
      term = product / n;
      termRest = (Math.fma(-term, n, product) + productRest) / n;
      int odd = 2 * n + 1;
      double part = term / odd;
      double partRest = (Math.fma(-part, odd, term) + termRest) / odd;
      double total = sum + part;
      double shift = total - sum;
      sumRest += (sum - (total - shift)) + (part - shift) + partRest;
      sum = total;
    }
    double result = sum * TWO_OVER_ROOT_PI;
    double rest = Math.fma(sum, TWO_OVER_ROOT_PI, -result);
    return result + (rest + sumRest * TWO_OVER_ROOT_PI + sum * TWO_OVER_ROOT_PI_REST);
  }

  /** exp(−x²)/√π / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), for x of 3 and more. */
  private static double erfcFraction(double x) {
    double denominator = x;
    for (int k = 60; k >= 1; k--) {
      denominator = x + k / 2.0 / denominator;
    }
    return StrictMath.exp(-x * x) * TWO_OVER_ROOT_PI / 2 / denominator;
  }
}
