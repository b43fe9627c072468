import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Elementary;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.RandomStream;
import dev.bpnet.runtime.TrainingDefaults;
import java.util.Arrays;

/**
 * Centres by the batch in training and by a running mean in prediction; noise in training only.
 *
 * <p>Architecture:
 * <pre>
 * input      x     [3]
 * target     t     [2]
 * parameter  h.W   [4, 3]  xavier_uniform
 * parameter  h.b   [4]     zeros
 * parameter  y.W   [2, 4]  xavier_uniform
 * parameter  y.b   [2]     zeros
 * state      seen  [4]     zeros
 * output     y     [2]
 * </pre>
 *
 * <p>Formulas, as model.bpnet has them:
 * <pre>
 * network Statistics(units = 4, rate = 0.25) &#123;
 *     input  x[3]
 *     target t[2]
 *     state  seen[units]
 *
 *     h = x |&gt; dense(units)
 *     if training &#123;
 *         centre = batch_mean(h)
 *         update seen = 0.9 * seen + 0.1 * centre
 *         keep = random_uniform([units]) &gt;= rate
 *         g = tanh(h - centre) * keep / (1 - rate)
 *     &#125; else &#123;
 *         g = tanh(h - seen)
 *     &#125;
 *     output y = g |&gt; dense(2)
 *
 *     loss huber(y, t)
 * &#125;
 * </pre>
 *
 * <p>Plan: loops: no straight-line form.
 * <ul>
 * <li>h: example by example, sums in locals (3x4 = 12 products; 4 units, up to 12)
 * <li>y: example by example, sums in locals (4x2 = 8 products; 2 units, up to 12)
 * <li>derivative by g: example by example, sums in locals (2x4 = 8 products; 4 units, up to 12)
 * <li>derivative by h.W: element by element, summed over the batch (4x3 = 12 products; 3 units, up to 12)
 * <li>derivative by y.W: element by element, summed over the batch (2x4 = 8 products; 4 units, up to 12)
 * </ul>
 *
 * <p>Generated; change the model instead.
 */
public final class Statistics implements Network.OfFloat {
  private static final Description DESCRIPTION = Description.of("Statistics", Description.Precision.FLOAT)
      .source("model.bpnet", "1af4f724f409104d")
      .plan("loops: no straight-line form")
      .input("x", 3)
      .target("t", 2)
      .trained("h.W", Initializer.xavierUniform(), 4, 3)
      .trained("h.b", Initializer.zeros(), 4)
      .trained("y.W", Initializer.xavierUniform(), 2, 4)
      .trained("y.b", Initializer.zeros(), 2)
      .state("seen", Initializer.zeros(), 4)
      .output("y", 2)
      .training(TrainingDefaults.of()
          .withOptimizer(TrainingDefaults.Call.of("adam").with("rate", 0.001))
          .withBatch(32).withEpochs(100)
          .withSeed(1L))
      .build();

  private final float[] parameters;

  /**
   * h, [4].
   */
  private float[][] h;

  /**
   * g, [4].
   */
  private float[][] g;

  /**
   * y, [2].
   */
  private float[][] y;

  private float[] sum;

  /**
   * centre, [4].
   */
  private final float[] centre = new float[4];

  private float[][] tanh;

  private float[][] toReal;

  /**
   * g, [4].
   */
  private float[][] g2;

  /**
   * y, [2].
   */
  private float[][] y2;

  private float[][] abs;

  private boolean[][] condition;

  private float[] sum2;

  /**
   * Derivative by y, [2].
   */
  private float[][] deltaY;

  /**
   * Derivative by g, [4].
   */
  private float[][] deltaG;

  /**
   * A derivative, [4].
   */
  private float[][] delta;

  /**
   * A derivative, [4].
   */
  private final float[] delta2 = new float[4];

  /**
   * Derivative by h, [4].
   */
  private float[][] deltaH;

