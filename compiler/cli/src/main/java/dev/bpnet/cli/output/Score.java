package dev.bpnet.cli.output;

/**
 * How well predictions hit a target.
 *
 * @param name such as {@code accuracy} or {@code R2(price)}
 * @param kind what it measures
 * @param value a fraction of 1; NaN where the targets leave it undefined
 */
public record Score(String name, Kind kind, double value) {
  /** What is measured. */
  public enum Kind {
    /** The fraction of elements whose class is predicted. */
    ACCURACY("accuracy"),
    /**
     * The share of the targets' variance that is explained: 1 − Σ(t−y)² / Σ(t−mean t)², the sums
     * over all elements, the mean of each.
     */
    R2("R2");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Its name. */
    public String text() {
      return text;
    }
  }

  /** The name as people write it. */
  public String symbol() {
    return name.replaceFirst("^R2", "R²");
  }
}
