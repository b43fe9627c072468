package dev.bpnet.benchmarks;

import dev.bpnet.benchmarks.nets.Dense16;
import dev.bpnet.benchmarks.nets.Dense32;
import dev.bpnet.benchmarks.nets.Dense64;
import dev.bpnet.benchmarks.nets.Dense8;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.util.Arrays;

/** One dense layer of as many units as inputs, for its prediction. */
final class DenseLayer {
  /** What the name of a layer begins with; its width follows. */
  static final String PREFIX = "dense";

  private static final int ROWS = 64;

  private DenseLayer() {}

  static int width(String name) {
    return Integer.parseInt(name.substring(PREFIX.length()));
  }

  /**
   * A layer whose outputs are those of the textbook.
   *
   * @throws IllegalStateException if they are not
   */
  static Predictor checked(Contender.Kind kind, int width) {
    Predictor textbook = of(Contender.Kind.TEXTBOOK, width);
    Predictor layer = of(kind, width);
    for (int row = 0; row < ROWS; row++) {
      float difference = Math.abs(layer.predict(row) - textbook.predict(row));
      if (!(difference <= 1e-5f)) {
        throw new IllegalStateException(kind.label() + " differs by " + difference);
      }
    }
    return layer;
  }

  static Predictor of(Contender.Kind kind, int width) {
    Lcg random = new Lcg(42);
    float[] weights = numbers(random, width * width, (float) Math.sqrt(3f / width));
    float[] inputs = numbers(random, ROWS * width, 1);
    return switch (kind) {
      case BPNET, VECTORS -> new Compiled(network(width), weights, inputs);
      case TEXTBOOK -> new Textbook(width, weights, inputs);
      case TUNED -> new Tuned(width, weights, inputs);
    };
  }

  private static float[] numbers(Lcg random, int count, float range) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (2 * random.next() - 1) * range;
    }
    return numbers;
  }

  private static Network.OfFloat network(int width) {
    return switch (width) {
      case 8 -> new Dense8();
      case 16 -> new Dense16();
      case 32 -> new Dense32();
      case 64 -> new Dense64();
      default -> throw new IllegalArgumentException("no dense layer of width " + width);
    };
  }

  private static final class Compiled implements Predictor {
    private final Network.OfFloat network;
    private final Examples.OfFloat examples;
    private final float[] outputs;

    Compiled(Network.OfFloat network, float[] weights, float[] inputs) {
      this.network = network;
      CompiledContender.begin(network, new float[][] {weights});
      examples = Examples.OfFloat.of(ROWS, inputs, new float[0]);
      outputs = new float[network.description().outputSize()];
    }

    @Override
    public float predict(int row) {
      network.predict(examples, row, row + 1, outputs);
      return outputs[0];
    }

    @Override
    public int rows() {
      return ROWS;
    }
  }

  private static final class Textbook implements Predictor {
    private final float[][] weights;
    private final float[] biases;
    private final float[] inputs;
    private final float[] outputs;

    Textbook(int width, float[] values, float[] inputs) {
      weights = new float[width][];
      for (int o = 0; o < width; o++) {
        weights[o] = Arrays.copyOfRange(values, o * width, (o + 1) * width);
      }
      biases = new float[width];
      outputs = new float[width];
      this.inputs = inputs;
    }

    @Override
    public float predict(int row) {
      int width = outputs.length;
      for (int o = 0; o < width; o++) {
        float sum = biases[o];
        for (int i = 0; i < width; i++) {
          sum += weights[o][i] * inputs[row * width + i];
        }
        outputs[o] = sum;
      }
      return outputs[0];
    }

    @Override
    public int rows() {
      return ROWS;
    }
  }

  private static final class Tuned implements Predictor {
    private final float[][] columns;
    private final float[] biases;
    private final float[] inputs;
    private final float[] outputs;
    private final Kernels.Factors factors = new Kernels.Factors();

    Tuned(int width, float[] values, float[] inputs) {
      columns = new float[width][width];
      for (int i = 0; i < values.length; i++) {
        columns[i % width][i / width] = values[i];
      }
      biases = new float[width];
      outputs = new float[width];
      this.inputs = inputs;
    }

    @Override
    public float predict(int row) {
      int width = outputs.length;
      System.arraycopy(biases, 0, outputs, 0, width);
      Kernels.add(outputs, factors.at(inputs, row * width, 1), columns, 0, width);
      return outputs[0];
    }

    @Override
    public int rows() {
      return ROWS;
    }
  }
}
