import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Elementary;
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

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[2], new int[0], new float[1], new int[0]);

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
      final float hZ0 = hW00 * x0 + hW01 * x1 + hB0;
      final float hZ1 = hW10 * x0 + hW11 * x1 + hB1;
      final float hZ2 = hW20 * x0 + hW21 * x1 + hB2;
      final float h0 = Elementary.tanh(hZ0);
      final float h1 = Elementary.tanh(hZ1);
      final float h2 = Elementary.tanh(hZ2);
      final float yZ = yW00 * h0 + yW01 * h1 + yW02 * h2 + yB;
      final float y = Elementary.sigmoid(yZ);
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
      final float hZ0 = hW00 * x0 + hW01 * x1 + hB0;
      final float hZ1 = hW10 * x0 + hW11 * x1 + hB1;
      final float hZ2 = hW20 * x0 + hW21 * x1 + hB2;
      final float h0 = Elementary.tanh(hZ0);
      final float h1 = Elementary.tanh(hZ1);
      final float h2 = Elementary.tanh(hZ2);
      final float yZ = yW00 * h0 + yW01 * h1 + yW02 * h2 + yB;
      final float y = Elementary.sigmoid(yZ);
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
      case 0 -> gradients();
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

  /**
   * Loss and gradient of the batch.
   */
  private void gradients() {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] targets = examples.targets();
    final float[] gradient = this.gradient;
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
    for (int e = first; e < first + count; e++) {
      final float x0 = inputs[e * 2];
      final float x1 = inputs[e * 2 + 1];
      final float hZ0 = hW00 * x0 + hW01 * x1 + hB0;
      final float hZ1 = hW10 * x0 + hW11 * x1 + hB1;
      final float hZ2 = hW20 * x0 + hW21 * x1 + hB2;
      final float h0 = Elementary.tanh(hZ0);
      final float h1 = Elementary.tanh(hZ1);
      final float h2 = Elementary.tanh(hZ2);
      final float yZ = yW00 * h0 + yW01 * h1 + yW02 * h2 + yB;
      final float y = Elementary.sigmoid(yZ);
      final float t = targets[e];
      final float deltaY = y - t;
      final float loss = 0.5f * (deltaY * deltaY);
      final float deltaYZ = deltaY * y * (1.0f - y);
      final float deltaHZ0 = yW00 * deltaYZ * (1.0f - h0 * h0);
      final float deltaHZ1 = yW01 * deltaYZ * (1.0f - h1 * h1);
      final float deltaHZ2 = yW02 * deltaYZ * (1.0f - h2 * h2);
      lossSum += loss;
      sumHW00 += deltaHZ0 * x0;
      sumHW01 += deltaHZ0 * x1;
      sumHW10 += deltaHZ1 * x0;
      sumHW11 += deltaHZ1 * x1;
      sumHW20 += deltaHZ2 * x0;
      sumHW21 += deltaHZ2 * x1;
      sumHB0 += deltaHZ0;
      sumHB1 += deltaHZ1;
      sumHB2 += deltaHZ2;
      sumYW00 += deltaYZ * h0;
      sumYW01 += deltaYZ * h1;
      sumYW02 += deltaYZ * h2;
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
    meanLoss = lossSum / count;
  }
}
