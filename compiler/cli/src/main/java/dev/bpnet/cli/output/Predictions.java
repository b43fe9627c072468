package dev.bpnet.cli.output;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Tensor;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.data.Standardization;
import java.util.Optional;

/**
 * All outputs of a network for all examples of a dataset, in the units of the data.
 *
 * <p>Values lie example by example, {@link Description#outputSize()} numbers each.
 */
public final class Predictions {
  private static final int BATCH = 256;

  private final Description network;
  private final Pairing pairing;
  private final int count;
  private final double[] values;

  private Predictions(Pairing pairing, int count, double... values) {
    this.network = pairing.network();
    this.pairing = pairing;
    this.count = count;
    this.values = values;
  }

  /**
   * Runs a network.
   *
   * @param dataset scaled already, where the network was trained on scaled examples
   * @param pairing of the network
   * @param scaling undone in the outputs that predict real targets
   */
  public static Predictions of(
      Network network, Dataset dataset, Pairing pairing, Optional<Standardization> scaling) {
    int width = network.description().outputSize();
    double[] values = new double[Math.multiplyExact(dataset.size(), width)];
    for (int from = 0; from < dataset.size(); from += BATCH) {
      int examples = Math.min(BATCH, dataset.size() - from);
      if (network instanceof Network.OfFloat floats) {
        predict(floats, dataset, from, examples, values);
      } else {
        predict((Network.OfDouble) network, dataset, from, examples, values);
      }
    }
    Predictions predictions = new Predictions(pairing, dataset.size(), values);
    scaling.ifPresent(predictions::unscale);
    return predictions;
  }

  private static void predict(
      Network.OfFloat network, Dataset dataset, int from, int examples, double[] values) {
    Examples.OfFloat staging = Examples.OfFloat.allocate(network.description(), examples);
    for (int slot = 0; slot < examples; slot++) {
      dataset.copy(from + slot, staging, slot);
    }
    int width = network.description().outputSize();
    float[] outputs = new float[examples * width];
    network.predict(staging, 0, examples, outputs);
    for (int i = 0; i < outputs.length; i++) {
      values[from * width + i] = outputs[i];
    }
  }

  private static void predict(
      Network.OfDouble network, Dataset dataset, int from, int examples, double[] values) {
    Examples.OfDouble staging = Examples.OfDouble.allocate(network.description(), examples);
    for (int slot = 0; slot < examples; slot++) {
      dataset.copy(from + slot, staging, slot);
    }
    int width = network.description().outputSize();
    double[] outputs = new double[examples * width];
    network.predict(staging, 0, examples, outputs);
    System.arraycopy(outputs, 0, values, from * width, outputs.length);
  }

  private void unscale(Standardization scaling) {
    for (Pairing.Pair pair : pairing.pairs()) {
      if (pair.target().isClass()) {
        continue;
      }
      for (int example = 0; example < count; example++) {
        for (int element = 0; element < pair.output().size(); element++) {
          int place = place(example, pair.output(), element);
          int column = pair.target().offset() + pair.targetElement(element);
          values[place] = scaling.unscaleTarget(column, values[place]);
        }
      }
    }
  }

  private int place(int example, Tensor output, int element) {
    return example * network.outputSize() + output.offset() + element;
  }

  public Description network() {
    return network;
  }

  /** Which outputs predict which targets. */
  public Pairing pairing() {
    return pairing;
  }

  /** The number of examples. */
  public int count() {
    return count;
  }

  /** One number of an output, elements counted row-major. */
  public double value(int example, Tensor output, int element) {
    return values[place(example, output, element)];
  }
}
