import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;
import java.util.Arrays;

/**
 * Rows of a table, chosen by the words of a sentence.
 *
 * <p>Architecture:
 * <pre>
 * input      words      [4] class(30)
 * input      mood       []
 * target     next       [] class(30)
 * parameter  rows       [30, 6]        normal
 * frozen     positions  [4, 6]         uniform
 * output     p          [30]
 * </pre>
 *
 * <p>Formulas, as model.bpnet has them:
 * <pre>
 * network Words(vocabulary = 30, width = 6) &#123;
 *     input  words[4]: class(vocabulary)
 *     input  mood
 *     target next: class(vocabulary)
 *     param  rows[vocabulary, width] = normal(0, 0.1)
 *     frozen param positions[4, width] = uniform(-0.1, 0.1)
 *
 *     meaning = mean(rows[words] * (1 + mood) + positions, axis = 0)
 *     logits = rows &#64; tanh(meaning)
 *     output p = log_softmax(logits)
 *
 *     loss softmax_cross_entropy(logits, next)
 *     metric hit = argmax(logits) == next
 *     metric size = mean(abs(meaning))
 * &#125;
 * </pre>
 *
 * <p>Plan: loops: no straight-line form.
 * <ul>
 * <li>logits: rows added for all examples (6x30 = 180 products; 30 units, above 12)
 * <li>derivative by rows: element by element, summed over the batch (30x6 = 180 products; 6 units, up to 12)
 * </ul>
 *
 * <p>Generated; change the model instead.
 */
public final class Words implements Network.OfFloat {
  private static final Description DESCRIPTION = Description.of("Words", Description.Precision.FLOAT)
      .source("model.bpnet", "e214fdc56084361e")
      .plan("loops: no straight-line form")
      .classInput("words", 30, 4)
      .input("mood")
      .classTarget("next", 30)
      .trained("rows", Initializer.normal(0.0, 0.1), 30, 6)
      .frozen("positions", Initializer.uniform(-0.1, 0.1), 4, 6)
      .output("p", 30)
      .metric("hit")
      .metric("size")
      .training(TrainingDefaults.of()
          .withOptimizer(TrainingDefaults.Call.of("adam").with("rate", 0.001))
          .withBatch(32).withEpochs(100)
          .withSeed(1L))
      .build();

  private final float[] parameters;

  private float[] sum;

  private float[][] sum2;

  /**
   * meaning, [6].
   */
  private float[][] meaning;

  private float[][] tanh;

  /**
   * logits, [30].
   */
  private float[][] logits;

  private float[] maximum;

  private float[][] exp;

  private float[] sum3;

  /**
   * loss.
   */
  private float[] loss;

  /**
   * p, [1].
   */
  private float[] p;

  private int[] argmax;

  private float[] sum4;

  /**
   * Derivative by logits, [30].
   */
  private float[][] deltaLogits;

  /**
   * Derivative by rows, [30, 6].
   */
  private final float[] deltaRows = new float[180];

  /**
   * A derivative, [6].
   */
  private float[][] delta;

  /**
   * A derivative, [1, 6].
   */
  private float[][] delta2;

  /**
   * Derivative by rows, [30, 6].
   */
  private final float[] deltaRows2 = new float[180];

