package dev.bpnet.benchmarks;

import dev.bpnet.benchmarks.nets.W1;
import dev.bpnet.benchmarks.nets.W1b4;
import dev.bpnet.benchmarks.nets.W2;
import dev.bpnet.benchmarks.nets.W3;
import dev.bpnet.benchmarks.nets.W4;
import dev.bpnet.benchmarks.nets.W5;
import dev.bpnet.benchmarks.nets.W6;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import dev.bpnet.training.Optimizer;
import dev.bpnet.training.Update;
import java.util.List;
import java.util.Optional;

/**
 * The compiled network of a task, trained as the trainer does and as a program would that has its
 * own loop: plain descent is one call; with another optimiser it is gradient, update, prepare.
 */
final class CompiledContender implements Contender {
  private final Network.OfFloat network;
  private final Examples.OfFloat examples;

  /** Of the optimiser; none where a step is plain descent, which the network has itself. */
  private final Optional<Update.OfFloat> update;

  private final double rate;
  private final int batch;
  private final float[] gradient;
  private final float[] outputs;
  private final double[] metrics;
  private int next;

  CompiledContender(Task task, TaskData data) {
    network = network(task);
    begin(network, data.weights());
    Description description = network.description();
    examples =
        new Examples.OfFloat(
            task.steps().rows(), data.inputs(), new int[0], data.targets(), data.labels());
    rate = task.usesAdam() ? Task.ADAM_RATE : Task.RATE;
    update =
        task.usesAdam()
            ? Optional.of(Optimizer.adam(rate).startFloat(description.trainedSize()))
            : Optional.empty();
    batch = task.steps().batch();
    gradient = new float[description.trainedSize()];
    outputs = new float[description.outputSize()];
    metrics = new double[description.metrics().size()];
  }

  private static Network.OfFloat network(Task task) {
    return switch (task) {
      case W1 -> new W1();
      case W1B4 -> new W1b4();
      case W2 -> new W2();
      case W3 -> new W3();
      case W4 -> new W4();
      case W5, W5ADAM -> new W5();
      case W6 -> new W6();
    };
  }

  /** Gives the matrices, in the order of the layers, their first weights, and the biases 0. */
  static void begin(Network network, float[][] weights) {
    List<Parameter> parameters = network.description().parameters();
    int layer = 0;
    for (Parameter parameter : parameters) {
      float[] values =
          parameter.shape().size() == 2 ? weights[layer++] : new float[parameter.size()];
      network.tensor(parameter.name()).assign(values);
    }
  }

  @Override
  public void step() {
    if (update.isEmpty()) {
      network.descend(examples, next, next + batch, gradient, (float) rate);
    } else {
      network.gradient(examples, next, next + batch, gradient);
      network.updateStates();
      update.get().apply(network.parameters(), gradient, rate);
      network.prepare();
    }
    next += batch;
    if (next == examples.count()) {
      next = 0;
    }
  }

  @Override
  public double loss() {
    return network.evaluate(examples, 0, examples.count(), metrics);
  }

  @Override
  public float predict(int row) {
    network.predict(examples, row, row + 1, outputs);
    return outputs[0];
  }

  @Override
  public int rows() {
    return examples.count();
  }
}
