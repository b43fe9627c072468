package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;

/**
 * Lets a network in single precision be held against the oracle: doubles outside, floats inside.
 */
final class SingleAsDouble implements Network.OfDouble {
  private final Network.OfFloat network;
  private final double[] parameters;
  private double[] gradient = new double[0];
  private float[] singleGradient = new float[0];

  SingleAsDouble(Network.OfFloat network) {
    this.network = network;
    this.parameters = doubles(network.parameters());
  }

  @Override
  public Description description() {
    return network.description();
  }

  @Override
  public double[] parameters() {
    return parameters;
  }

  @Override
  public void prepare() {
    System.arraycopy(floats(parameters), 0, network.parameters(), 0, parameters.length);
    network.prepare();
  }

  @Override
  public void randomStream(long seed, long step) {
    network.randomStream(seed, step);
  }

  @Override
  public int phaseCount() {
    return network.phaseCount();
  }

  @Override
  public Phase phase(int number) {
    return network.phase(number);
  }

  @Override
  public void runPhase(int number, int from, int to) {
    network.runPhase(number, from, to);
  }

  @Override
  public int phaseExtent(int number) {
    return network.phaseExtent(number);
  }

  @Override
  public double endStep() {
    double loss = network.endStep();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = singleGradient[i];
    }
    return loss;
  }

  @Override
  public void updateStates() {
    network.updateStates();
    System.arraycopy(doubles(network.parameters()), 0, parameters, 0, parameters.length);
  }

  @Override
  public OfDouble sharing() {
    return new SingleAsDouble(network.sharing());
  }

  @Override
  public void predict(Examples.OfDouble examples, int from, int to, double[] outputs) {
    float[] single = new float[outputs.length];
    network.predict(single(examples), from, to, single);
    System.arraycopy(doubles(single), 0, outputs, 0, outputs.length);
  }

  @Override
  public double evaluate(Examples.OfDouble examples, int from, int to, double[] metrics) {
    return network.evaluate(single(examples), from, to, metrics);
  }

  @Override
  public void beginStep(Examples.OfDouble examples, int from, int to, double[] target) {
    gradient = target;
    singleGradient = new float[target.length];
    network.beginStep(single(examples), from, to, singleGradient);
  }

  @Override
  public double[] inputGradient() {
    return doubles(network.inputGradient());
  }

  /** Bindings of which every number is one of single precision. */
  static Bindings rounded(Bindings bindings) {
    Bindings result = bindings;
    for (Variable variable : bindings.numbers().keySet()) {
      result = result.with(variable, doubles(floats(bindings.get(variable))));
    }
    return result;
  }

  private static Examples.OfFloat single(Examples.OfDouble examples) {
    return new Examples.OfFloat(
        examples.count(),
        floats(examples.inputs()),
        examples.classInputs(),
        floats(examples.targets()),
        examples.classTargets());
  }

  static float[] floats(double[] numbers) {
    float[] result = new float[numbers.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) numbers[i];
    }
    return result;
  }

  private static double[] doubles(float[] numbers) {
    double[] result = new double[numbers.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = numbers[i];
    }
    return result;
  }
}
