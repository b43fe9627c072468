package dev.bpnet.compiler.emit;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Everything that a network compiled with input gradients answers to examples, by name; tensors in
 * row-major order, whatever the plan stores. Ends with a state update.
 */
final class Answers {
  private final Network network;
  private final Description description;
  private final double[] metrics;
  private final Map<String, double[]> all = new LinkedHashMap<>();

  private Answers(Network network) {
    this.network = network;
    this.description = network.description();
    this.metrics = new double[description.metrics().size()];
  }

  static Map<String, double[]> of(Network.OfDouble network, Examples.OfDouble examples) {
    Answers answers = new Answers(network);
    int count = examples.count();
    double[] gradient = new double[answers.description.trainedSize()];
    answers.all.put("predictions", network.predict(examples));
    double evaluated = network.evaluate(examples, 0, count, answers.metrics);
    double trained = network.gradient(examples, 0, count, gradient);
    answers.all.put("input gradient", network.inputGradient());
    return answers.with(new double[] {evaluated, trained}, gradient);
  }

  static Map<String, double[]> of(Network.OfFloat network, Examples.OfDouble exact) {
    Examples.OfFloat examples = narrow(exact);
    Answers answers = new Answers(network);
    int count = examples.count();
    float[] gradient = new float[answers.description.trainedSize()];
    answers.all.put("predictions", doubles(network.predict(examples)));
    double evaluated = network.evaluate(examples, 0, count, answers.metrics);
    double trained = network.gradient(examples, 0, count, gradient);
    answers.all.put("input gradient", doubles(network.inputGradient()));
    return answers.with(new double[] {evaluated, trained}, doubles(gradient));
  }

  private Map<String, double[]> with(double[] losses, double[] gradient) {
    all.put("metrics", metrics);
    all.put("losses", losses);
    network.updateStates();
    for (Parameter parameter : description.parameters()) {
      switch (parameter.role()) {
        case TRAINED -> {
          double[] partials = new double[parameter.size()];
          Arrays.setAll(partials, i -> gradient[parameter.index(i)]);
          all.put("gradient " + parameter.name(), partials);
        }
        case STATE ->
            all.put("state " + parameter.name(), network.tensor(parameter.name()).toDoubles());
        case FROZEN -> {}
      }
    }
    return all;
  }

  /** The same examples, each number the nearest of single precision. */
  static Examples.OfFloat narrow(Examples.OfDouble exact) {
    return new Examples.OfFloat(
        exact.count(),
        floats(exact.inputs()),
        exact.classInputs(),
        floats(exact.targets()),
        exact.classTargets());
  }

  private static float[] floats(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
