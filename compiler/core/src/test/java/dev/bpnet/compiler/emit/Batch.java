package dev.bpnet.compiler.emit;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Runs networks of double on drawn examples and drawn parameters: what they answer, as numbers. */
final class Batch {
  private final Network.OfDouble network;
  private final Examples.OfDouble examples;

  /** Everything is drawn by position, whatever it is called. */
  Batch(Network.OfDouble network, int count, long seed) {
    this.network = network;
    this.examples = examples(network.description(), count, seed);
    drawParameters(network, seed);
  }

  static Examples.OfDouble examples(Description description, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Examples.OfDouble examples = Examples.OfDouble.allocate(description, count);
    Arrays.setAll(examples.inputs(), i -> random.nextDouble(-1, 1));
    Arrays.setAll(examples.targets(), i -> random.nextDouble(0.1, 0.9));
    fill(examples.classInputs(), description.classInputSize(), random);
    fill(examples.classTargets(), description.classTargetSize(), random);
    return examples;
  }

  /** All models of these tests have three classes or more. */
  private static void fill(int[] classes, int perExample, SplittableRandom random) {
    Arrays.setAll(classes, i -> perExample == 0 ? 0 : random.nextInt(3));
  }

  static void drawParameters(Network.OfDouble network, long seed) {
    SplittableRandom random = new SplittableRandom(seed + 1);
    for (var parameter : network.description().parameters()) {
      network
          .tensor(parameter.name())
          .assign(random.doubles(parameter.size(), -0.7, 0.7).toArray());
    }
    network.prepare();
    network.randomStream(5, 7);
  }

  Examples.OfDouble examples() {
    return examples;
  }

  /** Predictions, then loss and metrics in prediction, then loss and gradient in training. */
  double[] answers() {
    Description description = network.description();
    double[] metrics = new double[description.metrics().size()];
    double[] gradient = new double[description.trainedSize()];
    double[] predictions = network.predict(examples);
    double evaluated = network.evaluate(examples, 0, examples.count(), metrics);
    double loss = network.gradient(examples, 0, examples.count(), gradient);
    network.updateStates();
    double[] all = Arrays.copyOf(predictions, predictions.length + metrics.length + 2);
    System.arraycopy(metrics, 0, all, predictions.length, metrics.length);
    all[all.length - 2] = evaluated;
    all[all.length - 1] = loss;
    return join(join(all, gradient), network.parameters());
  }

  private static double[] join(double[] first, double[] second) {
    double[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
