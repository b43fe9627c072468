import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;

/**
 * Learns exclusive or.
 *
 * <p>Architecture:
 * <pre>
 * input      x    [2]
 * target     t    [1]
 * parameter  h.W  [3, 2]  xavier_uniform
 * parameter  h.b  [3]     zeros
 * parameter  y.W  [1, 3]  xavier_uniform
 * parameter  y.b  [1]     zeros
 * output     y    [1]
 * </pre>
 *
 * <p>Formulas, as model.bpnet has them:
 * <pre>
 * network Xor &#123;
 *     input  x[2]
 *     target t[1]
 *
 *     h = x |&gt; dense(3) |&gt; tanh
 *     output y = h |&gt; dense(1) |&gt; sigmoid
 *
 *     loss squared_error(y, t)
 *
 *     train &#123; optimizer = sgd(rate = 0.5)  batch = 4  epochs = 2000  stop = below(0.001) &#125;
 * &#125;
 * </pre>
 *
 * <p>Plan: straight-line: 78 scalar operations.
 *
 * <p>Generated; change the model instead.
 */
public final class Xor implements Network.OfFloat {
  private static final Description DESCRIPTION = Description.of("Xor", Description.Precision.FLOAT)
      .source("model.bpnet", "58398367eddf26df")
      .plan("straight-line: 78 scalar operations")
      .input("x", 2)
      .target("t", 1)
      .trained("h.W", Initializer.xavierUniform(), 3, 2)
      .trained("h.b", Initializer.zeros(), 3)
      .trained("y.W", Initializer.xavierUniform(), 1, 3)
      .trained("y.b", Initializer.zeros(), 1)
      .output("y", 1)
      .training(TrainingDefaults.of()
          .withOptimizer(TrainingDefaults.Call.of("sgd").with("rate", 0.5))
          .withBatch(4).withEpochs(2000)
          .withStop(TrainingDefaults.Call.of("below").with("loss", 0.001))
          .withSeed(1L))
      .build();

