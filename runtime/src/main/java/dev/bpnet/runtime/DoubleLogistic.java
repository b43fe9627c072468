package dev.bpnet.runtime;

/** The logistic function and its integral in double; both take exp(−|x|), which never overflows. */
final class DoubleLogistic {
  private DoubleLogistic() {}

  /**
   * 1/(1 + u) with u = e^−|x|, or u/(1 + u) below 0. What rounding 1 + u and the quotient lost is
   * known exactly and put back, as all three errors together would exceed two units in the last
   * place.
   */
  static double sigmoid(double x) {
    double u = Math.exp(-Math.abs(x));
    double sum = 1 + u;
    double lost = u - (sum - 1);
    double inverse = 1 / sum;
    double numerator = x < 0 ? u : 1;
    double quotient = numerator * inverse;
    double rest = Math.fma(-quotient, lost, Math.fma(-quotient, sum, numerator));
    return Math.fma(rest, inverse, quotient);
  }

  /**
   * max(x, 0) + log(1 + u) with u = e^−|x|. With s = u / (2 + u) ≤ 1/3, log(1 + u) = 2 artanh s =
   * 2s + s³·T(s²), and 2s = u − u·s, so that s only enters a correction to u. T is interpolated at
   * Chebyshev nodes with relative error 2e-16.
   */
  static double softplus(double x) {
    double u = Math.exp(-Math.abs(x));
    double s = u / (2 + u);
    double z = s * s;
    double z2 = z * z;
    double z4 = z2 * z2;
    double t0 = Math.fma(0.40000000000014585, z, 0.6666666666666666);
    double t2 = Math.fma(0.22222222717427864, z, 0.2857142856710876);
    double t4 = Math.fma(0.15385570064958623, z, 0.18181789436132859);
    double t6 = Math.fma(0.12001072809590713, z, 0.13314144209654935);
    double t8 = Math.fma(0.1616404561194353, z, 0.08800738486144674);
    double high = Math.fma(t8, z4, Math.fma(t6, z2, t4));
    double tail = Math.fma(high, z4, Math.fma(t2, z2, t0));
    return Math.max(x, 0) + Math.fma(-s, Math.fma(-z, tail, u), u);
  }
}
