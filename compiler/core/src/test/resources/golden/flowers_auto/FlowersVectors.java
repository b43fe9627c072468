import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;

/**
 * {@link Flowers} with vectors.
 *
 * <p>Plan: loops and vectors: 328 scalar operations, above 320.
 * <ul>
 * <li>logits.dense1.z: example by example, sums in locals (4x6 = 24 products; 6 units do not fill 8 lanes)
 * <li>logits: example by example, sums in locals (6x3 = 18 products; 3 units do not fill 8 lanes)
 * <li>derivative by logits.dense2.x: example by example, sums in locals (3x6 = 18 products; 6 units do not fill 8 lanes)
 * <li>derivative by logits.dense1.W: element by element, summed over the batch (6x4 = 24 products; 4 units do not fill 8 lanes)
 * <li>derivative by logits.dense2.W: element by element, summed over the batch (3x6 = 18 products; 6 units do not fill 8 lanes)
 * <li>logits.dense1.z: blocks of examples, lanes = examples (6 units do not fill 8 lanes)
 * <li>logits: blocks of examples, lanes = examples (3 units do not fill 8 lanes)
 * <li>loss: blocks of examples, lanes = examples (elementary functions take long one by one)
 * <li>p: blocks of examples, lanes = examples (beside elementary functions or a layer of few units)
 * <li>derivative by logits: blocks of examples, lanes = examples (beside elementary functions or a layer of few units)
 * <li>derivative by logits.dense2.x: blocks of examples, lanes = examples (6 units do not fill 8 lanes)
 * </ul>
 *
 * <p>Generated; change the model instead.
 */
final class FlowersVectors implements Network.OfFloat {
  private static final Description DESCRIPTION = Description.of("Flowers", Description.Precision.FLOAT)
      .source("model.bpnet", "87b74662b7904030")
      .plan("loops and vectors: 328 scalar operations, above 320")
      .input("x", 4)
      .classTarget("k", 3)
      .trained("logits.dense1.W", Initializer.xavierUniform(), 6, 4)
      .trained("logits.dense1.b", Initializer.zeros(), 6)
      .trained("logits.dense2.W", Initializer.xavierUniform(), 3, 6)
      .trained("logits.dense2.b", Initializer.zeros(), 3)
      .output("p", 3)
      .training(TrainingDefaults.of()
          .withOptimizer(TrainingDefaults.Call.of("adam").with("rate", 0.001))
          .withBatch(32).withEpochs(100)
          .withSeed(1L))
      .build();

  private final float[] parameters;

  /**
   * logits.dense1.z, [6].
   */
  private float[] dense1Z;

  /**
   * logits.dense2.x, [6].
   */
  private float[] dense2X;

  /**
   * logits, [3].
   */
  private float[] logits;

  private float[] maximum;

  private float[] exp;

  private float[] sum;

  /**
   * loss.
   */
  private float[] loss;

  /**
   * p, [3].
   */
  private float[] p;

  /**
   * Derivative by logits, [3].
   */
  private float[] deltaLogits;

  /**
   * Derivative by logits.dense2.x, [6].
   */
  private float[] deltaDense2X;

  /**
   * Derivative by logits.dense1.z, [6].
   */
  private float[] deltaDense1Z;

  /**
   * x of blocks of examples, element by element.
   */
  private float[] xLanes;

  /**
   * dense1Z of blocks of examples, element by element.
   */
  private float[] dense1ZLanes;

  /**
   * dense2X of blocks of examples, element by element.
   */
  private float[] dense2XLanes;

  /**
   * logits of blocks of examples, element by element.
   */
  private float[] logitsLanes;

  /**
   * exp of blocks of examples, element by element.
   */
  private float[] expLanes;

  /**
   * p of blocks of examples, element by element.
   */
  private float[] pLanes;

  /**
   * deltaLogits of blocks of examples, element by element.
   */
  private float[] deltaLogitsLanes;

  /**
   * deltaDense2X of blocks of examples, element by element.
   */
  private float[] deltaDense2XLanes;

  private Examples.OfFloat examples;

  private int first;

  private int count;

  private float[] gradient;

  private double meanLoss;

  private int capacity;

  FlowersVectors() {
    this(new float[51]);
  }

  private FlowersVectors(float[] parameters) {
    this.parameters = parameters;
    grow(1);
  }

