package dev.bpnet.compiler.gradcheck;

import java.util.List;
import java.util.Locale;

/**
 * What a gradient check found.
 *
 * @param network its name
 * @param rows parameters, then inputs, in declaration order; then values: losses, outputs, metrics
 *     and state updates
 */
public record GradientReport(String network, List<Row> rows) {
  public GradientReport {
    rows = List.copyOf(rows);
  }

  /** Whether every row passed. */
  public boolean passed() {
    return rows.stream().allMatch(Row::passed);
  }

  /** What a row is about. */
  public enum Subject {
    /** Partial derivatives of the mean loss by a trained parameter. */
    PARAMETER,
    /** Partial derivatives of the mean loss by a real input. */
    INPUT,
    /** Values, not derivatives: a loss, an output, a metric or a state after its update. */
    VALUE
  }

  /**
   * One variable or value.
   *
   * @param shape as in the source; of an input that of one example
   * @param checked how many numbers were compared, a random direction counting as one
   * @param oracleRatio the largest |g − g*| in units of its bound, 1e-12·S, in single precision
   *     4·2⁻²⁴·S, to which the precision's smallest normal number is added; at most 1 passes
   * @param differenced how many were also compared with central differences; those too near to a
   *     kink are not, values never are
   * @param differenceRatio the largest |g − d| in units of its bound 1e-6·S, to which the rounding
   *     of the difference itself is added
   * @param zero whether every number is exactly 0, and so is everything that it is a sum of: a
   *     derivative by what does not enter the loss
   * @param worst where the larger of the two ratios is
   */
  public record Row(
      Subject subject,
      String name,
      List<Integer> shape,
      int checked,
      double oracleRatio,
      int differenced,
      double differenceRatio,
      boolean zero,
      Worst worst) {
    public Row {
      shape = List.copyOf(shape);
    }

    /** What to say of a row that passed: {@code ok}, of derivatives also {@code exactly zero}. */
    public String verdict() {
      return zero && subject != Subject.VALUE ? "exactly zero" : "ok";
    }

    /** A ratio that is not a number fails. */
    public boolean passed() {
      return oracleRatio <= 1 && differenceRatio <= 1;
    }
  }

  /**
   * The number that came nearest to its bound, or broke it.
   *
   * @param element such as {@code [2, 0]}, of an input {@code example 1 [3]}, or {@code random
   *     direction}
   * @param generated g, by the generated code
   * @param oracle g*, by dual numbers
   * @param difference d, by central differences; NaN if none was taken
   * @param magnitude S
   */
  public record Worst(
      String element, double generated, double oracle, double difference, double magnitude) {
    /** Nothing was compared. */
    static final Worst NONE = new Worst("none", 0, 0, Double.NaN, 0);
  }

  /** A table with a line for each row. */
  @Override
  public String toString() {
    int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-9s  %-"
                  + Math.max(width, 4)
                  + "s  %-12s %6d  oracle %8.1e  difference %8.1e  %s%n",
              row.subject().name().toLowerCase(Locale.ROOT),
              row.name(),
              row.shape(),
              row.checked(),
              row.oracleRatio(),
              row.differenceRatio(),
              row.passed() ? row.verdict() : "FAILED at " + row.worst()));
    }
    return text.toString();
  }
}
