package dev.bpnet.training;

import java.util.Arrays;
import java.util.List;

/** What a training measured, epoch by epoch; epochs count from 1. */
public final class History {
  private static final int FIRST_CAPACITY = 1024;

  private final List<String> metrics;
  private int epochs;
  private double[] losses = new double[FIRST_CAPACITY];
  private double[] trainingMetrics;
  private double[] holdoutLosses;
  private double[] holdoutMetrics;

  History(List<String> metrics, boolean measuresTraining, boolean holdsOut) {
    this.metrics = List.copyOf(metrics);
    int width = metrics.size();
    trainingMetrics = new double[measuresTraining ? FIRST_CAPACITY * width : 0];
    holdoutLosses = new double[holdsOut ? FIRST_CAPACITY : 0];
    holdoutMetrics = new double[holdsOut ? FIRST_CAPACITY * width : 0];
  }

  void add(double loss, double[] training, double holdoutLoss, double[] holdout) {
    if (epochs == losses.length) {
      losses = Arrays.copyOf(losses, 2 * epochs);
      trainingMetrics = Arrays.copyOf(trainingMetrics, 2 * trainingMetrics.length);
      holdoutLosses = Arrays.copyOf(holdoutLosses, 2 * holdoutLosses.length);
      holdoutMetrics = Arrays.copyOf(holdoutMetrics, 2 * holdoutMetrics.length);
    }
    losses[epochs] = loss;
    int width = metrics.size();
    if (measuresTraining()) {
      System.arraycopy(training, 0, trainingMetrics, epochs * width, width);
    }
    if (holdsOut()) {
      holdoutLosses[epochs] = holdoutLoss;
      System.arraycopy(holdout, 0, holdoutMetrics, epochs * width, width);
    }
    epochs++;
  }

  /** How many epochs were completed. */
  public int epochs() {
    return epochs;
  }

  /** The network's metrics, in declaration order. */
  public List<String> metrics() {
    return metrics;
  }

  /** Whether metrics were measured on the training examples. */
  public boolean measuresTraining() {
    return trainingMetrics.length > 0;
  }

  /** Whether loss and metrics were measured on held-out examples. */
  public boolean holdsOut() {
    return holdoutLosses.length > 0;
  }

  /**
   * The mean training loss over the batches of an epoch, each measured before its step.
   *
   * @throws IndexOutOfBoundsException if the epoch was not completed
   */
  public double loss(int epoch) {
    return losses[place(epoch)];
  }

  /** The loss on held-out examples at the end of an epoch; NaN if there were none. */
  public double holdoutLoss(int epoch) {
    int place = place(epoch);
    return holdsOut() ? holdoutLosses[place] : Double.NaN;
  }

  /**
   * A metric on the training examples at the end of an epoch; NaN if it was not measured.
   *
   * @throws IllegalArgumentException if the network has no metric of this name
   */
  public double metric(String name, int epoch) {
    int place = place(epoch) * metrics.size() + column(name);
    return measuresTraining() ? trainingMetrics[place] : Double.NaN;
  }

  /** A metric on held-out examples at the end of an epoch; as {@link #metric}. */
  public double holdoutMetric(String name, int epoch) {
    int place = place(epoch) * metrics.size() + column(name);
    return holdsOut() ? holdoutMetrics[place] : Double.NaN;
  }

  private int place(int epoch) {
    if (epoch < 1 || epoch > epochs) {
      throw new IndexOutOfBoundsException("epoch " + epoch + " of " + epochs);
    }
    return epoch - 1;
  }

  private int column(String name) {
    int column = metrics.indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException("no metric " + name + " among " + metrics);
    }
    return column;
  }
}
