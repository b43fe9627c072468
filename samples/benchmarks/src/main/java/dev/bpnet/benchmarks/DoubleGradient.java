package dev.bpnet.benchmarks;

import dev.bpnet.benchmarks.nets.Gradient24;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import java.util.Map;
import java.util.TreeMap;

/**
 * Mean loss and gradient in double of 24-8-2, tanh, half the squared error, over a batch of 200.
 */
interface DoubleGradient {
  int INPUTS = 24;
  int HIDDEN = 8;
  int OUTPUTS = 2;
  int EXAMPLES = 200;

  /** Computes the gradient and returns the loss. */
  double compute();

  /** The gradient that was computed, row-major by the name of the parameter. */
  Map<String, double[]> gradient();

  /**
   * A contender whose gradient is the textbook's.
   *
   * @throws IllegalStateException if it is not
   */
  static DoubleGradient checked(Contender.Kind kind) {
    DoubleGradient contender = of(kind);
    DoubleGradient textbook = of(Contender.Kind.TEXTBOOK);
    double difference = Math.abs(contender.compute() - textbook.compute());
    Map<String, double[]> expected = textbook.gradient();
    for (Map.Entry<String, double[]> entry : contender.gradient().entrySet()) {
      for (int i = 0; i < entry.getValue().length; i++) {
        double other = expected.get(entry.getKey())[i];
        difference = Math.max(difference, Math.abs(entry.getValue()[i] - other));
      }
    }
    if (!(difference <= 1e-13)) {
      throw new IllegalStateException(kind.label() + " differs by " + difference);
    }
    return contender;
  }

  static DoubleGradient of(Contender.Kind kind) {
    Lcg random = new Lcg(42);
    Map<String, double[]> weights = new TreeMap<>();
    weights.put("h.W", numbers(random, HIDDEN * INPUTS, 0.4));
    weights.put("h.b", new double[HIDDEN]);
    weights.put("y.W", numbers(random, OUTPUTS * HIDDEN, 0.7));
    weights.put("y.b", new double[OUTPUTS]);
    double[] inputs = numbers(random, EXAMPLES * INPUTS, 1);
    double[] targets = numbers(random, EXAMPLES * OUTPUTS, 1);
    return switch (kind) {
      case BPNET, VECTORS -> new Compiled(weights, Examples.OfDouble.of(EXAMPLES, inputs, targets));
      case TEXTBOOK, TUNED -> new TextbookGradient(weights, inputs, targets);
    };
  }

  private static double[] numbers(Lcg random, int count, double range) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (2 * random.next() - 1) * range;
    }
    return numbers;
  }

  /** The compiled network. */
  final class Compiled implements DoubleGradient {
    private final Network.OfDouble network = new Gradient24();
    private final Examples.OfDouble examples;
    private final double[] gradient = new double[network.description().trainedSize()];

    private Compiled(Map<String, double[]> weights, Examples.OfDouble examples) {
      weights.forEach((name, values) -> network.tensor(name).assign(values));
      this.examples = examples;
    }

    @Override
    public double compute() {
      return network.gradient(examples, 0, EXAMPLES, gradient);
    }

    @Override
    public Map<String, double[]> gradient() {
      Map<String, double[]> result = new TreeMap<>();
      for (Parameter parameter : network.description().parameters()) {
        double[] values = new double[parameter.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = gradient[parameter.index(i)];
        }
        result.put(parameter.name(), values);
      }
      return result;
    }
  }
}