  /**
   * States to come.
   */
  private final float[] newStates = new float[4];

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[3], new int[0],
      new float[2], new int[0]);

  private final float[] oneOutput = new float[DESCRIPTION.outputSize()];

  private Examples.OfFloat examples;

  private int first;

  private int count;

  private float[] gradient;

  private double meanLoss;

  private int capacity;

  private long seed;

  private long step;

  /**
   * A network whose parameters are drawn by the seed of its {@code train} block.
   */
  public Statistics() {
    this(new float[30]);
    initialize(DESCRIPTION.training().seed());
  }

  private Statistics(float[] parameters) {
    this.parameters = parameters;
    grow(1);
  }

  /**
   * Makes room for a batch of {@code examples}.
   */
  private void grow(int examples) {
    h = new float[examples][4];
    g = new float[examples][4];
    y = new float[examples][2];
    sum = new float[examples];
    tanh = new float[examples][4];
    toReal = new float[examples][4];
    g2 = new float[examples][4];
    y2 = new float[examples][2];
    abs = new float[examples][2];
    condition = new boolean[examples][2];
    sum2 = new float[examples];
    deltaY = new float[examples][2];
    deltaG = new float[examples][4];
    delta = new float[examples][4];
    deltaH = new float[examples][4];
    capacity = examples;
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
  public Statistics sharing() {
    final Statistics other = new Statistics(parameters);
    other.prepare();
    return other;
  }

  @Override
  public void prepare() {
  }

  @Override
  public void predict(Examples.OfFloat examples, int from, int to, float[] outputs) {
    this.examples = examples;
    final float[] y = this.y[0];
    for (int e = from; e < to; e++) {
      forward(e, 0);
      forward2(0);
      System.arraycopy(y, 0, outputs, (e - from) * 2, 2);
    }
  }

  @Override
  public double evaluate(Examples.OfFloat examples, int from, int to, double[] metrics) {
    this.examples = examples;
    final float[] sum = this.sum;
    double lossSum = 0.0;
    for (int e = from; e < to; e++) {
      forward(e, 0);
      forward2(0);
      lossTerms(e, 0);
      lossSum += sum[0] / 2.0f;
    }
    return lossSum / (to - from);
  }

  @Override
  public void beginStep(Examples.OfFloat examples, int from, int to, float[] gradient) {
    this.examples = examples;
    first = from;
    count = to - from;
    this.gradient = gradient;
    if (count > capacity) {
      grow(count);
    }
  }

  @Override
  public int phaseCount() {
    return 6;
  }

  @Override
  public Network.Phase phase(int number) {
    return switch (number) {
      case 0 -> Network.Phase.EXAMPLES;
      case 1 -> Network.Phase.WHOLE;
      case 2 -> Network.Phase.EXAMPLES;
      case 3 -> Network.Phase.WHOLE;
      case 4 -> Network.Phase.EXAMPLES;
      case 5 -> Network.Phase.WHOLE;
      default -> throw new IllegalArgumentException("phase " + number);
    };
  }

  @Override
  public int phaseExtent(int number) {
    return switch (number) {
      case 0 -> count;
      case 1 -> 1;
      case 2 -> count;
      case 3 -> 1;
      case 4 -> count;
      case 5 -> 1;
      default -> throw new IllegalArgumentException("phase " + number);
    };
  }

  @Override
  public long phaseWork(int number) {
    return switch (number) {
      case 0 -> 88L;
      case 1 -> 12L;
      case 2 -> 139L;
      case 3 -> 14L;
      case 4 -> 4L;
      case 5 -> 16L;
      default -> throw new IllegalArgumentException("phase " + number);
    };
  }

  @Override
  public void runPhase(int number, int from, int to) {
    switch (number) {
      case 0 -> examples(from, to);
      case 1 -> batch2();
      case 2 -> examples3(from, to);
      case 3 -> batch4();
      case 4 -> examples5(from, to);
      case 5 -> gradients();
      default -> throw new IllegalArgumentException("phase " + number);
    }
  }

  @Override
  public double endStep() {
    return meanLoss;
  }

  @Override
  public void updateStates() {
    final float[] newStates = this.newStates;
    final float[] parameters = this.parameters;
    System.arraycopy(newStates, 0, parameters, 26, 4);
  }

  @Override
  public void randomStream(long seed, long step) {
    this.seed = seed;
    this.step = step;
  }

  /**
   * y of one example. Not thread-safe: one instance per thread.
   */
  public float[] y(float x0, float x1, float x2) {
    one.inputs()[0] = x0;
    one.inputs()[1] = x1;
    one.inputs()[2] = x2;
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 0, 2);
  }

  /**
   * Computes h.
   */
  private void forward(int e, int b) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] h = this.h[b];
    float sum0 = parameters[12];
    float sum1 = parameters[13];
    float sum2 = parameters[14];
    float sum3 = parameters[15];
    for (int i = 0; i < 3; i++) {
      final float x = inputs[e * 3 + i];
      sum0 = Math.fma(parameters[i], x, sum0);
      sum1 = Math.fma(parameters[i + 3], x, sum1);
      sum2 = Math.fma(parameters[i + 6], x, sum2);
      sum3 = Math.fma(parameters[i + 9], x, sum3);
    }
    h[0] = sum0;
    h[1] = sum1;
    h[2] = sum2;
    h[3] = sum3;
  }

  /**
   * Computes g, y.
   */
  private void forward2(int b) {
    final float[] g = this.g[b];
    final float[] h = this.h[b];
    final float[] parameters = this.parameters;
    final float[] y = this.y[b];
    for (int i = 0; i < 4; i++) {
      g[i] = tanh(h[i] - parameters[i + 26]);
    }
    float sum0 = parameters[24];
    float sum1 = parameters[25];
    for (int i = 0; i < 4; i++) {
      final float g2 = g[i];
      sum0 = Math.fma(parameters[i + 16], g2, sum0);
      sum1 = Math.fma(parameters[i + 20], g2, sum1);
    }
    y[0] = sum0;
    y[1] = sum1;
  }

  private void lossTerms(int e, int b) {
    final float[] targets = examples.targets();
    final float[] y = this.y[b];
    final float[] sum = this.sum;
    float sum2 = 0.0f;
    for (int i = 0; i < 2; i++) {
      final float d = targets[e * 2 + i] - y[i];
      final float abs = Math.abs(d);
      sum2 += abs <= 1.0f ? 0.5f * (d * d) : abs - 0.5f;
    }
    sum[b] = sum2;
  }

  /**
   * Computes centre.
   */
  private void sums() {
    final float[] centre = this.centre;
    final float scale = 1.0f / (float) count;
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3 = 0.0f;
    for (int b = 0; b < count; b++) {
      final float[] h = this.h[b];
      sum0 += h[0];
      sum1 += h[1];
      sum2 += h[2];
      sum3 += h[3];
    }
    centre[0] = sum0 * scale;
    centre[1] = sum1 * scale;
    centre[2] = sum2 * scale;
    centre[3] = sum3 * scale;
  }

  /**
   * Computes g, y, the derivative by y, the derivative by g.
   */
  private void sums2(int e, int b) {
    final float[] tanh = this.tanh[b];
    final float[] h = this.h[b];
    final float[] centre = this.centre;
    final float[] g2 = this.g2[b];
    final float[] toReal = this.toReal[b];
    final float[] parameters = this.parameters;
    final float[] y2 = this.y2[b];
    final float[] abs = this.abs[b];
    final float[] targets = examples.targets();
    final boolean[] condition = this.condition[b];
    final float[] sum2 = this.sum2;
    final float[] deltaY = this.deltaY[b];
    final float[] deltaG = this.deltaG[b];
    final float[] delta = this.delta[b];
    for (int i = 0; i < 4; i++) {
      tanh[i] = tanh(h[i] - centre[i]);
    }
    for (int i = 0; i < 4; i++) {
      g2[i] = tanh[i] * toReal[i] / 0.75f;
    }
    float sum0 = parameters[24];
    float sum1 = parameters[25];
    for (int i = 0; i < 4; i++) {
      final float g = g2[i];
      sum0 = Math.fma(parameters[i + 16], g, sum0);
      sum1 = Math.fma(parameters[i + 20], g, sum1);
    }
    y2[0] = sum0;
    y2[1] = sum1;
    for (int i = 0; i < 2; i++) {
      abs[i] = Math.abs(targets[e * 2 + i] - y2[i]);
    }
    for (int i = 0; i < 2; i++) {
      condition[i] = abs[i] <= 1.0f;
    }
    float sum = 0.0f;
    for (int i = 0; i < 2; i++) {
      final float d = targets[e * 2 + i] - y2[i];
      sum += condition[i] ? 0.5f * (d * d) : abs[i] - 0.5f;
    }
    sum2[b] = sum;
    for (int i = 0; i < 2; i++) {
      final float d = targets[e * 2 + i] - y2[i];
      deltaY[i] = condition[i] ? -0.5f * d : -0.5f * Elementary.sign(d);
    }
    float sum0_2 = 0.0f;
    float sum1_2 = 0.0f;
    float sum2_2 = 0.0f;
    float sum3 = 0.0f;
    for (int i = 0; i < 2; i++) {
      final float deltaY2 = deltaY[i];
      sum0_2 = Math.fma(parameters[i * 4 + 16], deltaY2, sum0_2);
      sum1_2 = Math.fma(parameters[i * 4 + 17], deltaY2, sum1_2);
      sum2_2 = Math.fma(parameters[i * 4 + 18], deltaY2, sum2_2);
      sum3 = Math.fma(parameters[i * 4 + 19], deltaY2, sum3);
    }
    deltaG[0] = sum0_2;
    deltaG[1] = sum1_2;
    deltaG[2] = sum2_2;
    deltaG[3] = sum3;
    for (int i = 0; i < 4; i++) {
      final float tanh2 = tanh[i];
      delta[i] = deltaG[i] / 0.75f * toReal[i] * (1.0f - tanh2 * tanh2);
    }
  }

  private void backward(int b) {
    final float[] toReal = this.toReal[b];
    for (int i = 0; i < 4; i++) {
      toReal[i] = 0.25f
          <= RandomStream.uniform(RandomStream.next(RandomStream.start(seed, step, 0), b), i) ? 1.0f : 0.0f;
    }
  }

  /**
   * Computes the derivative by y.W, the derivative by y.b.
   */
  private void sums3() {
    final float[] delta2 = this.delta2;
    final float[] gradient = this.gradient;
    final float scale = 1.0f / (float) count;
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3 = 0.0f;
    for (int b = 0; b < count; b++) {
      final float[] delta = this.delta[b];
      sum0 += delta[0];
      sum1 += delta[1];
      sum2 += delta[2];
      sum3 += delta[3];
    }
    delta2[0] = sum0 * scale;
    delta2[1] = sum1 * scale;
    delta2[2] = sum2 * scale;
    delta2[3] = sum3 * scale;
    for (int i = 0; i < 2; i++) {
      float sum0_2 = 0.0f;
      float sum1_2 = 0.0f;
      float sum2_2 = 0.0f;
      float sum3_2 = 0.0f;
      for (int b = 0; b < count; b++) {
        final float[] deltaY = this.deltaY[b];
        final float[] g2 = this.g2[b];
        final float deltaY2 = deltaY[i];
        sum0_2 = Math.fma(deltaY2, g2[0], sum0_2);
        sum1_2 = Math.fma(deltaY2, g2[1], sum1_2);
        sum2_2 = Math.fma(deltaY2, g2[2], sum2_2);
        sum3_2 = Math.fma(deltaY2, g2[3], sum3_2);
      }
      gradient[i * 4 + 16] = sum0_2 * scale;
      gradient[i * 4 + 17] = sum1_2 * scale;
      gradient[i * 4 + 18] = sum2_2 * scale;
      gradient[i * 4 + 19] = sum3_2 * scale;
    }
    float sum0_2 = 0.0f;
    float sum1_2 = 0.0f;
    for (int b = 0; b < count; b++) {
      final float[] deltaY = this.deltaY[b];
      sum0_2 += deltaY[0];
      sum1_2 += deltaY[1];
    }
    gradient[24] = sum0_2 * scale;
    gradient[25] = sum1_2 * scale;
  }

  /**
   * Computes the derivative by h.
   */
  private void sums4(int b) {
    final float[] deltaH = this.deltaH[b];
    final float[] delta = this.delta[b];
    final float[] delta2 = this.delta2;
    for (int i = 0; i < 4; i++) {
      deltaH[i] = delta[i] - delta2[i];
    }
  }

  /**
   * Computes the derivative by h.W, the derivative by h.b.
   */
  private void sums5() {
    final float[] inputs = examples.inputs();
    final float[] gradient = this.gradient;
    final float scale = 1.0f / (float) count;
    for (int i = 0; i < 4; i++) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      for (int b = 0; b < count; b++) {
        final float[] deltaH = this.deltaH[b];
        final float deltaH2 = deltaH[i];
        sum0 = Math.fma(deltaH2, inputs[first * 3 + b * 3], sum0);
        sum1 = Math.fma(deltaH2, inputs[first * 3 + b * 3 + 1], sum1);
        sum2 = Math.fma(deltaH2, inputs[first * 3 + b * 3 + 2], sum2);
      }
      gradient[i * 3] = sum0 * scale;
      gradient[i * 3 + 1] = sum1 * scale;
      gradient[i * 3 + 2] = sum2 * scale;
    }
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3 = 0.0f;
    for (int b = 0; b < count; b++) {
      final float[] deltaH = this.deltaH[b];
      sum0 += deltaH[0];
      sum1 += deltaH[1];
      sum2 += deltaH[2];
      sum3 += deltaH[3];
    }
    gradient[12] = sum0 * scale;
    gradient[13] = sum1 * scale;
    gradient[14] = sum2 * scale;
    gradient[15] = sum3 * scale;
  }

  /**
   * Forward and backward.
   */
  private void examples(int from, int to) {
    for (int b = from; b < to; b++) {
      forward(first + b, b);
    }
    for (int b = from; b < to; b++) {
      backward(b);
    }
  }

  /**
   * Sums over the batch.
   */
  private void batch2() {
    sums();
  }

  /**
   * Forward and backward.
   */
  private void examples3(int from, int to) {
    for (int b = from; b < to; b++) {
      sums2(first + b, b);
    }
  }

  /**
   * Sums over the batch.
   */
  private void batch4() {
    sums3();
  }

  /**
   * Forward and backward.
   */
  private void examples5(int from, int to) {
    for (int b = from; b < to; b++) {
      sums4(b);
    }
  }

  /**
   * Sums over the batch: loss and gradients.
   */
  private void gradients() {
    final float[] newStates = this.newStates;
    final float[] parameters = this.parameters;
    final float[] centre = this.centre;
    final float[] sum2 = this.sum2;
    sums5();
    for (int i = 0; i < 4; i++) {
      newStates[i] = 0.9f * parameters[i + 26] + 0.1f * centre[i];
    }
    double lossSum = 0.0;
    for (int b = 0; b < count; b++) {
      lossSum += sum2[b] / 2.0f;
    }
    meanLoss = lossSum / count;
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
}
