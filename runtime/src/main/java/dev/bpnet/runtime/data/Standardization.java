package dev.bpnet.runtime.data;

import dev.bpnet.runtime.Examples;
import java.util.Arrays;

/**
 * Shifts and scales real columns to mean 0 and deviation 1, by what was measured on one dataset,
 * usually the training part: z = (x − mean) / deviation. The deviation is the population's (divided
 * by n); a constant column is only shifted, its deviation counts as 1. Class columns stay as they
 * are.
 */
public final class Standardization {
  private final double[] inputMeans;
  private final double[] inputDeviations;
  private final double[] targetMeans;
  private final double[] targetDeviations;

  private Standardization(Columns inputs, Columns targets) {
    inputMeans = inputs.means;
    inputDeviations = inputs.deviations;
    targetMeans = targets.means;
    targetDeviations = targets.deviations;
  }

  /**
   * Measures the input columns; targets stay as they are.
   *
   * @throws DataException on an empty dataset
   */
  public static Standardization ofInputs(Dataset dataset) {
    return measure(dataset, false);
  }

  /** Measures the input and the real target columns. */
  public static Standardization of(Dataset dataset) {
    return measure(dataset, true);
  }

  /**
   * What was measured before, such as read back from a file of weights.
   *
   * @throws DataException if means and deviations are not pairs of finite numbers, the deviations
   *     above 0
   */
  public static Standardization of(
      double[] inputMeans,
      double[] inputDeviations,
      double[] targetMeans,
      double[] targetDeviations) {
    return new Standardization(
        new Columns(inputMeans, inputDeviations), new Columns(targetMeans, targetDeviations));
  }

  private static Standardization measure(Dataset dataset, boolean targetsToo) {
    if (dataset.size() == 0) {
      throw new DataException("no examples to measure mean and deviation of");
    }
    Widths widths = dataset.widths();
    Examples.OfDouble one = ArrayDataset.staging(widths, 1);
    Columns inputs = new Columns(widths.inputs());
    Columns targets = new Columns(widths.targets());
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copy(i, one, 0);
      inputs.add(one.inputs(), i + 1);
      targets.add(one.targets(), i + 1);
    }
    inputs.end("input", dataset.size());
    targets.end("target", dataset.size());
    if (!targetsToo) {
      targets = new Columns(widths.targets());
      Arrays.fill(targets.deviations, 1);
    }
    return new Standardization(inputs, targets);
  }

  /**
   * The same examples, scaled; they lie in memory in double precision.
   *
   * @throws DataException if the dataset has other widths than the one measured; targets may be
   *     absent
   */
  public Dataset apply(Dataset dataset) {
    Widths widths = dataset.widths();
    if (widths.inputs() != inputMeans.length
        || widths.targets() != 0 && widths.targets() != targetMeans.length) {
      throw DataException.of(
          "measured on %d inputs and %d targets, not on examples of %s",
          inputMeans.length, targetMeans.length, widths);
    }
    Examples.OfDouble scaled = ArrayDataset.staging(widths, dataset.size());
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copy(i, scaled, i);
    }
    scale(scaled.inputs(), inputMeans, inputDeviations);
    if (widths.targets() > 0) {
      scale(scaled.targets(), targetMeans, targetDeviations);
    }
    return ArrayDataset.of(scaled, widths);
  }

  private static void scale(double[] values, double[] means, double[] deviations) {
    for (int i = 0; i < values.length; i++) {
      int column = i % means.length;
      values[i] = (values[i] - means[column]) / deviations[column];
    }
  }

  /** A scaled target, or a prediction of one, in the units of the data. */
  public double unscaleTarget(int column, double value) {
    return value * targetDeviations[column] + targetMeans[column];
  }

  /** Of each real input column. */
  public double[] inputMeans() {
    return inputMeans.clone();
  }

  /** Of each real input column; above 0. */
  public double[] inputDeviations() {
    return inputDeviations.clone();
  }

  /** Of each real target column; 0 where targets stay as they are. */
  public double[] targetMeans() {
    return targetMeans.clone();
  }

  /** Of each real target column; 1 where targets stay as they are. */
  public double[] targetDeviations() {
    return targetDeviations.clone();
  }

  /** Mean and deviation of some columns; while they are measured, the sum of squares instead. */
  private static final class Columns {
    private final double[] means;
    private final double[] deviations;

    Columns(int count) {
      means = new double[count];
      deviations = new double[count];
    }

    Columns(double[] means, double[] deviations) {
      this.means = means.clone();
      this.deviations = deviations.clone();
      if (means.length != deviations.length) {
        throw new DataException(means.length + " means, but " + deviations.length + " deviations");
      }
      for (int i = 0; i < means.length; i++) {
        if (!Double.isFinite(means[i]) || !(deviations[i] > 0 && Double.isFinite(deviations[i]))) {
          throw DataException.of(
              "column %d: mean %s and deviation %s", i + 1, means[i], deviations[i]);
        }
      }
    }

    /** Welford's way, in which a column of equal numbers has no spread at all. */
    void add(double[] row, int count) {
      for (int i = 0; i < means.length; i++) {
        double difference = row[i] - means[i];
        means[i] += difference / count;
        deviations[i] += difference * (row[i] - means[i]);
      }
    }

    void end(String what, int count) {
      for (int i = 0; i < means.length; i++) {
        double deviation = Math.sqrt(deviations[i] / count);
        if (!(deviation <= Double.MAX_VALUE)) {
          throw new DataException(what + " " + (i + 1) + " has numbers too large to measure");
        }
        deviations[i] = deviation > 0 ? deviation : 1;
      }
    }
  }
}