  private final float[] parameters;

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[2], new int[0],
      new float[1], new int[0]);

  private final float[] oneOutput = new float[DESCRIPTION.outputSize()];

  private Examples.OfFloat examples;

  private int first;

  private int count;

  private float[] gradient;

  private double meanLoss;

  /**
   * A network whose parameters are drawn by the seed of its {@code train} block.
   */
  public Xor() {
    this(new float[13]);
    initialize(DESCRIPTION.training().seed());
  }

  private Xor(float[] parameters) {
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
  public Xor sharing() {
    final Xor other = new Xor(parameters);
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
    final float hW00 = parameters[0];
    final float hW01 = parameters[1];
    final float hW10 = parameters[2];
    final float hW11 = parameters[3];
    final float hW20 = parameters[4];
    final float hW21 = parameters[5];
    final float hB0 = parameters[6];
    final float hB1 = parameters[7];
    final float hB2 = parameters[8];
    final float yW00 = parameters[9];
    final float yW01 = parameters[10];
    final float yW02 = parameters[11];
    final float yB = parameters[12];
    for (int e = from; e < to; e++) {
      final float x0 = inputs[e * 2];
      final float x1 = inputs[e * 2 + 1];
      final float hZ0 = Math.fma(hW01, x1, Math.fma(hW00, x0, hB0));
      final float hZ1 = Math.fma(hW11, x1, Math.fma(hW10, x0, hB1));
      final float hZ2 = Math.fma(hW21, x1, Math.fma(hW20, x0, hB2));
      final float h0 = tanh(hZ0);
      final float h1 = tanh(hZ1);
      final float h2 = tanh(hZ2);
      final float yZ = Math.fma(yW02, h2, Math.fma(yW01, h1, Math.fma(yW00, h0, yB)));
      final float y = sigmoid(yZ);
      outputs[e - from] = y;
    }
  }

  @Override
  public double evaluate(Examples.OfFloat examples, int from, int to, double[] metrics) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final float hW00 = parameters[0];
    final float hW01 = parameters[1];
    final float hW10 = parameters[2];
    final float hW11 = parameters[3];
    final float hW20 = parameters[4];
    final float hW21 = parameters[5];
    final float hB0 = parameters[6];
    final float hB1 = parameters[7];
    final float hB2 = parameters[8];
    final float yW00 = parameters[9];
    final float yW01 = parameters[10];
    final float yW02 = parameters[11];
    final float yB = parameters[12];
    double lossSum = 0.0;
    for (int e = from; e < to; e++) {
      final float x0 = inputs[e * 2];
      final float x1 = inputs[e * 2 + 1];
      final float hZ0 = Math.fma(hW01, x1, Math.fma(hW00, x0, hB0));
      final float hZ1 = Math.fma(hW11, x1, Math.fma(hW10, x0, hB1));
      final float hZ2 = Math.fma(hW21, x1, Math.fma(hW20, x0, hB2));
      final float h0 = tanh(hZ0);
      final float h1 = tanh(hZ1);
      final float h2 = tanh(hZ2);
      final float yZ = Math.fma(yW02, h2, Math.fma(yW01, h1, Math.fma(yW00, h0, yB)));
      final float y = sigmoid(yZ);
      final float t = targets[e];
      final float deltaY = y - t;
      final float loss = 0.5f * (deltaY * deltaY);
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
      case 0 -> 78L;
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
   * y of one example. Not thread-safe: one instance per thread.
   */
  public float y(float x0, float x1) {
    one.inputs()[0] = x0;
    one.inputs()[1] = x1;
    predict(one, 0, 1, oneOutput);
    return oneOutput[0];
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
    return loss;
  }

  /**
   * Outputs of one example.
   */
  private void predictOne(Examples.OfFloat examples, int first, float[] outputs) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float hW00 = parameters[0];
    final float hW01 = parameters[1];
    final float hW10 = parameters[2];
    final float hW11 = parameters[3];
    final float hW20 = parameters[4];
    final float hW21 = parameters[5];
    final float hB0 = parameters[6];
    final float hB1 = parameters[7];
    final float hB2 = parameters[8];
    final float yW00 = parameters[9];
    final float yW01 = parameters[10];
    final float yW02 = parameters[11];
    final float yB = parameters[12];
    final float x0 = inputs[first * 2];
    final float x1 = inputs[first * 2 + 1];
    final float hZ0 = Math.fma(hW01, x1, Math.fma(hW00, x0, hB0));
    final float hZ1 = Math.fma(hW11, x1, Math.fma(hW10, x0, hB1));
    final float hZ2 = Math.fma(hW21, x1, Math.fma(hW20, x0, hB2));
    final float h0 = tanh(hZ0);
    final float h1 = tanh(hZ1);
    final float h2 = tanh(hZ2);
    final float yZ = Math.fma(yW02, h2, Math.fma(yW01, h1, Math.fma(yW00, h0, yB)));
    final float y = sigmoid(yZ);
    outputs[0] = y;
  }

  /**
   * Loss and gradient of one example.
   */
  private double gradientOfOne(Examples.OfFloat examples, int first, float[] gradient) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final float hW00 = parameters[0];
    final float hW01 = parameters[1];
    final float hW10 = parameters[2];
    final float hW11 = parameters[3];
    final float hW20 = parameters[4];
    final float hW21 = parameters[5];
    final float hB0 = parameters[6];
    final float hB1 = parameters[7];
    final float hB2 = parameters[8];
    final float yW00 = parameters[9];
    final float yW01 = parameters[10];
    final float yW02 = parameters[11];
    final float yB = parameters[12];
    final float x0 = inputs[first * 2];
    final float x1 = inputs[first * 2 + 1];
    final float hZ0 = Math.fma(hW01, x1, Math.fma(hW00, x0, hB0));
    final float hZ1 = Math.fma(hW11, x1, Math.fma(hW10, x0, hB1));
    final float hZ2 = Math.fma(hW21, x1, Math.fma(hW20, x0, hB2));
    final float h0 = tanh(hZ0);
    final float h1 = tanh(hZ1);
    final float h2 = tanh(hZ2);
    final float yZ = Math.fma(yW02, h2, Math.fma(yW01, h1, Math.fma(yW00, h0, yB)));
    final float y = sigmoid(yZ);
    final float t = targets[first];
    final float deltaY = y - t;
    final float loss = 0.5f * (deltaY * deltaY);
    final float deltaYZ = deltaY * (y * (1.0f - y));
    final float deltaHZ0 = deltaYZ * (yW00 * (1.0f - h0 * h0));
    final float deltaHZ1 = deltaYZ * (yW01 * (1.0f - h1 * h1));
    final float deltaHZ2 = deltaYZ * (yW02 * (1.0f - h2 * h2));
    gradient[0] = deltaHZ0 * x0;
    gradient[1] = deltaHZ0 * x1;
    gradient[2] = deltaHZ1 * x0;
    gradient[3] = deltaHZ1 * x1;
    gradient[4] = deltaHZ2 * x0;
    gradient[5] = deltaHZ2 * x1;
    gradient[6] = deltaHZ0;
    gradient[7] = deltaHZ1;
    gradient[8] = deltaHZ2;
    gradient[9] = deltaYZ * h0;
    gradient[10] = deltaYZ * h1;
    gradient[11] = deltaYZ * h2;
    gradient[12] = deltaYZ;
    return loss;
  }

  /**
   * Loss and gradient of a batch. Computes 4 examples side by side: K, L and so on.
   */
  private double gradientOfBatch(Examples.OfFloat examples, int first, int count,
      float[] gradient) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final int rest = first + count - count % 4;
    final float hW00 = parameters[0];
    final float hW01 = parameters[1];
    final float hW10 = parameters[2];
    final float hW11 = parameters[3];
    final float hW20 = parameters[4];
    final float hW21 = parameters[5];
    final float hB0 = parameters[6];
    final float hB1 = parameters[7];
    final float hB2 = parameters[8];
    final float yW00 = parameters[9];
    final float yW01 = parameters[10];
    final float yW02 = parameters[11];
    final float yB = parameters[12];
    double lossSum = 0.0;
    float sumHW00 = 0.0f;
    float sumHW01 = 0.0f;
    float sumHW10 = 0.0f;
    float sumHW11 = 0.0f;
    float sumHW20 = 0.0f;
    float sumHW21 = 0.0f;
    float sumHB0 = 0.0f;
    float sumHB1 = 0.0f;
    float sumHB2 = 0.0f;
    float sumYW00 = 0.0f;
    float sumYW01 = 0.0f;
    float sumYW02 = 0.0f;
    float sumYB = 0.0f;
    for (int e = first; e < rest; e += 4) {
      final float x0K = inputs[e * 2];
      final float x1K = inputs[e * 2 + 1];
      final float x0L = inputs[e * 2 + 2];
      final float x1L = inputs[e * 2 + 3];
      final float x0M = inputs[e * 2 + 4];
      final float x1M = inputs[e * 2 + 5];
      final float x0N = inputs[e * 2 + 6];
      final float x1N = inputs[e * 2 + 7];
      final float hZ0K = Math.fma(hW01, x1K, Math.fma(hW00, x0K, hB0));
      final float hZ1K = Math.fma(hW11, x1K, Math.fma(hW10, x0K, hB1));
      final float hZ2K = Math.fma(hW21, x1K, Math.fma(hW20, x0K, hB2));
      final float hZ0L = Math.fma(hW01, x1L, Math.fma(hW00, x0L, hB0));
      final float hZ1L = Math.fma(hW11, x1L, Math.fma(hW10, x0L, hB1));
      final float hZ2L = Math.fma(hW21, x1L, Math.fma(hW20, x0L, hB2));
      final float hZ0M = Math.fma(hW01, x1M, Math.fma(hW00, x0M, hB0));
      final float hZ1M = Math.fma(hW11, x1M, Math.fma(hW10, x0M, hB1));
      final float hZ2M = Math.fma(hW21, x1M, Math.fma(hW20, x0M, hB2));
      final float hZ0N = Math.fma(hW01, x1N, Math.fma(hW00, x0N, hB0));
      final float hZ1N = Math.fma(hW11, x1N, Math.fma(hW10, x0N, hB1));
      final float hZ2N = Math.fma(hW21, x1N, Math.fma(hW20, x0N, hB2));
      final float h0K = tanh(hZ0K);
      final float h1K = tanh(hZ1K);
      final float h2K = tanh(hZ2K);
      final float h0L = tanh(hZ0L);
      final float h1L = tanh(hZ1L);
      final float h2L = tanh(hZ2L);
      final float h0M = tanh(hZ0M);
      final float h1M = tanh(hZ1M);
      final float h2M = tanh(hZ2M);
      final float h0N = tanh(hZ0N);
      final float h1N = tanh(hZ1N);
      final float h2N = tanh(hZ2N);
      final float yZK = Math.fma(yW02, h2K, Math.fma(yW01, h1K, Math.fma(yW00, h0K, yB)));
      final float yZL = Math.fma(yW02, h2L, Math.fma(yW01, h1L, Math.fma(yW00, h0L, yB)));
      final float yZM = Math.fma(yW02, h2M, Math.fma(yW01, h1M, Math.fma(yW00, h0M, yB)));
      final float yZN = Math.fma(yW02, h2N, Math.fma(yW01, h1N, Math.fma(yW00, h0N, yB)));
      final float yK = sigmoid(yZK);
      final float yL = sigmoid(yZL);
      final float yM = sigmoid(yZM);
      final float yN = sigmoid(yZN);
      final float tK = targets[e];
      final float tL = targets[e + 1];
      final float tM = targets[e + 2];
      final float tN = targets[e + 3];
      final float deltaYK = yK - tK;
      final float deltaYL = yL - tL;
      final float deltaYM = yM - tM;
      final float deltaYN = yN - tN;
      final float lossK = 0.5f * (deltaYK * deltaYK);
      final float lossL = 0.5f * (deltaYL * deltaYL);
      final float lossM = 0.5f * (deltaYM * deltaYM);
      final float lossN = 0.5f * (deltaYN * deltaYN);
      final float deltaYZK = deltaYK * (yK * (1.0f - yK));
      final float deltaYZL = deltaYL * (yL * (1.0f - yL));
      final float deltaYZM = deltaYM * (yM * (1.0f - yM));
      final float deltaYZN = deltaYN * (yN * (1.0f - yN));
      final float deltaHZ0K = deltaYZK * (yW00 * (1.0f - h0K * h0K));
      final float deltaHZ1K = deltaYZK * (yW01 * (1.0f - h1K * h1K));
      final float deltaHZ2K = deltaYZK * (yW02 * (1.0f - h2K * h2K));
      final float deltaHZ0L = deltaYZL * (yW00 * (1.0f - h0L * h0L));
      final float deltaHZ1L = deltaYZL * (yW01 * (1.0f - h1L * h1L));
      final float deltaHZ2L = deltaYZL * (yW02 * (1.0f - h2L * h2L));
      final float deltaHZ0M = deltaYZM * (yW00 * (1.0f - h0M * h0M));
      final float deltaHZ1M = deltaYZM * (yW01 * (1.0f - h1M * h1M));
      final float deltaHZ2M = deltaYZM * (yW02 * (1.0f - h2M * h2M));
      final float deltaHZ0N = deltaYZN * (yW00 * (1.0f - h0N * h0N));
      final float deltaHZ1N = deltaYZN * (yW01 * (1.0f - h1N * h1N));
      final float deltaHZ2N = deltaYZN * (yW02 * (1.0f - h2N * h2N));
      lossSum += lossK;
      lossSum += lossL;
      lossSum += lossM;
      lossSum += lossN;
      sumHW00 += Math.fma(deltaHZ0L, x0L, deltaHZ0K * x0K) + Math.fma(deltaHZ0N, x0N,
          deltaHZ0M * x0M);
      sumHW01 += Math.fma(deltaHZ0L, x1L, deltaHZ0K * x1K) + Math.fma(deltaHZ0N, x1N,
          deltaHZ0M * x1M);
      sumHW10 += Math.fma(deltaHZ1L, x0L, deltaHZ1K * x0K) + Math.fma(deltaHZ1N, x0N,
          deltaHZ1M * x0M);
      sumHW11 += Math.fma(deltaHZ1L, x1L, deltaHZ1K * x1K) + Math.fma(deltaHZ1N, x1N,
          deltaHZ1M * x1M);
      sumHW20 += Math.fma(deltaHZ2L, x0L, deltaHZ2K * x0K) + Math.fma(deltaHZ2N, x0N,
          deltaHZ2M * x0M);
      sumHW21 += Math.fma(deltaHZ2L, x1L, deltaHZ2K * x1K) + Math.fma(deltaHZ2N, x1N,
          deltaHZ2M * x1M);
      sumHB0 += deltaHZ0K + deltaHZ0L + (deltaHZ0M + deltaHZ0N);
      sumHB1 += deltaHZ1K + deltaHZ1L + (deltaHZ1M + deltaHZ1N);
      sumHB2 += deltaHZ2K + deltaHZ2L + (deltaHZ2M + deltaHZ2N);
      sumYW00 += Math.fma(deltaYZL, h0L, deltaYZK * h0K) + Math.fma(deltaYZN, h0N, deltaYZM * h0M);
      sumYW01 += Math.fma(deltaYZL, h1L, deltaYZK * h1K) + Math.fma(deltaYZN, h1N, deltaYZM * h1M);
      sumYW02 += Math.fma(deltaYZL, h2L, deltaYZK * h2K) + Math.fma(deltaYZN, h2N, deltaYZM * h2M);
      sumYB += deltaYZK + deltaYZL + (deltaYZM + deltaYZN);
    }
    for (int e = rest; e < first + count; e++) {
      final float x0 = inputs[e * 2];
      final float x1 = inputs[e * 2 + 1];
      final float hZ0 = Math.fma(hW01, x1, Math.fma(hW00, x0, hB0));
      final float hZ1 = Math.fma(hW11, x1, Math.fma(hW10, x0, hB1));
      final float hZ2 = Math.fma(hW21, x1, Math.fma(hW20, x0, hB2));
      final float h0 = tanh(hZ0);
      final float h1 = tanh(hZ1);
      final float h2 = tanh(hZ2);
      final float yZ = Math.fma(yW02, h2, Math.fma(yW01, h1, Math.fma(yW00, h0, yB)));
      final float y = sigmoid(yZ);
      final float t = targets[e];
      final float deltaY = y - t;
      final float loss = 0.5f * (deltaY * deltaY);
      final float deltaYZ = deltaY * (y * (1.0f - y));
      final float deltaHZ0 = deltaYZ * (yW00 * (1.0f - h0 * h0));
      final float deltaHZ1 = deltaYZ * (yW01 * (1.0f - h1 * h1));
      final float deltaHZ2 = deltaYZ * (yW02 * (1.0f - h2 * h2));
      lossSum += loss;
      sumHW00 = Math.fma(deltaHZ0, x0, sumHW00);
      sumHW01 = Math.fma(deltaHZ0, x1, sumHW01);
      sumHW10 = Math.fma(deltaHZ1, x0, sumHW10);
      sumHW11 = Math.fma(deltaHZ1, x1, sumHW11);
      sumHW20 = Math.fma(deltaHZ2, x0, sumHW20);
      sumHW21 = Math.fma(deltaHZ2, x1, sumHW21);
      sumHB0 += deltaHZ0;
      sumHB1 += deltaHZ1;
      sumHB2 += deltaHZ2;
      sumYW00 = Math.fma(deltaYZ, h0, sumYW00);
      sumYW01 = Math.fma(deltaYZ, h1, sumYW01);
      sumYW02 = Math.fma(deltaYZ, h2, sumYW02);
      sumYB += deltaYZ;
    }
    final float scale = 1.0f / (float) count;
    gradient[0] = sumHW00 * scale;
    gradient[1] = sumHW01 * scale;
    gradient[2] = sumHW10 * scale;
    gradient[3] = sumHW11 * scale;
    gradient[4] = sumHW20 * scale;
    gradient[5] = sumHW21 * scale;
    gradient[6] = sumHB0 * scale;
    gradient[7] = sumHB1 * scale;
    gradient[8] = sumHB2 * scale;
    gradient[9] = sumYW00 * scale;
    gradient[10] = sumYW01 * scale;
    gradient[11] = sumYW02 * scale;
    gradient[12] = sumYB * scale;
    return lossSum / count;
  }

  /**
   * Hyperbolic tangent.
   */
  private static float tanh(float x) {
    final float magnitude = Math.abs(x);
    final float within = magnitude > 9.1f ? 9.1f : magnitude;
    final float a = -2.0f * within;
    final float shifted = Math.fma(-2.88539f, within, 12582912.0f);
    final float n = shifted - 12582912.0f;
    final float nearly = Math.fma(-0.6931472f, n, a);
    final float nearly2 = nearly * nearly;
    final float low = Math.fma(0.16666515f, nearly, 0.49999994f);
    final float high = Math.fma(0.0013813145f, nearly2, Math.fma(0.008369419f, nearly,
        0.041668456f));
    final float r = Math.fma(1.9046542E-9f, n, nearly);
    final float p = Math.fma(r * r, Math.fma(high, nearly2, low), r);
    final float scale = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << 23) + 0x3f800000);
    final float above = Math.fma(scale, p, scale - 1.0f);
    final float below = Math.fma(scale, p, scale + 1.0f);
    final int sign = Float.floatToRawIntBits(x) | 0x7fffffff;
    return Float.intBitsToFloat(Float.floatToRawIntBits(above / below) & sign);
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
