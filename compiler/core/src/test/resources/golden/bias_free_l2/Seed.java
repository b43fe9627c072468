package seeds;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;
import java.util.Arrays;

/**
 * No biases, and a penalty on the weights.
 *
 * <p>Architecture:
 * <pre>
 * input      x   [4]
 * target     t   [2]
 * parameter  W1  [3, 4]  xavier_uniform
 * parameter  W2  [2, 3]  xavier_uniform
 * output     o   [2]
 * </pre>
 *
 * <p>Formulas, as model.bpnet has them:
 * <pre>
 * network Seed(d = 4, h = 3, q = 2, lambda = 0.01) &#123;
 *     input  x[d]
 *     target t[q]
 *     param W1[h, d] = xavier_uniform()
 *     param W2[q, h] = xavier_uniform()
 *
 *     z = W1 &#64; x
 *     hidden = sigmoid(z)
 *     output o = W2 &#64; hidden
 *
 *     loss 0.5 * sum((t - o)^2) + lambda / 2 * (sum(W1^2) + sum(W2^2))
 * &#125;
 * </pre>
 *
 * <p>Plan: straight-line: 196 scalar operations.
 *
 * <p>Generated; change the model instead.
 */
public final class Seed implements Network.OfFloat {
  private static final Description DESCRIPTION = Description.of("Seed", Description.Precision.FLOAT)
      .source("model.bpnet", "f46bcfe0820c76a7")
      .plan("straight-line: 196 scalar operations")
      .input("x", 4)
      .target("t", 2)
      .trained("W1", Initializer.xavierUniform(), 3, 4)
      .trained("W2", Initializer.xavierUniform(), 2, 3)
      .output("o", 2)
      .training(TrainingDefaults.of()
          .withOptimizer(TrainingDefaults.Call.of("adam").with("rate", 0.001))
          .withBatch(32).withEpochs(100)
          .withSeed(1L))
      .build();

