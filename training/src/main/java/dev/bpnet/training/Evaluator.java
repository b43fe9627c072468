package dev.bpnet.training;

import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.data.DataException;
import dev.bpnet.runtime.data.Dataset;

/**
 * Measures loss and metrics of one network on any dataset, some examples at a time. Each member of
 * a team has an instance of the network; the means of the batches are added in their order.
 */
final class Evaluator implements Team.Task {
  /** Enough examples for vectors to pay, few enough for the network's buffers to stay small. */
  static final int BATCH = 64;

  /** Parameters times examples below which it is not worth handing out. */
  private static final long LEAST_WORK = 1 << 20;

  private final Network network;
  private final Team team;
  private final long parameters;
  private final int metrics;
  private final Lane[] lanes;
  private boolean preparing;
  private Dataset dataset;

  /** For each batch the sum of losses and of each metric. */
  private double[] sums = {};

  private Evaluator(Network network, Team team) {
    this.network = network;
    this.team = team;
    parameters = network.description().flatSize();
    metrics = network.description().metrics().size();
    lanes = new Lane[team.size()];
    lanes[0] = Lane.of(network);
  }

  /** An evaluator on the calling thread. */
  static Evaluator of(Network network) {
    return of(network, new Team(1));
  }

  static Evaluator of(Network network, Team team) {
    return new Evaluator(network, team);
  }

  /**
   * The mean loss over a dataset.
   *
   * @param means receives the mean of each metric
   */
  double evaluate(Dataset examples, double[] means) {
    examples.checkFor(network.description());
    if (examples.size() == 0) {
      throw new DataException("no examples to evaluate");
    }
    return evaluateChecked(examples, means);
  }

  /**
   * As {@link #evaluate(Dataset, double[])} of a dataset that is known to fit; allocates nothing
   * when it did as much before.
   */
  double evaluateChecked(Dataset examples, double[] means) {
    dataset = examples;
    int size = examples.size();
    int batches = size / BATCH + (size % BATCH == 0 ? 0 : 1);
    int length = Math.multiplyExact(batches, 1 + metrics);
    if (sums.length < length) {
      sums = new double[length];
    }
    if (team.size() > 1 && batches > 1 && size * parameters >= LEAST_WORK) {
      preparing = true;
      team.run(this, lanes.length, 1, 1);
      preparing = false;
      team.run(this, batches, 1, 1);
    } else {
      evaluate(lanes[0], 0, batches);
    }
    for (int i = 0; i < metrics; i++) {
      means[i] = mean(1 + i, length);
    }
    return mean(0, length);
  }

  private double mean(int which, int length) {
    double sum = 0;
    for (int i = which; i < length; i += 1 + metrics) {
      sum += sums[i];
    }
    return sum / dataset.size();
  }

  @Override
  public void run(int member, int from, int to) {
    if (preparing) {
      prepare(from, to);
    } else {
      evaluate(lanes[member], from, to);
    }
  }

  private void prepare(int from, int to) {
    for (int member = Math.max(from, 1); member < to; member++) {
      if (lanes[member] == null) {
        lanes[member] = lanes[0].another();
      } else {
        lanes[member].network().prepare();
      }
    }
  }

  private void evaluate(Lane lane, int from, int to) {
    for (int batch = from; batch < to; batch++) {
      int start = batch * BATCH;
      int count = Math.min(BATCH, dataset.size() - start);
      for (int slot = 0; slot < count; slot++) {
        lane.copy(dataset, start + slot, slot);
      }
      int place = batch * (1 + metrics);
      sums[place] = lane.evaluate(count) * count;
      for (int i = 0; i < metrics; i++) {
        sums[place + 1 + i] = lane.metrics[i] * count;
      }
    }
  }

  /** An instance of the network with a batch of its own. */
  private abstract static sealed class Lane {
    final double[] metrics;

    private Lane(Network network) {
      metrics = new double[network.description().metrics().size()];
    }

    static Lane of(Network network) {
      if (network instanceof Network.OfFloat floats) {
        return new OfFloat(floats);
      }
      if (network instanceof Network.OfDouble doubles) {
        return new OfDouble(doubles);
      }
      throw new IllegalArgumentException(
          network.getClass().getName() + " is neither a float nor a double network");
    }

    abstract Network network();

    abstract Lane another();

    abstract void copy(Dataset dataset, int index, int slot);

    /** The mean loss of the first examples that were copied; their metrics in the field. */
    abstract double evaluate(int count);
  }

  private static final class OfFloat extends Lane {
    private final Network.OfFloat network;
    private final Examples.OfFloat staging;

    OfFloat(Network.OfFloat network) {
      super(network);
      this.network = network;
      staging = Examples.OfFloat.allocate(network.description(), BATCH);
    }

    @Override
    Network network() {
      return network;
    }

    @Override
    Lane another() {
      return new OfFloat(network.sharing());
    }

    @Override
    void copy(Dataset dataset, int index, int slot) {
      dataset.copy(index, staging, slot);
    }

    @Override
    double evaluate(int count) {
      return network.evaluate(staging, 0, count, metrics);
    }
  }

  private static final class OfDouble extends Lane {
    private final Network.OfDouble network;
    private final Examples.OfDouble staging;

    OfDouble(Network.OfDouble network) {
      super(network);
      this.network = network;
      staging = Examples.OfDouble.allocate(network.description(), BATCH);
    }

    @Override
    Network network() {
      return network;
    }

    @Override
    Lane another() {
      return new OfDouble(network.sharing());
    }

    @Override
    void copy(Dataset dataset, int index, int slot) {
      dataset.copy(index, staging, slot);
    }

    @Override
    double evaluate(int count) {
      return network.evaluate(staging, 0, count, metrics);
    }
  }
}
