package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Direction;
import dev.bpnet.compiler.oracle.Quantity;

/**
 * The derivative of a loss along a direction by differences of fourth order, (4·D(h) − D(2h))/3
 * with D(h) = (f(h) − f(−h))/2h.
 *
 * @param value the difference; NaN if none was taken
 * @param ratio |g − difference| in units of 1e-6·S and the rounding of the difference
 */
record CentralDifference(double value, double ratio) {
  static final CentralDifference NONE = new CentralDifference(Double.NaN, 0);

  private static final double BOUND = 1e-6;
  private static final double SMALLEST_STEP = 1e-8;
  private static final double LARGEST_STEP = 2e-3;

  /** Takes differences, or leaves it. */
  interface Taker {
    CentralDifference take(Bindings bindings, Direction direction, Claim claim);
  }

  boolean taken() {
    return !Double.isNaN(value);
  }

  /**
   * What a derivative is compared with.
   *
   * @param generated g
   * @param magnitude S of the derivative
   * @param kinkDistance how far the next kink is along the direction; no step comes within a tenth
   *     of it
   * @param objective the loss with its magnitude, whose rounding is what differences suffer from
   */
  record Claim(double generated, double magnitude, double kinkDistance, Quantity objective) {}

  /**
   * Goes from large steps, where the truncation is larger, to small ones, where the rounding is,
   * until one agrees; otherwise gives the one that came nearest.
   */
  static CentralDifference of(
      Differentiated subject, Bindings bindings, Direction direction, Claim claim) {
    CentralDifference best = NONE;
    double length = length(direction);
    double step = Math.min(LARGEST_STEP / Math.max(1, length), claim.kinkDistance() / 20);
    for (double h = step; h >= SMALLEST_STEP / Math.max(1, length); h /= 8) {
      double near = quotient(subject, bindings, direction, h);
      double far = quotient(subject, bindings, direction, 2 * h);
      double value = (4 * near - far) / 3;
      double rounding = 4 * Math.ulp(1.0) * claim.objective().magnitude() / h;
      double bound = BOUND * claim.magnitude() + rounding + Double.MIN_NORMAL;
      double ratio = Math.abs(claim.generated() - value) / bound;
      if (!best.taken() || ratio < best.ratio()) {
        best = new CentralDifference(value, Double.isNaN(value) ? Double.POSITIVE_INFINITY : ratio);
      }
      if (ratio <= 0.5) {
        break;
      }
    }
    return best;
  }

  private static double quotient(
      Differentiated subject, Bindings bindings, Direction direction, double h) {
    double after = subject.loss(bindings.moved(direction, h));
    double before = subject.loss(bindings.moved(direction, -h));
    return (after - before) / (2 * h);
  }

  private static double length(Direction direction) {
    double squares = 0;
    for (double[] component : direction.components().values()) {
      for (double number : component) {
        squares += number * number;
      }
    }
    return Math.sqrt(squares);
  }
}