  /**
   * The columns of rows.
   */
  private final float[][] rowsColumns = new float[6][30];

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[1], new int[4],
      new float[0], new int[1]);

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
  public Words() {
    this(new float[204]);
    initialize(DESCRIPTION.training().seed());
  }

  private Words(float[] parameters) {
    this.parameters = parameters;
    grow(1);
  }

  /**
   * Makes room for a batch of {@code examples}.
   */
  private void grow(int examples) {
    sum = new float[examples];
    sum2 = new float[examples][6];
    meaning = new float[examples][6];
    tanh = new float[examples][6];
    logits = new float[examples][30];
    maximum = new float[examples];
    exp = new float[examples][30];
    sum3 = new float[examples];
    loss = new float[examples];
    p = new float[examples];
    argmax = new int[examples];
    sum4 = new float[examples];
    deltaLogits = new float[examples][30];
    delta = new float[examples][6];
    delta2 = new float[examples][6];
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
  public Words sharing() {
    final Words other = new Words(parameters);
    other.prepare();
    return other;
  }

  @Override
  public void prepare() {
    prepareStep();
  }

  @Override
  public void predict(Examples.OfFloat examples, int from, int to, float[] outputs) {
    this.examples = examples;
    if (capacity < 48 && capacity < to - from) {
      grow(Math.min(to - from, 48));
    }
    final float[] maximum = this.maximum;
    final float[] p = this.p;
    for (int e = from; e < to; e += 48) {
      final int size = Math.min(to - e, 48);
      for (int b = 0; b < size; b++) {
        forward(e + b, b);
      }
      logits(0, size);
      for (int b = 0; b < size; b++) {
        forward2(b);
      }
      for (int b = 0; b < size; b++) {
        forward3(b);
      }
      for (int b = 0; b < size; b++) {
        final float[] logits = this.logits[b];
        for (int i = 0; i < 30; i++) {
          outputs[(e + b - from) * 30 + i] = logits[i] - maximum[b] - p[b];
        }
      }
    }
  }

  @Override
  public double evaluate(Examples.OfFloat examples, int from, int to, double[] metrics) {
    this.examples = examples;
    if (capacity < 48 && capacity < to - from) {
      grow(Math.min(to - from, 48));
    }
    final float[] loss = this.loss;
    final int[] argmax = this.argmax;
    final int[] classTargets = examples.classTargets();
    final float[] sum4 = this.sum4;
    double lossSum = 0.0;
    double hitSum = 0.0;
    double sizeSum = 0.0;
    for (int e = from; e < to; e += 48) {
      final int size = Math.min(to - e, 48);
      for (int b = 0; b < size; b++) {
        forward(e + b, b);
      }
      logits(0, size);
      for (int b = 0; b < size; b++) {
        forward2(b);
      }
      for (int b = 0; b < size; b++) {
        lossTerms(e + b, b);
      }
      for (int b = 0; b < size; b++) {
        lossTerms2(b);
      }
      for (int b = 0; b < size; b++) {
        lossSum += loss[b];
        hitSum += argmax[b] == classTargets[e + b] ? 1.0f : 0.0f;
        sizeSum += sum4[b] / 6.0f;
      }
    }
    metrics[0] = hitSum / (to - from);
    metrics[1] = sizeSum / (to - from);
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
      case 0 -> 1393L;
      case 1 -> 384L;
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
   * p of one example. Not thread-safe: one instance per thread.
   */
  public float[] p(int words0, int words1, int words2, int words3, float mood) {
    one.classInputs()[0] = words0;
    one.classInputs()[1] = words1;
    one.classInputs()[2] = words2;
    one.classInputs()[3] = words3;
    one.inputs()[0] = mood;
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 0, 30);
  }

  /**
   * Computes logits.
   */
  private void logits(int from, int to) {
    final float[] rowsColumns3 = this.rowsColumns[3];
    final float[] rowsColumns2 = this.rowsColumns[2];
    final float[] rowsColumns1 = this.rowsColumns[1];
    final float[] rowsColumns = this.rowsColumns[0];
    final float[] rowsColumns5 = this.rowsColumns[5];
    final float[] rowsColumns4 = this.rowsColumns[4];
    for (int b = from; b < to; b++) {
      final float[] tanh = this.tanh[b];
      final float[] logits = this.logits[b];
      final float tanh2 = tanh[0];
      final float tanh3 = tanh[1];
      final float tanh4 = tanh[2];
      final float tanh5 = tanh[3];
      for (int j = 0; j < 30; j++) {
        logits[j] = Math.fma(rowsColumns3[j], tanh5, Math.fma(rowsColumns2[j], tanh4,
            Math.fma(rowsColumns1[j], tanh3, rowsColumns[j] * tanh2)));
      }
    }
    for (int b = from; b < to; b++) {
      final float[] tanh = this.tanh[b];
      final float[] logits = this.logits[b];
      final float tanh2 = tanh[4];
      final float tanh3 = tanh[5];
      for (int j = 0; j < 30; j++) {
        logits[j] = Math.fma(rowsColumns5[j], tanh3, Math.fma(rowsColumns4[j], tanh2, logits[j]));
      }
    }
  }

  /**
   * Computes meaning.
   */
  private void forward(int e, int b) {
    final float[] sum = this.sum;
    final float[] inputs = examples.inputs();
    final float[] parameters = this.parameters;
    final int[] classInputs = examples.classInputs();
    final float[] sum2 = this.sum2[b];
    final float[] meaning = this.meaning[b];
    final float[] tanh = this.tanh[b];
    sum[b] = 1.0f + inputs[e];
    for (int i = 0; i < 6; i++) {
      float sum3 = 0.0f;
      for (int i2 = 0; i2 < 4; i2++) {
        sum3 += parameters[classInputs[e * 4 + i2] * 6 + i] * sum[b] + parameters[i2 * 6 + i + 180];
      }
      sum2[i] = sum3;
    }
    for (int i = 0; i < 6; i++) {
      meaning[i] = sum2[i] / 4.0f;
    }
    for (int i = 0; i < 6; i++) {
      tanh[i] = tanh(meaning[i]);
    }
  }

  private void forward2(int b) {
    final float[] logits = this.logits[b];
    final float[] maximum = this.maximum;
    final float[] exp = this.exp[b];
    final float[] sum3 = this.sum3;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < 30; i++) {
      max = Math.max(max, logits[i]);
    }
    maximum[b] = max;
    for (int i = 0; i < 30; i++) {
      exp[i] = exp(logits[i] - maximum[b]);
    }
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3_2 = 0.0f;
    for (int i = 0; i < 28; i += 4) {
      sum0 += exp[i];
      sum1 += exp[i + 1];
      sum2 += exp[i + 2];
      sum3_2 += exp[i + 3];
    }
    sum0 += exp[28];
    sum1 += exp[29];
    sum3[b] = sum0 + sum1 + (sum2 + sum3_2);
  }

  /**
   * Computes loss.
   */
  private void lossTerms(int e, int b) {
    final float[] loss = this.loss;
    final float[] logits = this.logits[b];
    final int[] classTargets = examples.classTargets();
    final float[] maximum = this.maximum;
    final float[] sum3 = this.sum3;
    loss[b] = -(logits[classTargets[e]] - maximum[b] - log(sum3[b]));
  }

  /**
   * Computes p.
   */
  private void forward3(int b) {
    final float[] p = this.p;
    final float[] sum3 = this.sum3;
    p[b] = log(sum3[b]);
  }

  private void lossTerms2(int b) {
    final float[] logits = this.logits[b];
    final int[] argmax = this.argmax;
    final float[] meaning = this.meaning[b];
    final float[] sum4 = this.sum4;
    float best = Float.NEGATIVE_INFINITY;
    int bestIndex = 0;
    for (int i = 0; i < 30; i++) {
      final float logits2 = logits[i];
      final boolean wins = best == best && !(logits2 <= best);
      bestIndex = wins ? i : bestIndex;
      best = wins ? logits2 : best;
    }
    argmax[b] = bestIndex;
    float sum = 0.0f;
    for (int i = 0; i < 6; i++) {
      sum += Math.abs(meaning[i]);
    }
    sum4[b] = sum;
  }

  /**
   * Computes the derivative by logits.
   */
  private void backward(int e, int b) {
    final float[] deltaLogits = this.deltaLogits[b];
    final float[] exp = this.exp[b];
    final float[] sum3 = this.sum3;
    final int[] classTargets = examples.classTargets();
    final float[] parameters = this.parameters;
    final float[] delta = this.delta[b];
    final float[] tanh = this.tanh[b];
    final float[] delta2 = this.delta2[b];
    final float[] sum = this.sum;
    for (int i = 0; i < 30; i++) {
      deltaLogits[i] = exp[i] / sum3[b] - (classTargets[e] == i ? 1.0f : 0.0f);
    }
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3_2 = 0.0f;
    float sum4 = 0.0f;
    float sum5 = 0.0f;
    for (int i = 0; i < 30; i++) {
      final float deltaLogits2 = deltaLogits[i];
      sum0 = Math.fma(parameters[i * 6], deltaLogits2, sum0);
      sum1 = Math.fma(parameters[i * 6 + 1], deltaLogits2, sum1);
      sum2 = Math.fma(parameters[i * 6 + 2], deltaLogits2, sum2);
      sum3_2 = Math.fma(parameters[i * 6 + 3], deltaLogits2, sum3_2);
      sum4 = Math.fma(parameters[i * 6 + 4], deltaLogits2, sum4);
      sum5 = Math.fma(parameters[i * 6 + 5], deltaLogits2, sum5);
    }
    delta[0] = sum0;
    delta[1] = sum1;
    delta[2] = sum2;
    delta[3] = sum3_2;
    delta[4] = sum4;
    delta[5] = sum5;
    for (int i = 0; i < 6; i++) {
      final float tanh2 = tanh[i];
      delta2[i] = delta[i] * (1.0f - tanh2 * tanh2) / 4.0f * sum[b];
    }
  }

  /**
   * Computes the derivative by rows.
   */
  private void sums() {
    final float[] deltaRows = this.deltaRows;
    final float[] deltaRows2 = this.deltaRows2;
    final int[] classInputs = examples.classInputs();
    final float[] gradient = this.gradient;
    final float scale = 1.0f / (float) count;
    for (int i = 0; i < 30; i++) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      float sum3 = 0.0f;
      float sum4 = 0.0f;
      float sum5 = 0.0f;
      for (int b = 0; b < count; b++) {
        final float[] deltaLogits = this.deltaLogits[b];
        final float[] tanh = this.tanh[b];
        final float deltaLogits2 = deltaLogits[i];
        sum0 = Math.fma(deltaLogits2, tanh[0], sum0);
        sum1 = Math.fma(deltaLogits2, tanh[1], sum1);
        sum2 = Math.fma(deltaLogits2, tanh[2], sum2);
        sum3 = Math.fma(deltaLogits2, tanh[3], sum3);
        sum4 = Math.fma(deltaLogits2, tanh[4], sum4);
        sum5 = Math.fma(deltaLogits2, tanh[5], sum5);
      }
      deltaRows[i * 6] = sum0 * scale;
      deltaRows[i * 6 + 1] = sum1 * scale;
      deltaRows[i * 6 + 2] = sum2 * scale;
      deltaRows[i * 6 + 3] = sum3 * scale;
      deltaRows[i * 6 + 4] = sum4 * scale;
      deltaRows[i * 6 + 5] = sum5 * scale;
    }
    Arrays.fill(deltaRows2, 0.0f);
    for (int b = 0; b < count; b++) {
      final float[] delta2 = this.delta2[b];
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 6; j++) {
          final int words = classInputs[first * 4 + b * 4 + i];
          deltaRows2[words * 6 + j] += delta2[j];
        }
      }
    }
    for (int i = 0; i < 180; i++) {
      deltaRows2[i] = deltaRows2[i] * scale;
    }
    for (int i = 0; i < 180; i++) {
      gradient[i] = deltaRows[i] + deltaRows2[i];
    }
  }

  private void prepareStep() {
    final float[] rowsColumns = this.rowsColumns[0];
    final float[] parameters = this.parameters;
    final float[] rowsColumns1 = this.rowsColumns[1];
    final float[] rowsColumns2 = this.rowsColumns[2];
    final float[] rowsColumns3 = this.rowsColumns[3];
    final float[] rowsColumns4 = this.rowsColumns[4];
    final float[] rowsColumns5 = this.rowsColumns[5];
    for (int k = 0; k < 30; k++) {
      rowsColumns[k] = parameters[k * 6];
      rowsColumns1[k] = parameters[k * 6 + 1];
      rowsColumns2[k] = parameters[k * 6 + 2];
      rowsColumns3[k] = parameters[k * 6 + 3];
      rowsColumns4[k] = parameters[k * 6 + 4];
      rowsColumns5[k] = parameters[k * 6 + 5];
    }
  }

  /**
   * Forward and backward.
   */
  private void examples(int from, int to) {
    for (int b = from; b < to; b++) {
      forward(first + b, b);
    }
    logits(from, to);
    for (int b = from; b < to; b++) {
      forward2(b);
    }
    for (int b = from; b < to; b++) {
      lossTerms(first + b, b);
    }
    for (int b = from; b < to; b++) {
      backward(first + b, b);
    }
  }

  /**
   * Sums over the batch: loss and gradients.
   */
  private void gradients() {
    final float[] loss = this.loss;
    sums();
    double lossSum = 0.0;
    for (int b = 0; b < count; b++) {
      lossSum += loss[b];
    }
    meanLoss = lossSum / count;
  }

  /**
   * e^x.
   */
  private static float exp(float x) {
    final float bounded = x < -105.0f ? -105.0f : x;
    final float within = bounded > 89.0f ? 89.0f : bounded;
    final float shifted = Math.fma(1.442695f, within, 12582912.0f);
    final float n = shifted - 12582912.0f;
    final float nearly = Math.fma(-0.6931472f, n, within);
    final float nearly2 = nearly * nearly;
    final float low = Math.fma(0.16666515f, nearly, 0.49999994f);
    final float high = Math.fma(0.0013813145f, nearly2, Math.fma(0.008369419f, nearly,
        0.041668456f));
    final float r = Math.fma(1.9046542E-9f, n, nearly);
    final float p = Math.fma(r * r, Math.fma(high, nearly2, low), r);
    final int bits = Float.floatToRawIntBits(shifted);
    final int half = bits >> 1 << 23;
    final float scale = Float.intBitsToFloat(half + 0x3f800000);
    return Math.fma(scale, p, scale) * Float.intBitsToFloat((bits << 23) - half + 0x3f800000);
  }

  /**
   * Natural logarithm.
   */
  private static float log(float x) {
    final float normal = x < 1.1754944E-38f ? x * 8388608.0f : x;
    final int bits = Float.floatToRawIntBits(normal);
    final int k = bits - 0x3f3504f3 >> 23;
    final float exponent = Float.intBitsToFloat(k + 0x4b400000) - 12582912.0f;
    final float m = Float.intBitsToFloat(bits - (k << 23));
    final float f = m - 1.0f;
    final float power = exponent - (x < 1.1754944E-38f ? 23.0f : 0.0f);
    final float f2 = f * f;
    final float f4 = f2 * f2;
    final float low = Math.fma(Math.fma(-0.16667981f, f, 0.20002125f), f2, Math.fma(-0.2500001f, f,
        0.33333313f));
    final float middle = Math.fma(Math.fma(-0.11675479f, f, 0.11889614f), f2,
        Math.fma(-0.12405732f, f, 0.14219391f));
    final float polynomial = Math.fma(Math.fma(0.0674301f, f4, middle), f4, low);
    final float tail = Math.fma(f * f2, polynomial, power * -0.00021219444f);
    final float sum = Math.fma(0.6933594f, power, f + Math.fma(-0.5f, f2, tail));
    return x < Float.POSITIVE_INFINITY ? (x > 0.0f ? sum : x
        == 0.0f ? Float.NEGATIVE_INFINITY : Float.NaN) : x;
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
