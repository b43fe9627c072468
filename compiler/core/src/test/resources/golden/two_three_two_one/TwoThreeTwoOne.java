import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;

/**
 * Two inputs, three and two hidden units, one output, every weight by its own name.
 *
 * <p>Architecture:
 * <pre>
 * input      x1   []
 * input      x2   []
 * target     t    []
 * parameter  u11  []  uniform
 * parameter  u21  []  uniform
 * parameter  a1   []  zeros
 * parameter  u12  []  uniform
 * parameter  u22  []  uniform
 * parameter  a2   []  zeros
 * parameter  u13  []  uniform
 * parameter  u23  []  uniform
 * parameter  a3   []  zeros
 * parameter  v11  []  uniform
 * parameter  v21  []  uniform
 * parameter  v31  []  uniform
 * parameter  b1   []  zeros
 * parameter  v12  []  uniform
 * parameter  v22  []  uniform
 * parameter  v32  []  uniform
 * parameter  b2   []  zeros
 * parameter  w1   []  uniform
 * parameter  w2   []  uniform
 * parameter  c    []  zeros
 * output     y    []
 * </pre>
 *
 * <p>Formulas, as model.bpnet has them:
 * <pre>
 * network TwoThreeTwoOne &#123;
 *     input  x1; input x2
 *     target t
 *
 *     param u11 = uniform(-1, 1); param u21 = uniform(-1, 1); param a1
 *     param u12 = uniform(-1, 1); param u22 = uniform(-1, 1); param a2
 *     param u13 = uniform(-1, 1); param u23 = uniform(-1, 1); param a3
 *     param v11 = uniform(-1, 1); param v21 = uniform(-1, 1); param v31 = uniform(-1, 1); param b1
 *     param v12 = uniform(-1, 1); param v22 = uniform(-1, 1); param v32 = uniform(-1, 1); param b2
 *     param w1  = uniform(-1, 1); param w2  = uniform(-1, 1); param c
 *
 *     g1 = sigmoid(u11 * x1 + u21 * x2 + a1)
 *     g2 = sigmoid(u12 * x1 + u22 * x2 + a2)
 *     g3 = sigmoid(u13 * x1 + u23 * x2 + a3)
 *     h1 = sigmoid(v11 * g1 + v21 * g2 + v31 * g3 + b1)
 *     h2 = sigmoid(v12 * g1 + v22 * g2 + v32 * g3 + b2)
 *     output y = sigmoid(w1 * h1 + w2 * h2 + c)
 *
 *     loss 0.5 * (y - t)^2
 * &#125;
 * </pre>
 *
 * <p>Plan: straight-line: 100 scalar operations.
 *
 * <p>Generated; change the model instead.
 */
