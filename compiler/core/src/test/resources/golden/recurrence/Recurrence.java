import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Elementary;
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
   * Value of h, of shape [5].
   */
  private float[][] h;

  private float[][] valueSteps;

  private float[][] value;

  private float[][] value2;

  /**
   * Value of h, of shape [5].
   */
  private float[][] h2;

  private float[] value3;

  private float[] value4;

  /**
   * Value of h, of shape [5].
   */
  private float[][] h3;

  private float[][] valueSteps2;

  /**
   * Value of h, of shape [5].
   */
  private float[][] hSteps;

  /**
   * Value of h, of shape [5].
   */
  private float[][] hSteps2;

  private float[][] value5;

  private float[][] value6;

  /**
   * Value of h, of shape [5].
   */
  private float[][] h4;

  private float[] value7;

  private float[] value8;

  /**
   * Derivative by an inner value, of shape [20].
   */
  private float[][] delta;

  /**
   * Derivative by an inner value, of shape [5].
   */
  private float[][] delta2;

  /**
   * Derivative by an inner value, of shape [5, 5].
   */
  private float[][] delta3;

  /**
   * Derivative by an inner value, of shape [5, 3].
   */
  private float[][] delta4;

  /**
   * Derivative by an inner value, of shape [5].
   */
  private float[][] delta5;

  /**
   * Derivative by an inner value, of shape [5].
   */
  private float[][] delta6;

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[60], new int[0], new float[20], new int[0]);

  private final float[] oneOutput = new float[DESCRIPTION.outputSize()];

  private Examples.OfFloat examples;

  private int first;

  private int count;

  private float[] gradient;

  private double loss;

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
    capacity = examples;
    h = new float[examples][5];
    valueSteps = new float[examples][20];
    value = new float[examples][5];
    value2 = new float[examples][5];
    h2 = new float[examples][5];
    value3 = new float[examples];
    value4 = new float[examples];
    h3 = new float[examples][5];
    valueSteps2 = new float[examples][20];
    hSteps = new float[examples][100];
    hSteps2 = new float[examples][100];
    value5 = new float[examples][5];
    value6 = new float[examples][5];
    h4 = new float[examples][5];
    value7 = new float[examples];
    value8 = new float[examples];
    delta = new float[examples][20];
    delta2 = new float[examples][5];
    delta3 = new float[examples][25];
    delta4 = new float[examples][15];
    delta5 = new float[examples][5];
    delta6 = new float[examples][5];
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
    final float[] valueSteps = this.valueSteps[0];
    final float[] h = this.h[0];
    for (int e = from; e < to; e++) {
      forward(e, 0);
      System.arraycopy(valueSteps, 0, outputs, (e - from) * 25, 20);
      System.arraycopy(h, 0, outputs, (e - from) * 25 + 20, 5);
    }
  }

  @Override
  public double evaluate(Examples.OfFloat examples, int from, int to, double[] metrics) {
    this.examples = examples;
    final float[] value4 = this.value4;
    double lossSum = 0.0;
    for (int e = from; e < to; e++) {
      forward(e, 0);
      lossTerms(e, 0);
      lossSum += value4[0] / 20.0f;
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
  public void runPhase(int number, int from, int to) {
    switch (number) {
      case 0 -> examples(from, to);
      case 1 -> gradients();
      default -> throw new IllegalArgumentException("phase " + number);
    }
  }

  @Override
  public double endStep() {
    return loss;
  }

  /**
   * y of one example.
   *
   * @param x of shape [20, 3], row-major
   */
  public float[] y(float[] x) {
    System.arraycopy(x, 0, one.inputs(), 0, 60);
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 0, 20);
  }

  /**
   * last of one example.
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
    final float[] value = this.value[b];
    final float[] inputs = examples.inputs();
    final float[] value2 = this.value2[b];
    final float[] h2 = this.h2[b];
    final float[] value3 = this.value3;
    final float[] valueSteps = this.valueSteps[b];
    Arrays.fill(h, 0.0f);
    for (int i = 0; i < 20; i++) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      float sum3 = 0.0f;
      float sum4 = 0.0f;
      for (int i2 = 0; i2 < 5; i2++) {
        final float h3 = h[i2];
        sum0 = Math.fma(parameters[i2 + 15], h3, sum0);
        sum1 = Math.fma(parameters[i2 + 20], h3, sum1);
        sum2 = Math.fma(parameters[i2 + 25], h3, sum2);
        sum3 = Math.fma(parameters[i2 + 30], h3, sum3);
        sum4 = Math.fma(parameters[i2 + 35], h3, sum4);
      }
      value[0] = sum0;
      value[1] = sum1;
      value[2] = sum2;
      value[3] = sum3;
      value[4] = sum4;
      float sum0_2 = value[0];
      float sum1_2 = value[1];
      float sum2_2 = value[2];
      float sum3_2 = value[3];
      float sum4_2 = value[4];
      for (int i2 = 0; i2 < 3; i2++) {
        final float x = inputs[e * 60 + i * 3 + i2];
        sum0_2 = Math.fma(parameters[i2], x, sum0_2);
        sum1_2 = Math.fma(parameters[i2 + 3], x, sum1_2);
        sum2_2 = Math.fma(parameters[i2 + 6], x, sum2_2);
        sum3_2 = Math.fma(parameters[i2 + 9], x, sum3_2);
        sum4_2 = Math.fma(parameters[i2 + 12], x, sum4_2);
      }
      value2[0] = sum0_2;
      value2[1] = sum1_2;
      value2[2] = sum2_2;
      value2[3] = sum3_2;
      value2[4] = sum4_2;
      for (int i2 = 0; i2 < 5; i2++) {
        h2[i2] = Elementary.tanh(value2[i2]);
      }
      float sum = 0.0f;
      for (int i2 = 0; i2 < 5; i2++) {
        final float h3 = h2[i2];
        sum += h3 * h3;
      }
      value3[b] = sum;
      valueSteps[i] = value3[b];
      System.arraycopy(h2, 0, h, 0, 5);
    }
  }

  private void lossTerms(int e, int b) {
    final float[] targets = examples.targets();
    final float[] valueSteps = this.valueSteps[b];
    final float[] value4 = this.value4;
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3 = 0.0f;
    for (int i = 0; i < 20; i += 4) {
      final float value = targets[e * 20 + i] - valueSteps[i];
      sum0 += value * value;
      final float value2 = targets[e * 20 + i + 1] - valueSteps[i + 1];
      sum1 += value2 * value2;
      final float value3 = targets[e * 20 + i + 2] - valueSteps[i + 2];
      sum2 += value3 * value3;
      final float value5 = targets[e * 20 + i + 3] - valueSteps[i + 3];
      sum3 += value5 * value5;
    }
    value4[b] = sum0 + sum1 + (sum2 + sum3);
  }

  /**
   * Computes the loop over i.
   */
  private void backward(int e, int b) {
    final float[] h3 = this.h3[b];
    final float[] parameters = this.parameters;
    final float[] value5 = this.value5[b];
    final float[] inputs = examples.inputs();
    final float[] value6 = this.value6[b];
    final float[] h4 = this.h4[b];
    final float[] value7 = this.value7;
    final float[] valueSteps2 = this.valueSteps2[b];
    final float[] hSteps = this.hSteps[b];
    final float[] hSteps2 = this.hSteps2[b];
    final float[] targets = examples.targets();
    final float[] value8 = this.value8;
    final float[] delta = this.delta[b];
    Arrays.fill(h3, 0.0f);
    for (int i = 0; i < 20; i++) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      float sum3 = 0.0f;
      float sum4 = 0.0f;
      for (int i2 = 0; i2 < 5; i2++) {
        final float h = h3[i2];
        sum0 = Math.fma(parameters[i2 + 15], h, sum0);
        sum1 = Math.fma(parameters[i2 + 20], h, sum1);
        sum2 = Math.fma(parameters[i2 + 25], h, sum2);
        sum3 = Math.fma(parameters[i2 + 30], h, sum3);
        sum4 = Math.fma(parameters[i2 + 35], h, sum4);
      }
      value5[0] = sum0;
      value5[1] = sum1;
      value5[2] = sum2;
      value5[3] = sum3;
      value5[4] = sum4;
      float sum0_2 = value5[0];
      float sum1_2 = value5[1];
      float sum2_2 = value5[2];
      float sum3_2 = value5[3];
      float sum4_2 = value5[4];
      for (int i2 = 0; i2 < 3; i2++) {
        final float x = inputs[e * 60 + i * 3 + i2];
        sum0_2 = Math.fma(parameters[i2], x, sum0_2);
        sum1_2 = Math.fma(parameters[i2 + 3], x, sum1_2);
        sum2_2 = Math.fma(parameters[i2 + 6], x, sum2_2);
        sum3_2 = Math.fma(parameters[i2 + 9], x, sum3_2);
        sum4_2 = Math.fma(parameters[i2 + 12], x, sum4_2);
      }
      value6[0] = sum0_2;
      value6[1] = sum1_2;
      value6[2] = sum2_2;
      value6[3] = sum3_2;
      value6[4] = sum4_2;
      for (int i2 = 0; i2 < 5; i2++) {
        h4[i2] = Elementary.tanh(value6[i2]);
      }
      float sum = 0.0f;
      for (int i2 = 0; i2 < 5; i2++) {
        final float h = h4[i2];
        sum += h * h;
      }
      value7[b] = sum;
      valueSteps2[i] = value7[b];
      System.arraycopy(h3, 0, hSteps, i * 5, 5);
      System.arraycopy(h4, 0, hSteps2, i * 5, 5);
      System.arraycopy(h4, 0, h3, 0, 5);
    }
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3 = 0.0f;
    for (int i = 0; i < 20; i += 4) {
      final float value = targets[e * 20 + i] - valueSteps2[i];
      sum0 += value * value;
      final float value2 = targets[e * 20 + i + 1] - valueSteps2[i + 1];
      sum1 += value2 * value2;
      final float value3 = targets[e * 20 + i + 2] - valueSteps2[i + 2];
      sum2 += value3 * value3;
      final float value4 = targets[e * 20 + i + 3] - valueSteps2[i + 3];
      sum3 += value4 * value4;
    }
    value8[b] = sum0 + sum1 + (sum2 + sum3);
    for (int i = 0; i < 20; i++) {
      delta[i] = -0.2f * (targets[e * 20 + i] - valueSteps2[i]);
    }
  }

  /**
   * Computes the loop over i.
   */
  private void backward2(int e, int b) {
    final float[] delta2 = this.delta2[b];
    final float[] delta3 = this.delta3[b];
    final float[] delta4 = this.delta4[b];
    final float[] hSteps2 = this.hSteps2[b];
    final float[] delta5 = this.delta5[b];
    final float[] delta = this.delta[b];
    final float[] parameters = this.parameters;
    final float[] delta6 = this.delta6[b];
    final float[] hSteps = this.hSteps[b];
    final float[] inputs = examples.inputs();
    Arrays.fill(delta2, 0.0f);
    Arrays.fill(delta3, 0.0f);
    Arrays.fill(delta4, 0.0f);
    for (int i = 19; i >= 0; i--) {
      for (int i2 = 0; i2 < 5; i2++) {
        final float value = hSteps2[i * 5 + i2];
        delta5[i2] = (delta2[i2] + delta[i] * value) * (1.0f - value * value);
      }
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      float sum3 = 0.0f;
      float sum4 = 0.0f;
      for (int i2 = 0; i2 < 5; i2++) {
        final float delta7 = delta5[i2];
        sum0 = Math.fma(parameters[i2 * 5 + 15], delta7, sum0);
        sum1 = Math.fma(parameters[i2 * 5 + 16], delta7, sum1);
        sum2 = Math.fma(parameters[i2 * 5 + 17], delta7, sum2);
        sum3 = Math.fma(parameters[i2 * 5 + 18], delta7, sum3);
        sum4 = Math.fma(parameters[i2 * 5 + 19], delta7, sum4);
      }
      delta6[0] = sum0;
      delta6[1] = sum1;
      delta6[2] = sum2;
      delta6[3] = sum3;
      delta6[4] = sum4;
      for (int i2 = 0; i2 < 5; i2++) {
        for (int j = 0; j < 5; j++) {
          delta3[i2 * 5 + j] += delta5[i2] * hSteps[i * 5 + j];
        }
      }
      for (int i2 = 0; i2 < 5; i2++) {
        for (int j = 0; j < 3; j++) {
          delta4[i2 * 3 + j] += delta5[i2] * inputs[e * 60 + i * 3 + j];
        }
      }
      System.arraycopy(delta6, 0, delta2, 0, 5);
    }
  }

  /**
   * Computes the derivative by W, the derivative by R.
   */
  private void sums() {
    final float[] gradient = this.gradient;
    final float scale = 1.0f / (float) count;
    for (int i = 0; i < 5; i++) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      for (int b = 0; b < count; b++) {
        final float[] delta4 = this.delta4[b];
        sum0 += delta4[i * 3];
        sum1 += delta4[i * 3 + 1];
        sum2 += delta4[i * 3 + 2];
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
      for (int b = 0; b < count; b++) {
        final float[] delta3 = this.delta3[b];
        sum0 += delta3[i * 5];
        sum1 += delta3[i * 5 + 1];
        sum2 += delta3[i * 5 + 2];
        sum3 += delta3[i * 5 + 3];
        sum4 += delta3[i * 5 + 4];
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
      backward2(first + b, b);
    }
  }

  /**
   * Sums over the batch: loss and gradients.
   */
  private void gradients() {
    final float[] value8 = this.value8;
    sums();
    double lossSum = 0.0;
    for (int b = 0; b < count; b++) {
      lossSum += value8[b] / 20.0f;
    }
    loss = lossSum / count;
  }
}
