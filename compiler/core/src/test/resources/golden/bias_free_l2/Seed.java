package seeds;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Elementary;
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

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[4], new int[0], new float[2], new int[0]);

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
      final float hidden0 = Elementary.sigmoid(W100 * x0 + W101 * x1 + W102 * x2 + W103 * x3);
      final float hidden1 = Elementary.sigmoid(W110 * x0 + W111 * x1 + W112 * x2 + W113 * x3);
      final float hidden2 = Elementary.sigmoid(W120 * x0 + W121 * x1 + W122 * x2 + W123 * x3);
      outputs[(e - from) * 2] = W200 * hidden0 + W201 * hidden1 + W202 * hidden2;
      outputs[(e - from) * 2 + 1] = W210 * hidden0 + W211 * hidden1 + W212 * hidden2;
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
    final float sum = W100 * W100 + W101 * W101 + W102 * W102 + W103 * W103 + W110 * W110
        + W111 * W111 + W112 * W112 + W113 * W113 + W120 * W120 + W121 * W121 + W122 * W122
        + W123 * W123 + (W200 * W200 + W201 * W201 + W202 * W202 + W210 * W210 + W211 * W211
        + W212 * W212);
    double lossSum = 0.0;
    final float product = 0.005f * sum;
    for (int e = from; e < to; e++) {
      final float x0 = inputs[e * 4];
      final float x1 = inputs[e * 4 + 1];
      final float x2 = inputs[e * 4 + 2];
      final float x3 = inputs[e * 4 + 3];
      final float hidden0 = Elementary.sigmoid(W100 * x0 + W101 * x1 + W102 * x2 + W103 * x3);
      final float hidden1 = Elementary.sigmoid(W110 * x0 + W111 * x1 + W112 * x2 + W113 * x3);
      final float hidden2 = Elementary.sigmoid(W120 * x0 + W121 * x1 + W122 * x2 + W123 * x3);
      final float t0 = targets[e * 2];
      final float t1 = targets[e * 2 + 1];
      final float deltaO0 = W200 * hidden0 + W201 * hidden1 + W202 * hidden2 - t0;
      final float deltaO1 = W210 * hidden0 + W211 * hidden1 + W212 * hidden2 - t1;
      final float loss = 0.5f * (deltaO0 * deltaO0 + deltaO1 * deltaO1) + product;
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
      case 0 -> gradients();
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

  /**
   * Loss and gradient of the batch.
   */
  private void gradients() {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final float[] gradient = this.gradient;
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
    final float sum = W100 * W100 + W101 * W101 + W102 * W102 + W103 * W103 + W110 * W110
        + W111 * W111 + W112 * W112 + W113 * W113 + W120 * W120 + W121 * W121 + W122 * W122
        + W123 * W123 + (W200 * W200 + W201 * W201 + W202 * W202 + W210 * W210 + W211 * W211
        + W212 * W212);
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
    final float product = 0.005f * sum;
    for (int e = first; e < first + count; e++) {
      final float x0 = inputs[e * 4];
      final float x1 = inputs[e * 4 + 1];
      final float x2 = inputs[e * 4 + 2];
      final float x3 = inputs[e * 4 + 3];
      final float hidden0 = Elementary.sigmoid(W100 * x0 + W101 * x1 + W102 * x2 + W103 * x3);
      final float hidden1 = Elementary.sigmoid(W110 * x0 + W111 * x1 + W112 * x2 + W113 * x3);
      final float hidden2 = Elementary.sigmoid(W120 * x0 + W121 * x1 + W122 * x2 + W123 * x3);
      final float t0 = targets[e * 2];
      final float t1 = targets[e * 2 + 1];
      final float deltaO0 = W200 * hidden0 + W201 * hidden1 + W202 * hidden2 - t0;
      final float deltaO1 = W210 * hidden0 + W211 * hidden1 + W212 * hidden2 - t1;
      final float loss = 0.5f * (deltaO0 * deltaO0 + deltaO1 * deltaO1) + product;
      final float deltaZ0 = (W200 * deltaO0 + W210 * deltaO1) * hidden0 * (1.0f - hidden0);
      final float deltaZ1 = (W201 * deltaO0 + W211 * deltaO1) * hidden1 * (1.0f - hidden1);
      final float deltaZ2 = (W202 * deltaO0 + W212 * deltaO1) * hidden2 * (1.0f - hidden2);
      lossSum += loss;
      sumW100 += deltaZ0 * x0;
      sumW101 += deltaZ0 * x1;
      sumW102 += deltaZ0 * x2;
      sumW103 += deltaZ0 * x3;
      sumW110 += deltaZ1 * x0;
      sumW111 += deltaZ1 * x1;
      sumW112 += deltaZ1 * x2;
      sumW113 += deltaZ1 * x3;
      sumW120 += deltaZ2 * x0;
      sumW121 += deltaZ2 * x1;
      sumW122 += deltaZ2 * x2;
      sumW123 += deltaZ2 * x3;
      sumW200 += deltaO0 * hidden0;
      sumW201 += deltaO0 * hidden1;
      sumW202 += deltaO0 * hidden2;
      sumW210 += deltaO1 * hidden0;
      sumW211 += deltaO1 * hidden1;
      sumW212 += deltaO1 * hidden2;
    }
    final float scale = 1.0f / (float) count;
    final float deltaW100 = sumW100 * scale + 0.01f * W100;
    final float deltaW101 = sumW101 * scale + 0.01f * W101;
    final float deltaW102 = sumW102 * scale + 0.01f * W102;
    final float deltaW103 = sumW103 * scale + 0.01f * W103;
    final float deltaW110 = sumW110 * scale + 0.01f * W110;
    final float deltaW111 = sumW111 * scale + 0.01f * W111;
    final float deltaW112 = sumW112 * scale + 0.01f * W112;
    final float deltaW113 = sumW113 * scale + 0.01f * W113;
    final float deltaW120 = sumW120 * scale + 0.01f * W120;
    final float deltaW121 = sumW121 * scale + 0.01f * W121;
    final float deltaW122 = sumW122 * scale + 0.01f * W122;
    final float deltaW123 = sumW123 * scale + 0.01f * W123;
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
    final float deltaW200 = sumW200 * scale + 0.01f * W200;
    final float deltaW201 = sumW201 * scale + 0.01f * W201;
    final float deltaW202 = sumW202 * scale + 0.01f * W202;
    final float deltaW210 = sumW210 * scale + 0.01f * W210;
    final float deltaW211 = sumW211 * scale + 0.01f * W211;
    final float deltaW212 = sumW212 * scale + 0.01f * W212;
    gradient[12] = deltaW200;
    gradient[13] = deltaW201;
    gradient[14] = deltaW202;
    gradient[15] = deltaW210;
    gradient[16] = deltaW211;
    gradient[17] = deltaW212;
    meanLoss = lossSum / count;
  }
}