public final class TwoThreeTwoOne implements Network.OfFloat {
  private static final Description DESCRIPTION = Description.of("TwoThreeTwoOne", Description.Precision.FLOAT)
      .source("model.bpnet", "c77c332c2339b70d")
      .plan("straight-line: 100 scalar operations")
      .input("x1")
      .input("x2")
      .target("t")
      .trained("u11", Initializer.uniform(-1.0, 1.0))
      .trained("u21", Initializer.uniform(-1.0, 1.0))
      .trained("a1", Initializer.zeros())
      .trained("u12", Initializer.uniform(-1.0, 1.0))
      .trained("u22", Initializer.uniform(-1.0, 1.0))
      .trained("a2", Initializer.zeros())
      .trained("u13", Initializer.uniform(-1.0, 1.0))
      .trained("u23", Initializer.uniform(-1.0, 1.0))
      .trained("a3", Initializer.zeros())
      .trained("v11", Initializer.uniform(-1.0, 1.0))
      .trained("v21", Initializer.uniform(-1.0, 1.0))
      .trained("v31", Initializer.uniform(-1.0, 1.0))
      .trained("b1", Initializer.zeros())
      .trained("v12", Initializer.uniform(-1.0, 1.0))
      .trained("v22", Initializer.uniform(-1.0, 1.0))
      .trained("v32", Initializer.uniform(-1.0, 1.0))
      .trained("b2", Initializer.zeros())
      .trained("w1", Initializer.uniform(-1.0, 1.0))
      .trained("w2", Initializer.uniform(-1.0, 1.0))
      .trained("c", Initializer.zeros())
      .output("y")
      .training(TrainingDefaults.of()
          .withOptimizer(TrainingDefaults.Call.of("adam").with("rate", 0.001))
          .withBatch(32).withEpochs(100)
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
  public TwoThreeTwoOne() {
    this(new float[20]);
    initialize(DESCRIPTION.training().seed());
  }

  private TwoThreeTwoOne(float[] parameters) {
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
  public TwoThreeTwoOne sharing() {
    final TwoThreeTwoOne other = new TwoThreeTwoOne(parameters);
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
    final float u11 = parameters[0];
    final float u21 = parameters[1];
    final float a1 = parameters[2];
    final float u12 = parameters[3];
    final float u22 = parameters[4];
    final float a2 = parameters[5];
    final float u13 = parameters[6];
    final float u23 = parameters[7];
    final float a3 = parameters[8];
    final float v11 = parameters[9];
    final float v21 = parameters[10];
    final float v31 = parameters[11];
    final float b1 = parameters[12];
    final float v12 = parameters[13];
    final float v22 = parameters[14];
    final float v32 = parameters[15];
    final float b2 = parameters[16];
    final float w1 = parameters[17];
    final float w2 = parameters[18];
    final float c = parameters[19];
    for (int e = from; e < to; e++) {
      final float x1 = inputs[e * 2];
      final float x2 = inputs[e * 2 + 1];
      final float g1 = sigmoid(Math.fma(u21, x2, u11 * x1) + a1);
      final float g2 = sigmoid(Math.fma(u22, x2, u12 * x1) + a2);
      final float g3 = sigmoid(Math.fma(u23, x2, u13 * x1) + a3);
      final float h1 = sigmoid(Math.fma(v31, g3, Math.fma(v21, g2, v11 * g1)) + b1);
      final float h2 = sigmoid(Math.fma(v32, g3, Math.fma(v22, g2, v12 * g1)) + b2);
      final float y = sigmoid(Math.fma(w2, h2, w1 * h1) + c);
      outputs[e - from] = y;
    }
  }

  @Override
  public double evaluate(Examples.OfFloat examples, int from, int to, double[] metrics) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final float u11 = parameters[0];
    final float u21 = parameters[1];
    final float a1 = parameters[2];
    final float u12 = parameters[3];
    final float u22 = parameters[4];
    final float a2 = parameters[5];
    final float u13 = parameters[6];
    final float u23 = parameters[7];
    final float a3 = parameters[8];
    final float v11 = parameters[9];
    final float v21 = parameters[10];
    final float v31 = parameters[11];
    final float b1 = parameters[12];
    final float v12 = parameters[13];
    final float v22 = parameters[14];
    final float v32 = parameters[15];
    final float b2 = parameters[16];
    final float w1 = parameters[17];
    final float w2 = parameters[18];
    final float c = parameters[19];
    double lossSum = 0.0;
    for (int e = from; e < to; e++) {
      final float x1 = inputs[e * 2];
      final float x2 = inputs[e * 2 + 1];
      final float g1 = sigmoid(Math.fma(u21, x2, u11 * x1) + a1);
      final float g2 = sigmoid(Math.fma(u22, x2, u12 * x1) + a2);
      final float g3 = sigmoid(Math.fma(u23, x2, u13 * x1) + a3);
      final float h1 = sigmoid(Math.fma(v31, g3, Math.fma(v21, g2, v11 * g1)) + b1);
      final float h2 = sigmoid(Math.fma(v32, g3, Math.fma(v22, g2, v12 * g1)) + b2);
      final float y = sigmoid(Math.fma(w2, h2, w1 * h1) + c);
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
      case 0 -> 100L;
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
  public float y(float x1, float x2) {
    one.inputs()[0] = x1;
    one.inputs()[1] = x2;
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
    parameters[13] -= rate * gradient[13];
    parameters[14] -= rate * gradient[14];
    parameters[15] -= rate * gradient[15];
    parameters[16] -= rate * gradient[16];
    parameters[17] -= rate * gradient[17];
    parameters[18] -= rate * gradient[18];
    parameters[19] -= rate * gradient[19];
    return loss;
  }

  /**
   * Outputs of one example.
   */
  private void predictOne(Examples.OfFloat examples, int first, float[] outputs) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float u11 = parameters[0];
    final float u21 = parameters[1];
    final float a1 = parameters[2];
    final float u12 = parameters[3];
    final float u22 = parameters[4];
    final float a2 = parameters[5];
    final float u13 = parameters[6];
    final float u23 = parameters[7];
    final float a3 = parameters[8];
    final float v11 = parameters[9];
    final float v21 = parameters[10];
    final float v31 = parameters[11];
    final float b1 = parameters[12];
    final float v12 = parameters[13];
    final float v22 = parameters[14];
    final float v32 = parameters[15];
    final float b2 = parameters[16];
    final float w1 = parameters[17];
    final float w2 = parameters[18];
    final float c = parameters[19];
    final float x1 = inputs[first * 2];
    final float x2 = inputs[first * 2 + 1];
    final float g1 = sigmoid(Math.fma(u21, x2, u11 * x1) + a1);
    final float g2 = sigmoid(Math.fma(u22, x2, u12 * x1) + a2);
    final float g3 = sigmoid(Math.fma(u23, x2, u13 * x1) + a3);
    final float h1 = sigmoid(Math.fma(v31, g3, Math.fma(v21, g2, v11 * g1)) + b1);
    final float h2 = sigmoid(Math.fma(v32, g3, Math.fma(v22, g2, v12 * g1)) + b2);
    final float y = sigmoid(Math.fma(w2, h2, w1 * h1) + c);
    outputs[0] = y;
  }

  /**
   * Loss and gradient of one example.
   */
  private double gradientOfOne(Examples.OfFloat examples, int first, float[] gradient) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final float u11 = parameters[0];
    final float u21 = parameters[1];
    final float a1 = parameters[2];
    final float u12 = parameters[3];
    final float u22 = parameters[4];
    final float a2 = parameters[5];
    final float u13 = parameters[6];
    final float u23 = parameters[7];
    final float a3 = parameters[8];
    final float v11 = parameters[9];
    final float v21 = parameters[10];
    final float v31 = parameters[11];
    final float b1 = parameters[12];
    final float v12 = parameters[13];
    final float v22 = parameters[14];
    final float v32 = parameters[15];
    final float b2 = parameters[16];
    final float w1 = parameters[17];
    final float w2 = parameters[18];
    final float c = parameters[19];
    final float x1 = inputs[first * 2];
    final float x2 = inputs[first * 2 + 1];
    final float g1 = sigmoid(Math.fma(u21, x2, u11 * x1) + a1);
    final float g2 = sigmoid(Math.fma(u22, x2, u12 * x1) + a2);
    final float g3 = sigmoid(Math.fma(u23, x2, u13 * x1) + a3);
    final float h1 = sigmoid(Math.fma(v31, g3, Math.fma(v21, g2, v11 * g1)) + b1);
    final float h2 = sigmoid(Math.fma(v32, g3, Math.fma(v22, g2, v12 * g1)) + b2);
    final float y = sigmoid(Math.fma(w2, h2, w1 * h1) + c);
    final float t = targets[first];
    final float deltaY = y - t;
    final float loss = 0.5f * (deltaY * deltaY);
    final float deltaYZ = deltaY * (y * (1.0f - y));
    final float deltaH2 = deltaYZ * w2;
    final float deltaH2Z = deltaH2 * (h2 * (1.0f - h2));
    final float deltaH1 = deltaYZ * w1;
    final float deltaH1Z = deltaH1 * (h1 * (1.0f - h1));
    final float deltaG1 = Math.fma(deltaH1Z, v11, deltaH2Z * v12);
    final float deltaG1Z = deltaG1 * (g1 * (1.0f - g1));
    final float deltaG2 = Math.fma(deltaH1Z, v21, deltaH2Z * v22);
    final float deltaG2Z = deltaG2 * (g2 * (1.0f - g2));
    final float deltaG3 = Math.fma(deltaH1Z, v31, deltaH2Z * v32);
    final float deltaG3Z = deltaG3 * (g3 * (1.0f - g3));
    gradient[0] = deltaG1Z * x1;
    gradient[1] = deltaG1Z * x2;
    gradient[2] = deltaG1Z;
    gradient[3] = deltaG2Z * x1;
    gradient[4] = deltaG2Z * x2;
    gradient[5] = deltaG2Z;
    gradient[6] = deltaG3Z * x1;
    gradient[7] = deltaG3Z * x2;
    gradient[8] = deltaG3Z;
    gradient[9] = deltaH1Z * g1;
    gradient[10] = deltaH1Z * g2;
    gradient[11] = deltaH1Z * g3;
    gradient[12] = deltaH1Z;
    gradient[13] = deltaH2Z * g1;
    gradient[14] = deltaH2Z * g2;
    gradient[15] = deltaH2Z * g3;
    gradient[16] = deltaH2Z;
    gradient[17] = deltaYZ * h1;
    gradient[18] = deltaYZ * h2;
    gradient[19] = deltaYZ;
    return loss;
  }

  /**
   * Loss and gradient of a batch. Computes 2 examples side by side: K, L and so on.
   */
  private double gradientOfBatch(Examples.OfFloat examples, int first, int count,
      float[] gradient) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final int rest = first + count - count % 2;
    final float u11 = parameters[0];
    final float u21 = parameters[1];
    final float a1 = parameters[2];
    final float u12 = parameters[3];
    final float u22 = parameters[4];
    final float a2 = parameters[5];
    final float u13 = parameters[6];
    final float u23 = parameters[7];
    final float a3 = parameters[8];
    final float v11 = parameters[9];
    final float v21 = parameters[10];
    final float v31 = parameters[11];
    final float b1 = parameters[12];
    final float v12 = parameters[13];
    final float v22 = parameters[14];
    final float v32 = parameters[15];
    final float b2 = parameters[16];
    final float w1 = parameters[17];
    final float w2 = parameters[18];
    final float c = parameters[19];
    double lossSum = 0.0;
    float sumU11 = 0.0f;
    float sumU21 = 0.0f;
    float sumA1 = 0.0f;
    float sumU12 = 0.0f;
    float sumU22 = 0.0f;
    float sumA2 = 0.0f;
    float sumU13 = 0.0f;
    float sumU23 = 0.0f;
    float sumA3 = 0.0f;
    float sumV11 = 0.0f;
    float sumV21 = 0.0f;
    float sumV31 = 0.0f;
    float sumB1 = 0.0f;
    float sumV12 = 0.0f;
    float sumV22 = 0.0f;
    float sumV32 = 0.0f;
    float sumB2 = 0.0f;
    float sumW1 = 0.0f;
    float sumW2 = 0.0f;
    float sumC = 0.0f;
    for (int e = first; e < rest; e += 2) {
      final float x1K = inputs[e * 2];
      final float x1L = inputs[e * 2 + 2];
      final float x2K = inputs[e * 2 + 1];
      final float x2L = inputs[e * 2 + 3];
      final float g1K = sigmoid(Math.fma(u21, x2K, u11 * x1K) + a1);
      final float g1L = sigmoid(Math.fma(u21, x2L, u11 * x1L) + a1);
      final float g2K = sigmoid(Math.fma(u22, x2K, u12 * x1K) + a2);
      final float g2L = sigmoid(Math.fma(u22, x2L, u12 * x1L) + a2);
      final float g3K = sigmoid(Math.fma(u23, x2K, u13 * x1K) + a3);
      final float g3L = sigmoid(Math.fma(u23, x2L, u13 * x1L) + a3);
      final float h1K = sigmoid(Math.fma(v31, g3K, Math.fma(v21, g2K, v11 * g1K)) + b1);
      final float h1L = sigmoid(Math.fma(v31, g3L, Math.fma(v21, g2L, v11 * g1L)) + b1);
      final float h2K = sigmoid(Math.fma(v32, g3K, Math.fma(v22, g2K, v12 * g1K)) + b2);
      final float h2L = sigmoid(Math.fma(v32, g3L, Math.fma(v22, g2L, v12 * g1L)) + b2);
      final float yK = sigmoid(Math.fma(w2, h2K, w1 * h1K) + c);
      final float yL = sigmoid(Math.fma(w2, h2L, w1 * h1L) + c);
      final float tK = targets[e];
      final float tL = targets[e + 1];
      final float deltaYK = yK - tK;
      final float deltaYL = yL - tL;
      final float lossK = 0.5f * (deltaYK * deltaYK);
      final float lossL = 0.5f * (deltaYL * deltaYL);
      final float deltaYZK = deltaYK * (yK * (1.0f - yK));
      final float deltaYZL = deltaYL * (yL * (1.0f - yL));
      final float deltaH2K = deltaYZK * w2;
      final float deltaH2L = deltaYZL * w2;
      final float deltaH2ZK = deltaH2K * (h2K * (1.0f - h2K));
      final float deltaH2ZL = deltaH2L * (h2L * (1.0f - h2L));
      final float deltaH1K = deltaYZK * w1;
      final float deltaH1L = deltaYZL * w1;
      final float deltaH1ZK = deltaH1K * (h1K * (1.0f - h1K));
      final float deltaH1ZL = deltaH1L * (h1L * (1.0f - h1L));
      final float deltaG1K = Math.fma(deltaH1ZK, v11, deltaH2ZK * v12);
      final float deltaG1L = Math.fma(deltaH1ZL, v11, deltaH2ZL * v12);
      final float deltaG1ZK = deltaG1K * (g1K * (1.0f - g1K));
      final float deltaG1ZL = deltaG1L * (g1L * (1.0f - g1L));
      final float deltaG2K = Math.fma(deltaH1ZK, v21, deltaH2ZK * v22);
      final float deltaG2L = Math.fma(deltaH1ZL, v21, deltaH2ZL * v22);
      final float deltaG2ZK = deltaG2K * (g2K * (1.0f - g2K));
      final float deltaG2ZL = deltaG2L * (g2L * (1.0f - g2L));
      final float deltaG3K = Math.fma(deltaH1ZK, v31, deltaH2ZK * v32);
      final float deltaG3L = Math.fma(deltaH1ZL, v31, deltaH2ZL * v32);
      final float deltaG3ZK = deltaG3K * (g3K * (1.0f - g3K));
      final float deltaG3ZL = deltaG3L * (g3L * (1.0f - g3L));
      lossSum += lossK;
      lossSum += lossL;
      sumU11 += Math.fma(deltaG1ZL, x1L, deltaG1ZK * x1K);
      sumU21 += Math.fma(deltaG1ZL, x2L, deltaG1ZK * x2K);
      sumA1 += deltaG1ZK + deltaG1ZL;
      sumU12 += Math.fma(deltaG2ZL, x1L, deltaG2ZK * x1K);
      sumU22 += Math.fma(deltaG2ZL, x2L, deltaG2ZK * x2K);
      sumA2 += deltaG2ZK + deltaG2ZL;
      sumU13 += Math.fma(deltaG3ZL, x1L, deltaG3ZK * x1K);
      sumU23 += Math.fma(deltaG3ZL, x2L, deltaG3ZK * x2K);
      sumA3 += deltaG3ZK + deltaG3ZL;
      sumV11 += Math.fma(deltaH1ZL, g1L, deltaH1ZK * g1K);
      sumV21 += Math.fma(deltaH1ZL, g2L, deltaH1ZK * g2K);
      sumV31 += Math.fma(deltaH1ZL, g3L, deltaH1ZK * g3K);
      sumB1 += deltaH1ZK + deltaH1ZL;
      sumV12 += Math.fma(deltaH2ZL, g1L, deltaH2ZK * g1K);
      sumV22 += Math.fma(deltaH2ZL, g2L, deltaH2ZK * g2K);
      sumV32 += Math.fma(deltaH2ZL, g3L, deltaH2ZK * g3K);
      sumB2 += deltaH2ZK + deltaH2ZL;
      sumW1 += Math.fma(deltaYZL, h1L, deltaYZK * h1K);
      sumW2 += Math.fma(deltaYZL, h2L, deltaYZK * h2K);
      sumC += deltaYZK + deltaYZL;
    }
    for (int e = rest; e < first + count; e++) {
      final float x1 = inputs[e * 2];
      final float x2 = inputs[e * 2 + 1];
      final float g1 = sigmoid(Math.fma(u21, x2, u11 * x1) + a1);
      final float g2 = sigmoid(Math.fma(u22, x2, u12 * x1) + a2);
      final float g3 = sigmoid(Math.fma(u23, x2, u13 * x1) + a3);
      final float h1 = sigmoid(Math.fma(v31, g3, Math.fma(v21, g2, v11 * g1)) + b1);
      final float h2 = sigmoid(Math.fma(v32, g3, Math.fma(v22, g2, v12 * g1)) + b2);
      final float y = sigmoid(Math.fma(w2, h2, w1 * h1) + c);
      final float t = targets[e];
      final float deltaY = y - t;
      final float loss = 0.5f * (deltaY * deltaY);
      final float deltaYZ = deltaY * (y * (1.0f - y));
      final float deltaH2 = deltaYZ * w2;
      final float deltaH2Z = deltaH2 * (h2 * (1.0f - h2));
      final float deltaH1 = deltaYZ * w1;
      final float deltaH1Z = deltaH1 * (h1 * (1.0f - h1));
      final float deltaG1 = Math.fma(deltaH1Z, v11, deltaH2Z * v12);
      final float deltaG1Z = deltaG1 * (g1 * (1.0f - g1));
      final float deltaG2 = Math.fma(deltaH1Z, v21, deltaH2Z * v22);
      final float deltaG2Z = deltaG2 * (g2 * (1.0f - g2));
      final float deltaG3 = Math.fma(deltaH1Z, v31, deltaH2Z * v32);
      final float deltaG3Z = deltaG3 * (g3 * (1.0f - g3));
      lossSum += loss;
      sumU11 = Math.fma(deltaG1Z, x1, sumU11);
      sumU21 = Math.fma(deltaG1Z, x2, sumU21);
      sumA1 += deltaG1Z;
      sumU12 = Math.fma(deltaG2Z, x1, sumU12);
      sumU22 = Math.fma(deltaG2Z, x2, sumU22);
      sumA2 += deltaG2Z;
      sumU13 = Math.fma(deltaG3Z, x1, sumU13);
      sumU23 = Math.fma(deltaG3Z, x2, sumU23);
      sumA3 += deltaG3Z;
      sumV11 = Math.fma(deltaH1Z, g1, sumV11);
      sumV21 = Math.fma(deltaH1Z, g2, sumV21);
      sumV31 = Math.fma(deltaH1Z, g3, sumV31);
      sumB1 += deltaH1Z;
      sumV12 = Math.fma(deltaH2Z, g1, sumV12);
      sumV22 = Math.fma(deltaH2Z, g2, sumV22);
      sumV32 = Math.fma(deltaH2Z, g3, sumV32);
      sumB2 += deltaH2Z;
      sumW1 = Math.fma(deltaYZ, h1, sumW1);
      sumW2 = Math.fma(deltaYZ, h2, sumW2);
      sumC += deltaYZ;
    }
    final float scale = 1.0f / (float) count;
    gradient[0] = sumU11 * scale;
    gradient[1] = sumU21 * scale;
    gradient[2] = sumA1 * scale;
    gradient[3] = sumU12 * scale;
    gradient[4] = sumU22 * scale;
    gradient[5] = sumA2 * scale;
    gradient[6] = sumU13 * scale;
    gradient[7] = sumU23 * scale;
    gradient[8] = sumA3 * scale;
    gradient[9] = sumV11 * scale;
    gradient[10] = sumV21 * scale;
    gradient[11] = sumV31 * scale;
    gradient[12] = sumB1 * scale;
    gradient[13] = sumV12 * scale;
    gradient[14] = sumV22 * scale;
    gradient[15] = sumV32 * scale;
    gradient[16] = sumB2 * scale;
    gradient[17] = sumW1 * scale;
    gradient[18] = sumW2 * scale;
    gradient[19] = sumC * scale;
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