  private final float[] parameters;

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[4], new int[0],
      new float[2], new int[0]);

  private final float[] oneOutput = new float[DESCRIPTION.outputSize()];

  private Examples.OfFloat examples;

  private int first;

  private int count;

  private float[] gradient;

  private double meanLoss;

  /**
   * A network whose parameters are drawn by the seed of its {@code train} block.
   */
  public Seed() {
    this(new float[18]);
    initialize(DESCRIPTION.training().seed());
  }

  private Seed(float[] parameters) {
    this.parameters = parameters;
  }

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public float[] parameters() {
    return parameters;
  }

  @Override
  public Seed sharing() {
    final Seed other = new Seed(parameters);
    other.prepare();
    return other;
  }

  @Override
  public void prepare() {
  }

  @Override
  public void predict(Examples.OfFloat examples, int from, int to, float[] outputs) {
    if (to - from == 1) {
      predictOne(examples, from, outputs);
      return;
    }
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float W100 = parameters[0];
    final float W101 = parameters[1];
    final float W102 = parameters[2];
    final float W103 = parameters[3];
    final float W110 = parameters[4];
    final float W111 = parameters[5];
    final float W112 = parameters[6];
    final float W113 = parameters[7];
    final float W120 = parameters[8];
    final float W121 = parameters[9];
    final float W122 = parameters[10];
    final float W123 = parameters[11];
    final float W200 = parameters[12];
    final float W201 = parameters[13];
    final float W202 = parameters[14];
    final float W210 = parameters[15];
    final float W211 = parameters[16];
    final float W212 = parameters[17];
    for (int e = from; e < to; e++) {
      final float x0 = inputs[e * 4];
      final float x1 = inputs[e * 4 + 1];
      final float x2 = inputs[e * 4 + 2];
      final float x3 = inputs[e * 4 + 3];
      final float hidden0 = sigmoid(Math.fma(W103, x3, Math.fma(W102, x2, Math.fma(W101, x1,
          W100 * x0))));
      final float hidden1 = sigmoid(Math.fma(W113, x3, Math.fma(W112, x2, Math.fma(W111, x1,
          W110 * x0))));
      final float hidden2 = sigmoid(Math.fma(W123, x3, Math.fma(W122, x2, Math.fma(W121, x1,
          W120 * x0))));
      outputs[(e - from) * 2] = Math.fma(W202, hidden2, Math.fma(W201, hidden1, W200 * hidden0));
      outputs[(e - from) * 2 + 1] = Math.fma(W212, hidden2, Math.fma(W211, hidden1,
          W210 * hidden0));
    }
  }

  @Override
  public double evaluate(Examples.OfFloat examples, int from, int to, double[] metrics) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final float W100 = parameters[0];
    final float W101 = parameters[1];
    final float W102 = parameters[2];
    final float W103 = parameters[3];
    final float W110 = parameters[4];
    final float W111 = parameters[5];
    final float W112 = parameters[6];
    final float W113 = parameters[7];
    final float W120 = parameters[8];
    final float W121 = parameters[9];
    final float W122 = parameters[10];
    final float W123 = parameters[11];
    final float W200 = parameters[12];
    final float W201 = parameters[13];
    final float W202 = parameters[14];
    final float W210 = parameters[15];
    final float W211 = parameters[16];
    final float W212 = parameters[17];
    double lossSum = 0.0;
    final float sum = Math.fma(W102, W102, Math.fma(W101, W101, W100 * W100)) + Math.fma(W111, W111,
        Math.fma(W110, W110, W103 * W103)) + (Math.fma(W120, W120, Math.fma(W113, W113,
        W112 * W112)) + Math.fma(W123, W123, Math.fma(W122, W122, W121 * W121)))
        + (Math.fma(W202, W202, Math.fma(W201, W201, W200 * W200)) + Math.fma(W212, W212,
        Math.fma(W211, W211, W210 * W210)));
    for (int e = from; e < to; e++) {
      final float x0 = inputs[e * 4];
      final float x1 = inputs[e * 4 + 1];
      final float x2 = inputs[e * 4 + 2];
      final float x3 = inputs[e * 4 + 3];
      final float hidden0 = sigmoid(Math.fma(W103, x3, Math.fma(W102, x2, Math.fma(W101, x1,
          W100 * x0))));
      final float hidden1 = sigmoid(Math.fma(W113, x3, Math.fma(W112, x2, Math.fma(W111, x1,
          W110 * x0))));
      final float hidden2 = sigmoid(Math.fma(W123, x3, Math.fma(W122, x2, Math.fma(W121, x1,
          W120 * x0))));
      final float t0 = targets[e * 2];
      final float t1 = targets[e * 2 + 1];
      final float deltaO0 = Math.fma(W202, hidden2, Math.fma(W201, hidden1, W200 * hidden0)) - t0;
      final float deltaO1 = Math.fma(W212, hidden2, Math.fma(W211, hidden1, W210 * hidden0)) - t1;
      final float loss = Math.fma(0.005f, sum, 0.5f * Math.fma(deltaO1, deltaO1,
          deltaO0 * deltaO0));
      lossSum += loss;
    }
    return lossSum / (to - from);
  }

  @Override
  public void beginStep(Examples.OfFloat examples, int from, int to, float[] gradient) {
    this.examples = examples;
    first = from;
    count = to - from;
    this.gradient = gradient;
  }

  @Override
  public int phaseCount() {
    return 1;
  }

  @Override
  public Network.Phase phase(int number) {
    return switch (number) {
      case 0 -> Network.Phase.WHOLE;
      default -> throw new IllegalArgumentException("phase " + number);
    };
  }

  @Override
  public int phaseExtent(int number) {
    return switch (number) {
      case 0 -> 1;
      default -> throw new IllegalArgumentException("phase " + number);
    };
  }

  @Override
  public long phaseWork(int number) {
    return switch (number) {
      case 0 -> 196L;
      default -> throw new IllegalArgumentException("phase " + number);
    };
  }

  @Override
  public void runPhase(int number, int from, int to) {
    switch (number) {
      case 0 -> meanLoss = gradient(examples, first, first + count, gradient);
      default -> throw new IllegalArgumentException("phase " + number);
    }
  }

  @Override
  public double endStep() {
    return meanLoss;
  }

  /**
   * o of one example. Not thread-safe: one instance per thread.
   */
  public float[] o(float x0, float x1, float x2, float x3) {
    one.inputs()[0] = x0;
    one.inputs()[1] = x1;
    one.inputs()[2] = x2;
    one.inputs()[3] = x3;
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 0, 2);
  }

  @Override
  public double gradient(Examples.OfFloat examples, int from, int to, float[] gradient) {
    return to - from == 1
        ? gradientOfOne(examples, from, gradient)
        : gradientOfBatch(examples, from, to - from, gradient);
  }

  @Override
  public double descend(Examples.OfFloat examples, int from, int to, float[] gradient, float rate) {
    final double loss = gradient(examples, from, to, gradient);
    final float[] parameters = this.parameters;
    parameters[0] -= rate * gradient[0];
    parameters[1] -= rate * gradient[1];
    parameters[2] -= rate * gradient[2];
    parameters[3] -= rate * gradient[3];
    parameters[4] -= rate * gradient[4];
    parameters[5] -= rate * gradient[5];
    parameters[6] -= rate * gradient[6];
    parameters[7] -= rate * gradient[7];
    parameters[8] -= rate * gradient[8];
    parameters[9] -= rate * gradient[9];
    parameters[10] -= rate * gradient[10];
    parameters[11] -= rate * gradient[11];
    parameters[12] -= rate * gradient[12];
    parameters[13] -= rate * gradient[13];
    parameters[14] -= rate * gradient[14];
    parameters[15] -= rate * gradient[15];
    parameters[16] -= rate * gradient[16];
    parameters[17] -= rate * gradient[17];
    return loss;
  }

  /**
   * Outputs of one example.
   */
  private void predictOne(Examples.OfFloat examples, int first, float[] outputs) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float W100 = parameters[0];
    final float W101 = parameters[1];
    final float W102 = parameters[2];
    final float W103 = parameters[3];
    final float W110 = parameters[4];
    final float W111 = parameters[5];
    final float W112 = parameters[6];
    final float W113 = parameters[7];
    final float W120 = parameters[8];
    final float W121 = parameters[9];
    final float W122 = parameters[10];
    final float W123 = parameters[11];
    final float W200 = parameters[12];
    final float W201 = parameters[13];
    final float W202 = parameters[14];
    final float W210 = parameters[15];
    final float W211 = parameters[16];
    final float W212 = parameters[17];
    final float x0 = inputs[first * 4];
    final float x1 = inputs[first * 4 + 1];
    final float x2 = inputs[first * 4 + 2];
    final float x3 = inputs[first * 4 + 3];
    final float hidden0 = sigmoid(Math.fma(W103, x3, Math.fma(W102, x2, Math.fma(W101, x1,
        W100 * x0))));
    final float hidden1 = sigmoid(Math.fma(W113, x3, Math.fma(W112, x2, Math.fma(W111, x1,
        W110 * x0))));
    final float hidden2 = sigmoid(Math.fma(W123, x3, Math.fma(W122, x2, Math.fma(W121, x1,
        W120 * x0))));
    outputs[0] = Math.fma(W202, hidden2, Math.fma(W201, hidden1, W200 * hidden0));
    outputs[1] = Math.fma(W212, hidden2, Math.fma(W211, hidden1, W210 * hidden0));
  }

  /**
   * Loss and gradient of one example.
   */
  private double gradientOfOne(Examples.OfFloat examples, int first, float[] gradient) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final float W100 = parameters[0];
    final float W101 = parameters[1];
    final float W102 = parameters[2];
    final float W103 = parameters[3];
    final float W110 = parameters[4];
    final float W111 = parameters[5];
    final float W112 = parameters[6];
    final float W113 = parameters[7];
    final float W120 = parameters[8];
    final float W121 = parameters[9];
    final float W122 = parameters[10];
    final float W123 = parameters[11];
    final float W200 = parameters[12];
    final float W201 = parameters[13];
    final float W202 = parameters[14];
    final float W210 = parameters[15];
    final float W211 = parameters[16];
    final float W212 = parameters[17];
    final float x0 = inputs[first * 4];
    final float x1 = inputs[first * 4 + 1];
    final float x2 = inputs[first * 4 + 2];
    final float x3 = inputs[first * 4 + 3];
    final float hidden0 = sigmoid(Math.fma(W103, x3, Math.fma(W102, x2, Math.fma(W101, x1,
        W100 * x0))));
    final float hidden1 = sigmoid(Math.fma(W113, x3, Math.fma(W112, x2, Math.fma(W111, x1,
        W110 * x0))));
    final float hidden2 = sigmoid(Math.fma(W123, x3, Math.fma(W122, x2, Math.fma(W121, x1,
        W120 * x0))));
    final float t0 = targets[first * 2];
    final float t1 = targets[first * 2 + 1];
    final float deltaO0 = Math.fma(W202, hidden2, Math.fma(W201, hidden1, W200 * hidden0)) - t0;
    final float deltaO1 = Math.fma(W212, hidden2, Math.fma(W211, hidden1, W210 * hidden0)) - t1;
    final float loss = Math.fma(0.005f, Math.fma(W102, W102, Math.fma(W101, W101, W100 * W100))
        + Math.fma(W111, W111, Math.fma(W110, W110, W103 * W103)) + (Math.fma(W120, W120,
        Math.fma(W113, W113, W112 * W112)) + Math.fma(W123, W123, Math.fma(W122, W122,
        W121 * W121))) + (Math.fma(W202, W202, Math.fma(W201, W201, W200 * W200))
        + Math.fma(W212, W212, Math.fma(W211, W211, W210 * W210))),
        0.5f * Math.fma(deltaO1, deltaO1, deltaO0 * deltaO0));
    final float deltaZ0 = Math.fma(W210, deltaO1, W200 * deltaO0) * (hidden0 * (1.0f - hidden0));
    final float deltaZ1 = Math.fma(W211, deltaO1, W201 * deltaO0) * (hidden1 * (1.0f - hidden1));
    final float deltaZ2 = Math.fma(W212, deltaO1, W202 * deltaO0) * (hidden2 * (1.0f - hidden2));
    final float deltaW100 = Math.fma(0.01f, W100, deltaZ0 * x0);
    final float deltaW101 = Math.fma(0.01f, W101, deltaZ0 * x1);
    final float deltaW102 = Math.fma(0.01f, W102, deltaZ0 * x2);
    final float deltaW103 = Math.fma(0.01f, W103, deltaZ0 * x3);
    final float deltaW110 = Math.fma(0.01f, W110, deltaZ1 * x0);
    final float deltaW111 = Math.fma(0.01f, W111, deltaZ1 * x1);
    final float deltaW112 = Math.fma(0.01f, W112, deltaZ1 * x2);
    final float deltaW113 = Math.fma(0.01f, W113, deltaZ1 * x3);
    final float deltaW120 = Math.fma(0.01f, W120, deltaZ2 * x0);
    final float deltaW121 = Math.fma(0.01f, W121, deltaZ2 * x1);
    final float deltaW122 = Math.fma(0.01f, W122, deltaZ2 * x2);
    final float deltaW123 = Math.fma(0.01f, W123, deltaZ2 * x3);
    gradient[0] = deltaW100;
    gradient[1] = deltaW101;
    gradient[2] = deltaW102;
    gradient[3] = deltaW103;
    gradient[4] = deltaW110;
    gradient[5] = deltaW111;
    gradient[6] = deltaW112;
    gradient[7] = deltaW113;
    gradient[8] = deltaW120;
    gradient[9] = deltaW121;
    gradient[10] = deltaW122;
    gradient[11] = deltaW123;
    final float deltaW200 = Math.fma(0.01f, W200, deltaO0 * hidden0);
    final float deltaW201 = Math.fma(0.01f, W201, deltaO0 * hidden1);
    final float deltaW202 = Math.fma(0.01f, W202, deltaO0 * hidden2);
    final float deltaW210 = Math.fma(0.01f, W210, deltaO1 * hidden0);
    final float deltaW211 = Math.fma(0.01f, W211, deltaO1 * hidden1);
    final float deltaW212 = Math.fma(0.01f, W212, deltaO1 * hidden2);
    gradient[12] = deltaW200;
    gradient[13] = deltaW201;
    gradient[14] = deltaW202;
    gradient[15] = deltaW210;
    gradient[16] = deltaW211;
    gradient[17] = deltaW212;
    return loss;
  }

  /**
   * Loss and gradient of a batch.
   */
  private double gradientOfBatch(Examples.OfFloat examples, int first, int count,
      float[] gradient) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final float W100 = parameters[0];
    final float W101 = parameters[1];
    final float W102 = parameters[2];
    final float W103 = parameters[3];
    final float W110 = parameters[4];
    final float W111 = parameters[5];
    final float W112 = parameters[6];
    final float W113 = parameters[7];
    final float W120 = parameters[8];
    final float W121 = parameters[9];
    final float W122 = parameters[10];
    final float W123 = parameters[11];
    final float W200 = parameters[12];
    final float W201 = parameters[13];
    final float W202 = parameters[14];
    final float W210 = parameters[15];
    final float W211 = parameters[16];
    final float W212 = parameters[17];
    double lossSum = 0.0;
    float sumW100 = 0.0f;
    float sumW101 = 0.0f;
    float sumW102 = 0.0f;
    float sumW103 = 0.0f;
    float sumW110 = 0.0f;
    float sumW111 = 0.0f;
    float sumW112 = 0.0f;
    float sumW113 = 0.0f;
    float sumW120 = 0.0f;
    float sumW121 = 0.0f;
    float sumW122 = 0.0f;
    float sumW123 = 0.0f;
    float sumW200 = 0.0f;
    float sumW201 = 0.0f;
    float sumW202 = 0.0f;
    float sumW210 = 0.0f;
    float sumW211 = 0.0f;
    float sumW212 = 0.0f;
    final float sum = Math.fma(W102, W102, Math.fma(W101, W101, W100 * W100)) + Math.fma(W111, W111,
        Math.fma(W110, W110, W103 * W103)) + (Math.fma(W120, W120, Math.fma(W113, W113,
        W112 * W112)) + Math.fma(W123, W123, Math.fma(W122, W122, W121 * W121)))
        + (Math.fma(W202, W202, Math.fma(W201, W201, W200 * W200)) + Math.fma(W212, W212,
        Math.fma(W211, W211, W210 * W210)));
    for (int e = first; e < first + count; e++) {
      final float x0 = inputs[e * 4];
      final float x1 = inputs[e * 4 + 1];
      final float x2 = inputs[e * 4 + 2];
      final float x3 = inputs[e * 4 + 3];
      final float hidden0 = sigmoid(Math.fma(W103, x3, Math.fma(W102, x2, Math.fma(W101, x1,
          W100 * x0))));
      final float hidden1 = sigmoid(Math.fma(W113, x3, Math.fma(W112, x2, Math.fma(W111, x1,
          W110 * x0))));
      final float hidden2 = sigmoid(Math.fma(W123, x3, Math.fma(W122, x2, Math.fma(W121, x1,
          W120 * x0))));
      final float t0 = targets[e * 2];
      final float t1 = targets[e * 2 + 1];
      final float deltaO0 = Math.fma(W202, hidden2, Math.fma(W201, hidden1, W200 * hidden0)) - t0;
      final float deltaO1 = Math.fma(W212, hidden2, Math.fma(W211, hidden1, W210 * hidden0)) - t1;
      final float loss = Math.fma(0.005f, sum, 0.5f * Math.fma(deltaO1, deltaO1,
          deltaO0 * deltaO0));
      final float deltaZ0 = Math.fma(W210, deltaO1, W200 * deltaO0) * (hidden0 * (1.0f - hidden0));
      final float deltaZ1 = Math.fma(W211, deltaO1, W201 * deltaO0) * (hidden1 * (1.0f - hidden1));
      final float deltaZ2 = Math.fma(W212, deltaO1, W202 * deltaO0) * (hidden2 * (1.0f - hidden2));
      lossSum += loss;
      sumW100 = Math.fma(deltaZ0, x0, sumW100);
      sumW101 = Math.fma(deltaZ0, x1, sumW101);
      sumW102 = Math.fma(deltaZ0, x2, sumW102);
      sumW103 = Math.fma(deltaZ0, x3, sumW103);
      sumW110 = Math.fma(deltaZ1, x0, sumW110);
      sumW111 = Math.fma(deltaZ1, x1, sumW111);
      sumW112 = Math.fma(deltaZ1, x2, sumW112);
      sumW113 = Math.fma(deltaZ1, x3, sumW113);
      sumW120 = Math.fma(deltaZ2, x0, sumW120);
      sumW121 = Math.fma(deltaZ2, x1, sumW121);
      sumW122 = Math.fma(deltaZ2, x2, sumW122);
      sumW123 = Math.fma(deltaZ2, x3, sumW123);
      sumW200 = Math.fma(deltaO0, hidden0, sumW200);
      sumW201 = Math.fma(deltaO0, hidden1, sumW201);
      sumW202 = Math.fma(deltaO0, hidden2, sumW202);
      sumW210 = Math.fma(deltaO1, hidden0, sumW210);
      sumW211 = Math.fma(deltaO1, hidden1, sumW211);
      sumW212 = Math.fma(deltaO1, hidden2, sumW212);
    }
    final float scale = 1.0f / (float) count;
    final float deltaW100 = Math.fma(0.01f, W100, sumW100 * scale);
    final float deltaW101 = Math.fma(0.01f, W101, sumW101 * scale);
    final float deltaW102 = Math.fma(0.01f, W102, sumW102 * scale);
    final float deltaW103 = Math.fma(0.01f, W103, sumW103 * scale);
    final float deltaW110 = Math.fma(0.01f, W110, sumW110 * scale);
    final float deltaW111 = Math.fma(0.01f, W111, sumW111 * scale);
    final float deltaW112 = Math.fma(0.01f, W112, sumW112 * scale);
    final float deltaW113 = Math.fma(0.01f, W113, sumW113 * scale);
    final float deltaW120 = Math.fma(0.01f, W120, sumW120 * scale);
    final float deltaW121 = Math.fma(0.01f, W121, sumW121 * scale);
    final float deltaW122 = Math.fma(0.01f, W122, sumW122 * scale);
    final float deltaW123 = Math.fma(0.01f, W123, sumW123 * scale);
    gradient[0] = deltaW100;
    gradient[1] = deltaW101;
    gradient[2] = deltaW102;
    gradient[3] = deltaW103;
    gradient[4] = deltaW110;
    gradient[5] = deltaW111;
    gradient[6] = deltaW112;
    gradient[7] = deltaW113;
    gradient[8] = deltaW120;
    gradient[9] = deltaW121;
    gradient[10] = deltaW122;
    gradient[11] = deltaW123;
    final float deltaW200 = Math.fma(0.01f, W200, sumW200 * scale);
    final float deltaW201 = Math.fma(0.01f, W201, sumW201 * scale);
    final float deltaW202 = Math.fma(0.01f, W202, sumW202 * scale);
    final float deltaW210 = Math.fma(0.01f, W210, sumW210 * scale);
    final float deltaW211 = Math.fma(0.01f, W211, sumW211 * scale);
    final float deltaW212 = Math.fma(0.01f, W212, sumW212 * scale);
    gradient[12] = deltaW200;
    gradient[13] = deltaW201;
    gradient[14] = deltaW202;
    gradient[15] = deltaW210;
    gradient[16] = deltaW211;
    gradient[17] = deltaW212;
    return lossSum / count;
  }

  /**
   * 1 / (1 + e^−x).
   */
  private static float sigmoid(float x) {
    final float bounded = x < -105.0f ? -105.0f : x;
    final float within = bounded > 60.0f ? 60.0f : bounded;
    final float shifted = Math.fma(-1.442695f, within, 12582880.0f);
    final float n = shifted - 12582880.0f;
    final float nearly = Math.fma(0.6931472f, n, within);
    final float nearly2 = nearly * nearly;
    final float low = Math.fma(0.16666515f, nearly, -0.49999994f);
    final float high = Math.fma(-0.0013813145f, nearly2, Math.fma(0.008369419f, nearly,
        -0.041668456f));
    final float r = Math.fma(-1.9046542E-9f, n, nearly);
    final float p = Math.fma(r * r, Math.fma(high, nearly2, low), r);
    final float scale = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << 23) - 0x40400000);
    return 3.4924597E-10f / Math.fma(scale, p, 3.4924597E-10f - scale);
  }
}
