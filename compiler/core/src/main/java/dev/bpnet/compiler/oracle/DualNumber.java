package dev.bpnet.compiler.oracle;

/** One number, its tangent, and the magnitudes of both. */
record DualNumber(double value, double magnitude, double dot, double dotMagnitude) {
  /** Exact, so that multiplying by it rounds nothing. */
  static final DualNumber ONE = new DualNumber(1, 0, 0, 0);

  static DualNumber still(View view, int place) {
    return new DualNumber(view.value(place), view.magnitude(place), 0, 0);
  }

  static DualNumber of(ExampleRule.Dual dual, int place) {
    return new DualNumber(
        dual.value().value(place),
        dual.value().magnitude(place),
        dual.dot(place),
        dual.dotMagnitude(place));
  }

  DualNumber times(DualNumber other) {
    if (this == ONE || other == ONE) {
      return this == ONE ? other : this;
    }
    double product = value * other.value;
    double tangent = ExampleRule.times(other.value, dot) + ExampleRule.times(value, other.dot);
    return new DualNumber(
        product,
        Math.abs(product) + reach(value, other.magnitude) + reach(other.value, magnitude),
        tangent,
        Math.abs(tangent)
            + reach(other.value, dotMagnitude)
            + reach(other.magnitude, dot)
            + reach(value, other.dotMagnitude)
            + reach(magnitude, other.dot));
  }

  private static double reach(double factor, double error) {
    return error == 0 ? 0 : Math.abs(factor * error);
  }
}
