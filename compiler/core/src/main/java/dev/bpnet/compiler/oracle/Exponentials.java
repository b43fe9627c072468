package dev.bpnet.compiler.oracle;

/**
 * The exponentials of some elements, scaled by their maximum; what LOG_SUM_EXP, SOFTMAX and
 * LOG_SOFTMAX share.
 *
 * @param share p_k = exp(x_k − logSum), summing to 1
 * @param shareError p_k·(S(x_k) + |x_k − maximum|), the error of an exponential
 * @param logSum log Σ exp x_k
 */
record Exponentials(double[] share, double[] shareError, double maximum, double logSum) {
  static Exponentials of(View x, int[] places) {
    int best = 0;
    boolean undefined = false;
    for (int k = 0; k < places.length; k++) {
      undefined |= Double.isNaN(x.value(places[k]));
      best = x.value(places[k]) > x.value(places[best]) ? k : best;
    }
    double maximum = undefined ? Double.NaN : x.value(places[best]);
    double[] share = new double[places.length];
    double[] shareError = new double[places.length];
    double others = 0;
    for (int k = 0; k < places.length; k++) {
      share[k] = StrictMath.exp(x.value(places[k]) - maximum);
      others += k == best ? 0 : share[k];
    }
    for (int k = 0; k < places.length; k++) {
      share[k] /= 1 + others;
      double distance = Math.abs(x.value(places[k]) - maximum);
      shareError[k] = share[k] == 0 ? 0 : share[k] * (x.magnitude(places[k]) + distance);
    }
    double logSum = Double.isInfinite(maximum) ? maximum : maximum + StrictMath.log1p(others);
    return new Exponentials(share, shareError, maximum, logSum);
  }

  /**
   * Σ p_k·S(x_k) with the errors of the exponentials: the error of log Σ without its own rounding.
   */
  double spread() {
    double sum = 0;
    for (double error : shareError) {
      sum += error;
    }
    return sum;
  }

  double logSumMagnitude() {
    return Math.abs(logSum) + Math.abs(maximum) + spread();
  }

  /** S(p_k) = p_k·(1 + S(x_k) + Σ p_j·S(x_j)). */
  double shareMagnitude(int k) {
    return share[k] + shareError[k] + ExampleRule.times(share[k], spread());
  }

  /** Σ p_k·ẋ_k, the tangent of log Σ exp x. */
  Quantity mean(ExampleRule.Dual x, int[] places) {
    double sum = 0;
    double magnitude = 0;
    for (int k = 0; k < places.length; k++) {
      sum += ExampleRule.times(share[k], x.dot(places[k]));
      magnitude +=
          ExampleRule.times(share[k], x.dotMagnitude(places[k]))
              + ExampleRule.times(shareMagnitude(k), Math.abs(x.dot(places[k])));
    }
    return new Quantity(sum, Math.abs(sum) + magnitude);
  }
}