  /**
   * Makes room for a batch of {@code examples}.
   */
  private void grow(int examples) {
    dense1Z = new float[Math.multiplyExact(examples, 6)];
    dense2X = new float[Math.multiplyExact(examples, 6)];
    logits = new float[Math.multiplyExact(examples, 3)];
    maximum = new float[examples];
    exp = new float[Math.multiplyExact(examples, 3)];
    sum = new float[examples];
    loss = new float[examples];
    p = new float[Math.multiplyExact(examples, 3)];
    deltaLogits = new float[Math.multiplyExact(examples, 3)];
    deltaDense2X = new float[Math.multiplyExact(examples, 6)];
    deltaDense1Z = new float[Math.multiplyExact(examples, 6)];
    xLanes = new float[Math.multiplyExact(examples, 4)];
    dense1ZLanes = new float[Math.multiplyExact(examples, 6)];
    dense2XLanes = new float[Math.multiplyExact(examples, 6)];
    logitsLanes = new float[Math.multiplyExact(examples, 3)];
    expLanes = new float[Math.multiplyExact(examples, 3)];
    pLanes = new float[Math.multiplyExact(examples, 3)];
    deltaLogitsLanes = new float[Math.multiplyExact(examples, 3)];
    deltaDense2XLanes = new float[Math.multiplyExact(examples, 6)];
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
  public FlowersVectors sharing() {
    final FlowersVectors other = new FlowersVectors(parameters);
    other.prepare();
    return other;
  }

  @Override
  public void prepare() {
  }

  @Override
  public void predict(Examples.OfFloat examples, int from, int to, float[] outputs) {
    this.examples = examples;
    if (capacity < 48 && capacity < to - from) {
      grow(Math.min(to - from, 48));
    }
    final float[] p = this.p;
    for (int e = from; e < to; e += 48) {
      final int size = Math.min(to - e, 48);
      for (int b = 0; b < size; b++) {
        forward(e + b, b);
      }
      FlowersVector.dense2X(0, size, this.dense1Z, this.dense2X);
      for (int b = 0; b < size; b++) {
        forward2(b);
      }
      for (int b = 0; b < size; b++) {
        forward3(b);
      }
      for (int b = 0; b < size; b++) {
        System.arraycopy(p, b * 3, outputs, (e + b - from) * 3, 3);
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
    double lossSum = 0.0;
    for (int e = from; e < to; e += 48) {
      final int size = Math.min(to - e, 48);
      for (int b = 0; b < size; b++) {
        forward(e + b, b);
      }
      FlowersVector.dense2X(0, size, this.dense1Z, this.dense2X);
      for (int b = 0; b < size; b++) {
        forward2(b);
      }
      for (int b = 0; b < size; b++) {
        lossTerms(e + b, b);
      }
      for (int b = 0; b < size; b++) {
        lossSum += loss[b];
      }
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
      case 0 -> 279L;
      case 1 -> 51L;
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
   * Computes logits.dense1.z.
   */
  private void forward(int e, int b) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final float[] dense1Z = this.dense1Z;
    float sum0 = parameters[24];
    float sum1 = parameters[25];
    float sum2 = parameters[26];
    float sum3 = parameters[27];
    float sum4 = parameters[28];
    float sum5 = parameters[29];
    for (int i = 0; i < 4; i++) {
      final float x = inputs[e * 4 + i];
      sum0 = Math.fma(parameters[i], x, sum0);
      sum1 = Math.fma(parameters[i + 4], x, sum1);
      sum2 = Math.fma(parameters[i + 8], x, sum2);
      sum3 = Math.fma(parameters[i + 12], x, sum3);
      sum4 = Math.fma(parameters[i + 16], x, sum4);
      sum5 = Math.fma(parameters[i + 20], x, sum5);
    }
    dense1Z[b * 6] = sum0;
    dense1Z[b * 6 + 1] = sum1;
    dense1Z[b * 6 + 2] = sum2;
    dense1Z[b * 6 + 3] = sum3;
    dense1Z[b * 6 + 4] = sum4;
    dense1Z[b * 6 + 5] = sum5;
  }

  /**
   * Computes logits.
   */
  private void forward2(int b) {
    final float[] parameters = this.parameters;
    final float[] dense2X = this.dense2X;
    final float[] logits = this.logits;
    final float[] maximum = this.maximum;
    final float[] exp = this.exp;
    final float[] sum = this.sum;
    float sum0 = parameters[48];
    float sum1 = parameters[49];
    float sum2 = parameters[50];
    for (int i = 0; i < 6; i++) {
      final float dense2X2 = dense2X[b * 6 + i];
      sum0 = Math.fma(parameters[i + 30], dense2X2, sum0);
      sum1 = Math.fma(parameters[i + 36], dense2X2, sum1);
      sum2 = Math.fma(parameters[i + 42], dense2X2, sum2);
    }
    logits[b * 3] = sum0;
    logits[b * 3 + 1] = sum1;
    logits[b * 3 + 2] = sum2;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < 3; i++) {
      max = Math.max(max, logits[b * 3 + i]);
    }
    maximum[b] = max;
    for (int i = 0; i < 3; i++) {
      exp[b * 3 + i] = exp(logits[b * 3 + i] - maximum[b]);
    }
    float sum3 = 0.0f;
    for (int i = 0; i < 3; i++) {
      sum3 += exp[b * 3 + i];
    }
    sum[b] = sum3;
  }

  /**
   * Computes loss.
   */
  private void lossTerms(int e, int b) {
    final float[] loss = this.loss;
    final float[] logits = this.logits;
    final int[] classTargets = examples.classTargets();
    final float[] maximum = this.maximum;
    final float[] sum = this.sum;
    loss[b] = -(logits[b * 3 + classTargets[e]] - maximum[b] - log(sum[b]));
  }

  /**
   * Computes p.
   */
  private void forward3(int b) {
    final float[] p = this.p;
    final float[] exp = this.exp;
    final float[] sum = this.sum;
    for (int i = 0; i < 3; i++) {
      p[b * 3 + i] = exp[b * 3 + i] / sum[b];
    }
  }

  /**
   * Computes the derivative by logits, the derivative by logits.dense2.x.
   */
  private void backward(int e, int b) {
    final float[] deltaLogits = this.deltaLogits;
    final float[] p = this.p;
    final int[] classTargets = examples.classTargets();
    final float[] parameters = this.parameters;
    final float[] deltaDense2X = this.deltaDense2X;
    for (int i = 0; i < 3; i++) {
      deltaLogits[b * 3 + i] = p[b * 3 + i] - (classTargets[e] == i ? 1.0f : 0.0f);
    }
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3 = 0.0f;
    float sum4 = 0.0f;
    float sum5 = 0.0f;
    for (int i = 0; i < 3; i++) {
      final float deltaLogits2 = deltaLogits[b * 3 + i];
      sum0 = Math.fma(parameters[i * 6 + 30], deltaLogits2, sum0);
      sum1 = Math.fma(parameters[i * 6 + 31], deltaLogits2, sum1);
      sum2 = Math.fma(parameters[i * 6 + 32], deltaLogits2, sum2);
      sum3 = Math.fma(parameters[i * 6 + 33], deltaLogits2, sum3);
      sum4 = Math.fma(parameters[i * 6 + 34], deltaLogits2, sum4);
      sum5 = Math.fma(parameters[i * 6 + 35], deltaLogits2, sum5);
    }
    deltaDense2X[b * 6] = sum0;
    deltaDense2X[b * 6 + 1] = sum1;
    deltaDense2X[b * 6 + 2] = sum2;
    deltaDense2X[b * 6 + 3] = sum3;
    deltaDense2X[b * 6 + 4] = sum4;
    deltaDense2X[b * 6 + 5] = sum5;
  }

  /**
   * Computes the derivative by logits.dense1.W, the derivative by logits.dense1.b, the derivative by logits.dense2.W, the derivative by logits.dense2.b.
   */
  private void sums() {
    final float[] deltaDense1Z = this.deltaDense1Z;
    final float[] inputs = examples.inputs();
    final float[] gradient = this.gradient;
    final float[] deltaLogits = this.deltaLogits;
    final float[] dense2X = this.dense2X;
    final float scale = 1.0f / (float) count;
    for (int i = 0; i < 6; i++) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      float sum3 = 0.0f;
      for (int b = 0; b < count; b++) {
        final float deltaDense1Z2 = deltaDense1Z[b * 6 + i];
        sum0 = Math.fma(deltaDense1Z2, inputs[first * 4 + b * 4], sum0);
        sum1 = Math.fma(deltaDense1Z2, inputs[first * 4 + b * 4 + 1], sum1);
        sum2 = Math.fma(deltaDense1Z2, inputs[first * 4 + b * 4 + 2], sum2);
        sum3 = Math.fma(deltaDense1Z2, inputs[first * 4 + b * 4 + 3], sum3);
      }
      gradient[i * 4] = sum0 * scale;
      gradient[i * 4 + 1] = sum1 * scale;
      gradient[i * 4 + 2] = sum2 * scale;
      gradient[i * 4 + 3] = sum3 * scale;
    }
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3 = 0.0f;
    float sum4 = 0.0f;
    float sum5 = 0.0f;
    for (int b = 0; b < count; b++) {
      sum0 += deltaDense1Z[b * 6];
      sum1 += deltaDense1Z[b * 6 + 1];
      sum2 += deltaDense1Z[b * 6 + 2];
      sum3 += deltaDense1Z[b * 6 + 3];
      sum4 += deltaDense1Z[b * 6 + 4];
      sum5 += deltaDense1Z[b * 6 + 5];
    }
    gradient[24] = sum0 * scale;
    gradient[25] = sum1 * scale;
    gradient[26] = sum2 * scale;
    gradient[27] = sum3 * scale;
    gradient[28] = sum4 * scale;
    gradient[29] = sum5 * scale;
    for (int i = 0; i < 3; i++) {
      float sum0_2 = 0.0f;
      float sum1_2 = 0.0f;
      float sum2_2 = 0.0f;
      float sum3_2 = 0.0f;
      float sum4_2 = 0.0f;
      float sum5_2 = 0.0f;
      for (int b = 0; b < count; b++) {
        final float deltaLogits2 = deltaLogits[b * 3 + i];
        sum0_2 = Math.fma(deltaLogits2, dense2X[b * 6], sum0_2);
        sum1_2 = Math.fma(deltaLogits2, dense2X[b * 6 + 1], sum1_2);
        sum2_2 = Math.fma(deltaLogits2, dense2X[b * 6 + 2], sum2_2);
        sum3_2 = Math.fma(deltaLogits2, dense2X[b * 6 + 3], sum3_2);
        sum4_2 = Math.fma(deltaLogits2, dense2X[b * 6 + 4], sum4_2);
        sum5_2 = Math.fma(deltaLogits2, dense2X[b * 6 + 5], sum5_2);
      }
      gradient[i * 6 + 30] = sum0_2 * scale;
      gradient[i * 6 + 31] = sum1_2 * scale;
      gradient[i * 6 + 32] = sum2_2 * scale;
      gradient[i * 6 + 33] = sum3_2 * scale;
      gradient[i * 6 + 34] = sum4_2 * scale;
      gradient[i * 6 + 35] = sum5_2 * scale;
    }
    float sum0_2 = 0.0f;
    float sum1_2 = 0.0f;
    float sum2_2 = 0.0f;
    for (int b = 0; b < count; b++) {
      sum0_2 += deltaLogits[b * 3];
      sum1_2 += deltaLogits[b * 3 + 1];
      sum2_2 += deltaLogits[b * 3 + 2];
    }
    gradient[48] = sum0_2 * scale;
    gradient[49] = sum1_2 * scale;
    gradient[50] = sum2_2 * scale;
  }

  /**
   * Forward and backward.
   */
  private void examples(int from, int to) {
    final int tail = to - (to - from) % 8;
    FlowersVector.forwardLanes(first, from, tail, this.xLanes, examples.inputs(), this.parameters,
        this.dense1ZLanes, this.dense1Z);
    for (int b = tail; b < to; b++) {
      forward(first + b, b);
    }
    FlowersVector.dense2X(from, to, this.dense1Z, this.dense2X);
    FlowersVector.forwardLanes2(from, tail, this.dense2XLanes, this.dense2X, this.parameters,
        this.logitsLanes, this.maximum, this.expLanes, this.sum);
    FlowersVector.lossTermsLanes(first, from, tail, examples.classTargets(), this.maximum, this.sum,
        this.logitsLanes, this.loss, this.pLanes, this.expLanes, this.deltaLogitsLanes,
        this.deltaLogits, this.parameters, this.deltaDense2XLanes, this.deltaDense2X);
    for (int b = tail; b < to; b++) {
      forward2(b);
      lossTerms(first + b, b);
      forward3(b);
      backward(first + b, b);
    }
    FlowersVector.deltaDense1Z(from, to, this.dense2X, this.deltaDense1Z, this.deltaDense2X);
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
}
