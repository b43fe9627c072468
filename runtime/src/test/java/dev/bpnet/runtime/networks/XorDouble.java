package dev.bpnet.runtime.networks;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;

/** 2-3-1 with tanh, sigmoid and ½(t − y)², written by hand as the compiler would write it. */
public final class XorDouble implements Network.OfDouble {
  private static final Description DESCRIPTION =
      Description.of("Xor", Description.Precision.DOUBLE)
          .source("xor.bpnet", "c0ffee")
          .plan("scalar")
          .input("x", 2)
          .target("t", 1)
          .output("y", 1)
          .metric("right")
          .trainedTransposed("h.W", Initializer.xavierUniform(), 3, 2)
          .trained("h.b", Initializer.zeros(), 3)
          .trained("y.W", Initializer.xavierUniform(), 1, 3)
          .trained("y.b", Initializer.zeros(), 1)
          .state("steps", Initializer.zeros())
          .training(
              TrainingDefaults.of()
                  .withOptimizer(TrainingDefaults.Call.of("sgd").with("rate", 0.5))
                  .withBatch(4)
                  .withEpochs(2000)
                  .withStop(TrainingDefaults.Call.of("below").with("loss", 0.001)))
          .build();

  private final double[] parameters;
  private final double[] hidden = new double[3];
  private Examples.OfDouble examples;
  private int from;
  private int to;
  private double[] gradient;
  private double loss;

  public XorDouble() {
    this(new double[14]);
  }

  private XorDouble(double[] parameters) {
    this.parameters = parameters;
  }

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public void prepare() {}

  @Override
  public double[] parameters() {
    return parameters;
  }

  @Override
  public XorDouble sharing() {
    return new XorDouble(parameters);
  }

  @Override
  public int phaseCount() {
    return 1;
  }

  @Override
  public Phase phase(int number) {
    return Phase.WHOLE;
  }

  @Override
  public int phaseExtent(int number) {
    return 1;
  }

  private double forward(double x0, double x1) {
    double[] p = parameters;
    double z = p[12];
    for (int j = 0; j < 3; j++) {
      hidden[j] = Math.tanh(p[j] * x0 + p[3 + j] * x1 + p[6 + j]);
      z += p[9 + j] * hidden[j];
    }
    return 1 / (1 + Math.exp(-z));
  }

  @Override
  public void predict(Examples.OfDouble batch, int first, int end, double[] outputs) {
    for (int i = first; i < end; i++) {
      outputs[i - first] = forward(batch.inputs()[2 * i], batch.inputs()[2 * i + 1]);
    }
  }

  @Override
  public double evaluate(Examples.OfDouble batch, int first, int end, double[] metrics) {
    double sum = 0;
    double right = 0;
    for (int i = first; i < end; i++) {
      double y = forward(batch.inputs()[2 * i], batch.inputs()[2 * i + 1]);
      double t = batch.targets()[i];
      sum += 0.5 * (t - y) * (t - y);
      right += y > 0.5 == t > 0.5 ? 1 : 0;
    }
    metrics[0] = right / (end - first);
    return sum / (end - first);
  }

  @Override
  public void beginStep(Examples.OfDouble batch, int first, int end, double[] result) {
    examples = batch;
    from = first;
    to = end;
    gradient = result;
  }

  @Override
  public void runPhase(int number, int first, int end) {
    double[] p = parameters;
    double[] g = gradient;
    for (int i = 0; i < 13; i++) {
      g[i] = 0;
    }
    double share = 1.0 / (to - from);
    loss = 0;
    for (int i = from; i < to; i++) {
      double x0 = examples.inputs()[2 * i];
      double x1 = examples.inputs()[2 * i + 1];
      double y = forward(x0, x1);
      double error = y - examples.targets()[i];
      loss += 0.5 * error * error * share;
      double dz = error * y * (1 - y) * share;
      g[12] += dz;
      for (int j = 0; j < 3; j++) {
        g[9 + j] += dz * hidden[j];
        double dh = dz * p[9 + j] * (1 - hidden[j] * hidden[j]);
        g[j] += dh * x0;
        g[3 + j] += dh * x1;
        g[6 + j] += dh;
      }
    }
  }

  @Override
  public double endStep() {
    return loss;
  }

  @Override
  public void updateStates() {
    parameters[13]++;
  }
}
