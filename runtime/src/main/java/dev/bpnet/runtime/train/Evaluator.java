package dev.bpnet.runtime.train;

import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.data.DataException;
import dev.bpnet.runtime.data.Dataset;
import java.util.Arrays;

/** Measures loss and metrics of one network on any dataset, some examples at a time. */
abstract sealed class Evaluator {
  /** Enough examples for vectors to pay, few enough for the network's buffers to stay small. */
  static final int BATCH = 64;

  private final Network network;
  private final double[] batchMetrics;

  private Evaluator(Network network) {
    this.network = network;
    this.batchMetrics = new double[network.description().metrics().size()];
  }

  static Evaluator of(Network network) {
    if (network instanceof Network.OfFloat floats) {
      return new OfFloat(floats);
    }
    if (network instanceof Network.OfDouble doubles) {
      return new OfDouble(doubles);
    }
    throw new IllegalArgumentException(
        network.getClass().getName() + " is neither a float nor a double network");
  }

  abstract void copy(Dataset dataset, int index, int slot);

  abstract double evaluate(int count, double[] metrics);

  /**
   * The mean loss over a dataset.
   *
   * @param metrics receives the mean of each metric
   */
  final double evaluate(Dataset dataset, double[] metrics) {
    dataset.checkFor(network.description());
    if (dataset.size() == 0) {
      throw new DataException("no examples to evaluate");
    }
    return evaluateChecked(dataset, metrics);
  }

  /**
   * As {@link #evaluate(Dataset, double[])} of a dataset that is known to fit; allocates nothing.
   */
  final double evaluateChecked(Dataset dataset, double[] metrics) {
    Arrays.fill(metrics, 0);
    double loss = 0;
    int size = dataset.size();
    for (int from = 0; from < size; from += BATCH) {
      int count = Math.min(BATCH, size - from);
      for (int slot = 0; slot < count; slot++) {
        copy(dataset, from + slot, slot);
      }
      loss += evaluate(count, batchMetrics) * count;
      for (int i = 0; i < metrics.length; i++) {
        metrics[i] += batchMetrics[i] * count;
      }
    }
    for (int i = 0; i < metrics.length; i++) {
      metrics[i] /= size;
    }
    return loss / size;
  }

  private static final class OfFloat extends Evaluator {
    private final Network.OfFloat network;
    private final Examples.OfFloat staging;

    OfFloat(Network.OfFloat network) {
      super(network);
      this.network = network;
      staging = Examples.OfFloat.allocate(network.description(), BATCH);
    }

    @Override
    void copy(Dataset dataset, int index, int slot) {
      dataset.copy(index, staging, slot);
    }

    @Override
    double evaluate(int count, double[] metrics) {
      return network.evaluate(staging, 0, count, metrics);
    }
  }

  private static final class OfDouble extends Evaluator {
    private final Network.OfDouble network;
    private final Examples.OfDouble staging;

    OfDouble(Network.OfDouble network) {
      super(network);
      this.network = network;
      staging = Examples.OfDouble.allocate(network.description(), BATCH);
    }

    @Override
    void copy(Dataset dataset, int index, int slot) {
      dataset.copy(index, staging, slot);
    }

    @Override
    double evaluate(int count, double[] metrics) {
      return network.evaluate(staging, 0, count, metrics);
    }
  }
}
