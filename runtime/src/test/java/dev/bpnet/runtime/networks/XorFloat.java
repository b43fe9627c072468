package dev.bpnet.runtime.networks;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;

/** 2-3-1 with tanh, sigmoid and ½(t − y)², written by hand as the compiler would write it. */
public final class XorFloat implements Network.OfFloat {
  private static final Description DESCRIPTION =
      Description.of("Xor", Description.Precision.FLOAT)
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

  private final float[] parameters;
  private final float[] hidden = new float[3];
  private Examples.OfFloat examples;
  private int from;
  private int to;
  private float[] gradient;
  private double loss;

  public XorFloat() {
    this(new float[14]);
  }

  private XorFloat(float[] parameters) {
    this.parameters = parameters;
  }

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public void prepare() {}

  @Override
  public float[] parameters() {
    return parameters;
  }

  @Override
  public XorFloat sharing() {
    return new XorFloat(parameters);
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

  private float forward(float x0, float x1) {
    float[] p = parameters;
    float z = p[12];
    for (int j = 0; j < 3; j++) {
      hidden[j] = (float) Math.tanh(p[j] * x0 + p[3 + j] * x1 + p[6 + j]);
      z += p[9 + j] * hidden[j];
    }
    return (float) (1 / (1 + Math.exp(-z)));
  }

  @Override
  public void predict(Examples.OfFloat batch, int first, int end, float[] outputs) {
    for (int i = first; i < end; i++) {
      outputs[i - first] = forward(batch.inputs()[2 * i], batch.inputs()[2 * i + 1]);
    }
  }

  @Override
  public double evaluate(Examples.OfFloat batch, int first, int end, double[] metrics) {
    double sum = 0;
    double right = 0;
    for (int i = first; i < end; i++) {
      float y = forward(batch.inputs()[2 * i], batch.inputs()[2 * i + 1]);
      float t = batch.targets()[i];
      sum += 0.5 * (t - y) * (t - y);
      right += y > 0.5 == t > 0.5 ? 1 : 0;
    }
    metrics[0] = right / (end - first);
    return sum / (end - first);
  }

  @Override
  public void beginStep(Examples.OfFloat batch, int first, int end, float[] result) {
    examples = batch;
    from = first;
    to = end;
    gradient = result;
  }

  @Override
  public void runPhase(int number, int first, int end) {
    float[] p = parameters;
    float[] g = gradient;
    for (int i = 0; i < 13; i++) {
      g[i] = 0;
    }
    float share = 1f / (to - from);
    loss = 0;
    for (int i = from; i < to; i++) {
      float x0 = examples.inputs()[2 * i];
      float x1 = examples.inputs()[2 * i + 1];
      float y = forward(x0, x1);
      float error = y - examples.targets()[i];
      loss += 0.5 * error * error * share;
      float dz = error * y * (1 - y) * share;
      g[12] += dz;
      for (int j = 0; j < 3; j++) {
        g[9 + j] += dz * hidden[j];
        float dh = dz * p[9 + j] * (1 - hidden[j] * hidden[j]);
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
