import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;
import java.util.Arrays;

/**
 * Reads a sequence one step after another with the same weights.
 *
 * <p>Architecture:
 * <pre>
 * input      x     [20, 3]
 * target     t     [20]
 * parameter  W     [5, 3]   xavier_uniform
 * parameter  R     [5, 5]   xavier_uniform
 * output     y     [20]
 * output     last  [5]
 * </pre>
 *
 * <p>Formulas, as model.bpnet has them:
 * <pre>
 * network Recurrence(steps = 20, units = 5) &#123;
 *     input  x[steps, 3]
 *     target t[steps]
 *     param  W[units, 3]
 *     param  R[units, units]
 *
 *     h = zeros([units])
 *     ys = for i in 0..steps &#123;
 *         h = tanh(W &#64; x[i] + R &#64; h)
 *         yield sum(h^2)
 *     &#125;
 *     output y = ys
 *     output last = h
 *
 *     loss mse(y, t)
 * &#125;
 * </pre>
 *
 * <p>Plan: loops: no straight-line form.
 *
 * <p>Generated; change the model instead.
 */
public final class Recurrence implements Network.OfFloat {
  private static final Description DESCRIPTION = Description.of("Recurrence", Description.Precision.FLOAT)
      .source("model.bpnet", "3724897731a5faeb")
      .plan("loops: no straight-line form")
      .input("x", 20, 3)
      .target("t", 20)
      .trained("W", Initializer.xavierUniform(), 5, 3)
      .trained("R", Initializer.xavierUniform(), 5, 5)
      .output("y", 20)
      .output("last", 5)
      .training(TrainingDefaults.of()
          .withOptimizer(TrainingDefaults.Call.of("adam").with("rate", 0.001))
          .withBatch(32).withEpochs(100)
          .withSeed(1L))
      .build();

  private final float[] parameters;

  /**
   * h, [5].
   */
  private float[][] h;

  private float[][] sumSteps;

  private float[][] product;

  private float[][] sum;

  /**
   * h, [5].
   */
  private float[][] h2;

  private float[] sum2;

  private float[] sum3;

  /**
   * h, [5].
   */
  private float[][] h3;

  private float[][] sumSteps2;

  /**
   * h, [5].
   */
  private float[][] hSteps;

  /**
   * h, [5].
   */
  private float[][] hSteps2;

  private float[][] product2;

  private float[][] sum4;

  /**
   * h, [5].
   */
  private float[][] h4;

  private float[] sum5;

  private float[] sum6;

  /**
   * A derivative, [20].
   */
  private float[][] delta;

  /**
   * A derivative, [5].
   */
  private float[][] delta2;

  /**
   * Derivative by h.z, [5].
   */
  private float[][] deltaHZSteps;

  /**
   * Derivative by h.z, [5].
   */
  private float[][] deltaHZ;

