package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.gradcheck.GradientReport.Row;
import dev.bpnet.compiler.gradcheck.GradientReport.Subject;
import dev.bpnet.compiler.gradcheck.GradientReport.Worst;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.oracle.Quantity;
import java.util.Arrays;

/** Collects the comparisons of one row. */
final class Tally {
  private final Bound bound;
  private int checked;
  private int differenced;
  private double oracleRatio;
  private double differenceRatio;
  private double worstRatio = -1;
  private boolean zero = true;
  private Worst worst = Worst.NONE;

  Tally(Bound bound) {
    this.bound = bound;
  }

  /** Counts a number that has no difference. */
  void add(String element, double generated, Quantity oracle) {
    add(element, generated, oracle, CentralDifference.NONE);
  }

  void add(String element, double generated, Quantity oracle, CentralDifference difference) {
    double toOracle = ratio(generated, oracle);
    checked++;
    zero &= generated == 0 && oracle.value() == 0 && oracle.magnitude() == 0;
    oracleRatio = larger(oracleRatio, toOracle);
    if (difference.taken()) {
      differenced++;
      differenceRatio = larger(differenceRatio, difference.ratio());
    }
    double ratio = larger(toOracle, difference.ratio());
    if (larger(worstRatio, ratio) != worstRatio) {
      worstRatio = ratio;
      worst = new Worst(element, generated, oracle.value(), difference.value(), oracle.magnitude());
    }
  }

  /**
   * In units of the bound. Numbers that are not finite must be the same, and so must numbers of
   * which the oracle itself cannot say how sure it is.
   */
  private double ratio(double generated, Quantity oracle) {
    if (!Double.isFinite(generated) || !Double.isFinite(oracle.magnitude())) {
      return Double.compare(generated, oracle.value()) == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    return Math.abs(generated - oracle.value()) / bound.at(oracle.magnitude());
  }

  /** The larger; not a number is larger than any. */
  private static double larger(double a, double b) {
    return Double.isNaN(a) || a >= b ? a : b;
  }

  Row row(Subject subject, String name, Shape shape) {
    return new Row(
        subject,
        name,
        Arrays.stream(shape.dims()).boxed().toList(),
        checked,
        oracleRatio,
        differenced,
        differenceRatio,
        zero && checked > 0,
        worst);
  }
}