  /**
   * A derivative, [5].
   */
  private float[][] delta3;

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[60], new int[0],
      new float[20], new int[0]);

  private final float[] oneOutput = new float[DESCRIPTION.outputSize()];

  private Examples.OfFloat examples;

  private int first;

  private int count;

  private float[] gradient;

  private double meanLoss;

  private int capacity;

  /**
   * A network whose parameters are drawn by the seed of its {@code train} block.
   */
  public Recurrence() {
    this(new float[40]);
    initialize(DESCRIPTION.training().seed());
  }

  private Recurrence(float[] parameters) {
    this.parameters = parameters;
    grow(1);
  }

  /**
   * Makes room for a batch of {@code examples}.
   */
  private void grow(int examples) {
    h = new float[examples][5];
    sumSteps = new float[examples][20];
    product = new float[examples][5];
    sum = new float[examples][5];
    h2 = new float[examples][5];
    sum2 = new float[examples];
    sum3 = new float[examples];
    h3 = new float[examples][5];
    sumSteps2 = new float[examples][20];
    hSteps = new float[examples][100];
    hSteps2 = new float[examples][100];
    product2 = new float[examples][5];
    sum4 = new float[examples][5];
    h4 = new float[examples][5];
    sum5 = new float[examples];
    sum6 = new float[examples];
    delta = new float[examples][20];
    delta2 = new float[examples][5];
    deltaHZSteps = new float[examples][100];
    deltaHZ = new float[examples][5];
    delta3 = new float[examples][5];
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
  public Recurrence sharing() {
    final Recurrence other = new Recurrence(parameters);
    other.prepare();
    return other;
  }

  @Override
  public void prepare() {
  }

  @Override
  public void predict(Examples.OfFloat examples, int from, int to, float[] outputs) {
    this.examples = examples;
    final float[] sumSteps = this.sumSteps[0];
    final float[] h = this.h[0];
    for (int e = from; e < to; e++) {
      forward(e, 0);
      System.arraycopy(sumSteps, 0, outputs, (e - from) * 25, 20);
      System.arraycopy(h, 0, outputs, (e - from) * 25 + 20, 5);
    }
  }

  @Override
  public double evaluate(Examples.OfFloat examples, int from, int to, double[] metrics) {
    this.examples = examples;
    final float[] sum3 = this.sum3;
    double lossSum = 0.0;
    for (int e = from; e < to; e++) {
      forward(e, 0);
      lossTerms(e, 0);
      lossSum += sum3[0] / 20.0f;
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
    return 2;
  }

  @Override
  public Network.Phase phase(int number) {
    return switch (number) {
      case 0 -> Network.Phase.EXAMPLES;
      case 1 -> Network.Phase.WHOLE;
      default -> throw new IllegalArgumentException("phase " + number);
    };
  }

  @Override
  public int phaseExtent(int number) {
    return switch (number) {
      case 0 -> count;
      case 1 -> 1;
      default -> throw new IllegalArgumentException("phase " + number);
    };
  }

  @Override
  public long phaseWork(int number) {
    return switch (number) {
      case 0 -> 4221L;
      case 1 -> 800L;
      default -> throw new IllegalArgumentException("phase " + number);
    };
  }

  @Override
  public void runPhase(int number, int from, int to) {
    switch (number) {
      case 0 -> examples(from, to);
      case 1 -> gradients();
      default -> throw new IllegalArgumentException("phase " + number);
    }
  }

  @Override
  public double endStep() {
    return meanLoss;
  }

  /**
   * y of one example. Not thread-safe: one instance per thread.
   *
   * @param x of shape [20, 3], row-major
   */
  public float[] y(float[] x) {
    System.arraycopy(x, 0, one.inputs(), 0, 60);
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 0, 20);
  }

  /**
   * last of one example. Not thread-safe: one instance per thread.
   *
   * @param x of shape [20, 3], row-major
   */
  public float[] last(float[] x) {
    System.arraycopy(x, 0, one.inputs(), 0, 60);
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 20, 25);
  }

  /**
   * Computes the loop over i.
   */
  private void forward(int e, int b) {
    final float[] h = this.h[b];
    final float[] parameters = this.parameters;
    final float[] product = this.product[b];
    final float[] inputs = examples.inputs();
    final float[] sum = this.sum[b];
    final float[] h2 = this.h2[b];
    final float[] sum2 = this.sum2;
    final float[] sumSteps = this.sumSteps[b];
    Arrays.fill(h, 0.0f);
    for (int i = 0; i < 20; i++) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2_2 = 0.0f;
      float sum3 = 0.0f;
      float sum4 = 0.0f;
      for (int i2 = 0; i2 < 5; i2++) {
        final float h3 = h[i2];
        sum0 = Math.fma(parameters[i2 + 15], h3, sum0);
        sum1 = Math.fma(parameters[i2 + 20], h3, sum1);
        sum2_2 = Math.fma(parameters[i2 + 25], h3, sum2_2);
        sum3 = Math.fma(parameters[i2 + 30], h3, sum3);
        sum4 = Math.fma(parameters[i2 + 35], h3, sum4);
      }
      product[0] = sum0;
      product[1] = sum1;
      product[2] = sum2_2;
      product[3] = sum3;
      product[4] = sum4;
      float sum0_2 = product[0];
      float sum1_2 = product[1];
      float sum2_3 = product[2];
      float sum3_2 = product[3];
      float sum4_2 = product[4];
      for (int i2 = 0; i2 < 3; i2++) {
        final float x = inputs[e * 60 + i * 3 + i2];
        sum0_2 = Math.fma(parameters[i2], x, sum0_2);
        sum1_2 = Math.fma(parameters[i2 + 3], x, sum1_2);
        sum2_3 = Math.fma(parameters[i2 + 6], x, sum2_3);
        sum3_2 = Math.fma(parameters[i2 + 9], x, sum3_2);
        sum4_2 = Math.fma(parameters[i2 + 12], x, sum4_2);
      }
      sum[0] = sum0_2;
      sum[1] = sum1_2;
      sum[2] = sum2_3;
      sum[3] = sum3_2;
      sum[4] = sum4_2;
      for (int i2 = 0; i2 < 5; i2++) {
        h2[i2] = tanh(sum[i2]);
      }
      float sum5 = 0.0f;
      for (int i2 = 0; i2 < 5; i2++) {
        final float h3 = h2[i2];
        sum5 += h3 * h3;
      }
      sum2[b] = sum5;
      sumSteps[i] = sum2[b];
      System.arraycopy(h2, 0, h, 0, 5);
    }
  }

  private void lossTerms(int e, int b) {
    final float[] targets = examples.targets();
    final float[] sumSteps = this.sumSteps[b];
    final float[] sum3 = this.sum3;
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3_2 = 0.0f;
    for (int i = 0; i < 20; i += 4) {
      final float difference = targets[e * 20 + i] - sumSteps[i];
      sum0 += difference * difference;
      final float difference2 = targets[e * 20 + i + 1] - sumSteps[i + 1];
      sum1 += difference2 * difference2;
      final float difference3 = targets[e * 20 + i + 2] - sumSteps[i + 2];
      sum2 += difference3 * difference3;
      final float difference4 = targets[e * 20 + i + 3] - sumSteps[i + 3];
      sum3_2 += difference4 * difference4;
    }
    sum3[b] = sum0 + sum1 + (sum2 + sum3_2);
  }

  /**
   * Computes the loop over i.
   */
  private void backward(int e, int b) {
    final float[] h3 = this.h3[b];
    final float[] parameters = this.parameters;
    final float[] product2 = this.product2[b];
    final float[] inputs = examples.inputs();
    final float[] sum4 = this.sum4[b];
    final float[] h4 = this.h4[b];
    final float[] sum5 = this.sum5;
    final float[] sumSteps2 = this.sumSteps2[b];
    final float[] hSteps = this.hSteps[b];
    final float[] hSteps2 = this.hSteps2[b];
    final float[] targets = examples.targets();
    final float[] sum6 = this.sum6;
    final float[] delta = this.delta[b];
    final float[] delta2 = this.delta2[b];
    final float[] deltaHZ = this.deltaHZ[b];
    final float[] delta3 = this.delta3[b];
    final float[] deltaHZSteps = this.deltaHZSteps[b];
    Arrays.fill(h3, 0.0f);
    for (int i = 0; i < 20; i++) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      float sum3 = 0.0f;
      float sum4_2 = 0.0f;
      for (int i2 = 0; i2 < 5; i2++) {
        final float h = h3[i2];
        sum0 = Math.fma(parameters[i2 + 15], h, sum0);
        sum1 = Math.fma(parameters[i2 + 20], h, sum1);
        sum2 = Math.fma(parameters[i2 + 25], h, sum2);
        sum3 = Math.fma(parameters[i2 + 30], h, sum3);
        sum4_2 = Math.fma(parameters[i2 + 35], h, sum4_2);
      }
      product2[0] = sum0;
      product2[1] = sum1;
      product2[2] = sum2;
      product2[3] = sum3;
      product2[4] = sum4_2;
      float sum0_2 = product2[0];
      float sum1_2 = product2[1];
      float sum2_2 = product2[2];
      float sum3_2 = product2[3];
      float sum4_3 = product2[4];
      for (int i2 = 0; i2 < 3; i2++) {
        final float x = inputs[e * 60 + i * 3 + i2];
        sum0_2 = Math.fma(parameters[i2], x, sum0_2);
        sum1_2 = Math.fma(parameters[i2 + 3], x, sum1_2);
        sum2_2 = Math.fma(parameters[i2 + 6], x, sum2_2);
        sum3_2 = Math.fma(parameters[i2 + 9], x, sum3_2);
        sum4_3 = Math.fma(parameters[i2 + 12], x, sum4_3);
      }
      sum4[0] = sum0_2;
      sum4[1] = sum1_2;
      sum4[2] = sum2_2;
      sum4[3] = sum3_2;
      sum4[4] = sum4_3;
      for (int i2 = 0; i2 < 5; i2++) {
        h4[i2] = tanh(sum4[i2]);
      }
      float sum = 0.0f;
      for (int i2 = 0; i2 < 5; i2++) {
        final float h = h4[i2];
        sum += h * h;
      }
      sum5[b] = sum;
      sumSteps2[i] = sum5[b];
      System.arraycopy(h4, 0, hSteps, i * 5, 5);
      System.arraycopy(h3, 0, hSteps2, i * 5, 5);
      System.arraycopy(h4, 0, h3, 0, 5);
    }
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3 = 0.0f;
    for (int i = 0; i < 20; i += 4) {
      final float difference = targets[e * 20 + i] - sumSteps2[i];
      sum0 += difference * difference;
      final float difference2 = targets[e * 20 + i + 1] - sumSteps2[i + 1];
      sum1 += difference2 * difference2;
      final float difference3 = targets[e * 20 + i + 2] - sumSteps2[i + 2];
      sum2 += difference3 * difference3;
      final float difference4 = targets[e * 20 + i + 3] - sumSteps2[i + 3];
      sum3 += difference4 * difference4;
    }
    sum6[b] = sum0 + sum1 + (sum2 + sum3);
    for (int i = 0; i < 20; i++) {
      delta[i] = -0.2f * (targets[e * 20 + i] - sumSteps2[i]);
    }
    Arrays.fill(delta2, 0.0f);
    for (int i = 19; i >= 0; i--) {
      for (int i2 = 0; i2 < 5; i2++) {
        final float result = hSteps[i * 5 + i2];
        deltaHZ[i2] = (delta2[i2] + delta[i] * result) * (1.0f - result * result);
      }
      float sum0_2 = 0.0f;
      float sum1_2 = 0.0f;
      float sum2_2 = 0.0f;
      float sum3_2 = 0.0f;
      float sum4_2 = 0.0f;
      for (int i2 = 0; i2 < 5; i2++) {
        final float deltaHZ2 = deltaHZ[i2];
        sum0_2 = Math.fma(parameters[i2 * 5 + 15], deltaHZ2, sum0_2);
        sum1_2 = Math.fma(parameters[i2 * 5 + 16], deltaHZ2, sum1_2);
        sum2_2 = Math.fma(parameters[i2 * 5 + 17], deltaHZ2, sum2_2);
        sum3_2 = Math.fma(parameters[i2 * 5 + 18], deltaHZ2, sum3_2);
        sum4_2 = Math.fma(parameters[i2 * 5 + 19], deltaHZ2, sum4_2);
      }
      delta3[0] = sum0_2;
      delta3[1] = sum1_2;
      delta3[2] = sum2_2;
      delta3[3] = sum3_2;
      delta3[4] = sum4_2;
      System.arraycopy(deltaHZ, 0, deltaHZSteps, i * 5, 5);
      System.arraycopy(delta3, 0, delta2, 0, 5);
    }
  }

  /**
   * Computes the derivative by W, the derivative by R.
   */
  private void sums() {
    final float[] inputs = examples.inputs();
    final float[] gradient = this.gradient;
    final float scale = 1.0f / (float) count;
    for (int i = 0; i < 5; i++) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      for (int i2 = 0; i2 < 20; i2++) {
        for (int b = 0; b < count; b++) {
          final float[] deltaHZSteps = this.deltaHZSteps[b];
          final float delta = deltaHZSteps[i2 * 5 + i];
          sum0 = Math.fma(delta, inputs[first * 60 + b * 60 + i2 * 3], sum0);
          sum1 = Math.fma(delta, inputs[first * 60 + b * 60 + i2 * 3 + 1], sum1);
          sum2 = Math.fma(delta, inputs[first * 60 + b * 60 + i2 * 3 + 2], sum2);
        }
      }
      gradient[i * 3] = sum0 * scale;
      gradient[i * 3 + 1] = sum1 * scale;
      gradient[i * 3 + 2] = sum2 * scale;
    }
    for (int i = 0; i < 5; i++) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      float sum3 = 0.0f;
      float sum4 = 0.0f;
      for (int i2 = 0; i2 < 20; i2++) {
        for (int b = 0; b < count; b++) {
          final float[] deltaHZSteps = this.deltaHZSteps[b];
          final float[] hSteps2 = this.hSteps2[b];
          final float delta = deltaHZSteps[i2 * 5 + i];
          sum0 = Math.fma(delta, hSteps2[i2 * 5], sum0);
          sum1 = Math.fma(delta, hSteps2[i2 * 5 + 1], sum1);
          sum2 = Math.fma(delta, hSteps2[i2 * 5 + 2], sum2);
          sum3 = Math.fma(delta, hSteps2[i2 * 5 + 3], sum3);
          sum4 = Math.fma(delta, hSteps2[i2 * 5 + 4], sum4);
        }
      }
      gradient[i * 5 + 15] = sum0 * scale;
      gradient[i * 5 + 16] = sum1 * scale;
      gradient[i * 5 + 17] = sum2 * scale;
      gradient[i * 5 + 18] = sum3 * scale;
      gradient[i * 5 + 19] = sum4 * scale;
    }
  }

  /**
   * Forward and backward.
   */
  private void examples(int from, int to) {
    for (int b = from; b < to; b++) {
      backward(first + b, b);
    }
  }

  /**
   * Sums over the batch: loss and gradients.
   */
  private void gradients() {
    final float[] sum6 = this.sum6;
    sums();
    double lossSum = 0.0;
    for (int b = 0; b < count; b++) {
      lossSum += sum6[b] / 20.0f;
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
