import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;
import java.util.Arrays;

/**
 * The network Readings.
 *
 * <p>Architecture:
 * <pre>
 * input      x                [20]
 * target     k                [] class(3)
 * parameter  logits.dense1.W  [16, 20]     xavier_uniform
 * parameter  logits.dense1.b  [16]         zeros
 * parameter  logits.dense2.W  [3, 16]      xavier_uniform
 * parameter  logits.dense2.b  [3]          zeros
 * output     p                [3]
 * </pre>
 *
 * <p>Formulas, as model.bpnet has them:
 * <pre>
 * network Readings &#123;
 *     input  x[20]
 *     target k: class(3)
 *     logits = x |&gt; dense(16) |&gt; tanh |&gt; dense(3)
 *     output p = softmax(logits)
 *     loss   softmax_cross_entropy(logits, k)
 * &#125;
 * </pre>
 *
 * <p>Plan: loops and vectors: 2,078 scalar operations, above 320.
 * <ul>
 * <li>logits.dense1.z: tiles of examples by units, lanes = units (20x16 = 320 products; 16 units fill 8 lanes)
 * <li>logits: example by example, sums in locals (16x3 = 48 products; 3 units do not fill 8 lanes)
 * <li>derivative by logits.dense2.x: tiles of examples by units, lanes = units (3x16 = 48 products; 16 units fill 8 lanes)
 * <li>derivative by logits.dense1.W: tiles summed over the batch, lanes = units (20x16 = 320 products; 16 units fill 8 lanes)
 * <li>derivative by logits.dense2.W: tiles summed over the batch, lanes = units (3x16 = 48 products; 16 units fill 8 lanes)
 * <li>logits: blocks of examples, lanes = examples (3 units do not fill 8 lanes)
 * <li>loss: blocks of examples, lanes = examples (elementary functions take long one by one)
 * <li>p: blocks of examples, lanes = examples (beside elementary functions or a layer of few units)
 * <li>derivative by logits: blocks of examples, lanes = examples (beside elementary functions or a layer of few units)
 * </ul>
 *
 * <p>Generated; change the model instead.
 */
public final class Readings implements Network.OfFloat {
  private static final Description DESCRIPTION = Description.of("Readings", Description.Precision.FLOAT)
      .source("model.bpnet", "38921efa7fd8c876")
      .plan("loops and vectors: 2,078 scalar operations, above 320")
      .input("x", 20)
      .classTarget("k", 3)
      .trainedTransposed("logits.dense1.W", Initializer.xavierUniform(), 16, 20)
      .trained("logits.dense1.b", Initializer.zeros(), 16)
      .trained("logits.dense2.W", Initializer.xavierUniform(), 3, 16)
      .trained("logits.dense2.b", Initializer.zeros(), 3)
      .output("p", 3)
      .training(TrainingDefaults.of()
          .withOptimizer(TrainingDefaults.Call.of("adam").with("rate", 0.001))
          .withBatch(32).withEpochs(100)
          .withSeed(1L))
      .build();

  private final float[] parameters;

  /**
   * logits.dense1.z, [16].
   */
  private float[] dense1Z;

  /**
   * logits.dense2.x, [16].
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
   * Derivative by logits.dense2.x, [16].
   */
  private float[] deltaDense2X;

  /**
   * Derivative by logits.dense1.z, [16].
   */
  private float[] deltaDense1Z;

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

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[20], new int[0],
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
  public Readings() {
    this(new float[387]);
    initialize(DESCRIPTION.training().seed());
  }

  private Readings(float[] parameters) {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      throw new IllegalStateException("Readings was compiled for vectors: start java with --add-modules jdk.incubator.vector");
    }
    this.parameters = parameters;
    grow(1);
  }

  /**
   * Makes room for a batch of {@code examples}.
   */
  private void grow(int examples) {
    dense1Z = new float[Math.multiplyExact(examples, 16)];
    dense2X = new float[Math.multiplyExact(examples, 16)];
    logits = new float[Math.multiplyExact(examples, 3)];
    maximum = new float[examples];
    exp = new float[Math.multiplyExact(examples, 3)];
    sum = new float[examples];
    loss = new float[examples];
    p = new float[Math.multiplyExact(examples, 3)];
    deltaLogits = new float[Math.multiplyExact(examples, 3)];
    deltaDense2X = new float[Math.multiplyExact(examples, 16)];
    deltaDense1Z = new float[Math.multiplyExact(examples, 16)];
    logitsLanes = new float[Math.multiplyExact(examples, 3)];
    expLanes = new float[Math.multiplyExact(examples, 3)];
    pLanes = new float[Math.multiplyExact(examples, 3)];
    deltaLogitsLanes = new float[Math.multiplyExact(examples, 3)];
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
  public Readings sharing() {
    final Readings other = new Readings(parameters);
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
    final int many = to - from == 1 ? from : to;
    for (int e = from; e < many; e += 48) {
      final int size = Math.min(many - e, 48);
      dense1Z(e, 0, size);
      ReadingsVector.dense2X(0, size, this.dense1Z, this.dense2X);
      for (int b = 0; b < size; b++) {
        forward(b);
      }
      for (int b = 0; b < size; b++) {
        forward2(b);
      }
      for (int b = 0; b < size; b++) {
        System.arraycopy(p, b * 3, outputs, (e + b - from) * 3, 3);
      }
    }
    for (int e = many; e < to; e++) {
      dense1ZOne(e);
      ReadingsVector.dense2X(0, 1, this.dense1Z, this.dense2X);
      forward(0);
      forward2(0);
      System.arraycopy(p, 0, outputs, (e - from) * 3, 3);
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
      dense1Z(e, 0, size);
      ReadingsVector.dense2X(0, size, this.dense1Z, this.dense2X);
      for (int b = 0; b < size; b++) {
        forward(b);
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
      case 0 -> 835L;
      case 1 -> 387L;
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
   *
   * @param x of shape [20], row-major
   */
  public float[] p(float[] x) {
    System.arraycopy(x, 0, one.inputs(), 0, 20);
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 0, 3);
  }

  /**
   * Computes logits.dense1.z.
   */
  private void dense1Z(int base, int from, int to) {
    final int rest = (to - from) % 6;
    final int sixes = Math.max(from, to - (rest + rest / 2 % 2 * 6));
    final int fours = to - (to - sixes) % 4;
    for (int b = from; b < sixes; b += 6) {
      ReadingsVector.dense1ZTile6x16(base + b, b, 0, this.parameters, examples.inputs(),
          this.dense1Z);
    }
    for (int b = sixes; b < fours; b += 4) {
      ReadingsVector.dense1ZTile4x16(base + b, b, 0, this.parameters, examples.inputs(),
          this.dense1Z);
    }
    for (int b = fours; b < to; b++) {
      ReadingsVector.dense1ZTile1x16(base + b, b, 0, this.parameters, examples.inputs(),
          this.dense1Z);
    }
  }

  /**
   * Computes the derivative by logits.dense2.x.
   */
  private void deltaDense2X(int from, int to) {
    final int rest = (to - from) % 6;
    final int sixes = Math.max(from, to - (rest + rest / 2 % 2 * 6));
    final int fours = to - (to - sixes) % 4;
    for (int b = from; b < sixes; b += 6) {
      ReadingsVector.deltaDense2XTile6x16(b, 0, this.parameters, this.deltaLogits,
          this.deltaDense2X);
    }
    for (int b = sixes; b < fours; b += 4) {
      ReadingsVector.deltaDense2XTile4x16(b, 0, this.parameters, this.deltaLogits,
          this.deltaDense2X);
    }
    for (int b = fours; b < to; b++) {
      ReadingsVector.deltaDense2XTile1x16(b, 0, this.parameters, this.deltaLogits,
          this.deltaDense2X);
    }
  }

  /**
   * Computes logits.
   */
  private void forward(int b) {
    final float[] parameters = this.parameters;
    final float[] dense2X = this.dense2X;
    final float[] logits = this.logits;
    final float[] maximum = this.maximum;
    final float[] exp = this.exp;
    final float[] sum = this.sum;
    float sum0 = parameters[384];
    float sum1 = parameters[385];
    float sum2 = parameters[386];
    for (int i = 0; i < 16; i++) {
      final float dense2X2 = dense2X[b * 16 + i];
      sum0 = Math.fma(parameters[i + 336], dense2X2, sum0);
      sum1 = Math.fma(parameters[i + 352], dense2X2, sum1);
      sum2 = Math.fma(parameters[i + 368], dense2X2, sum2);
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
  private void forward2(int b) {
    final float[] p = this.p;
    final float[] exp = this.exp;
    final float[] sum = this.sum;
    for (int i = 0; i < 3; i++) {
      p[b * 3 + i] = exp[b * 3 + i] / sum[b];
    }
  }

  /**
   * Computes the derivative by logits.
   */
  private void backward(int e, int b) {
    final float[] deltaLogits = this.deltaLogits;
    final float[] p = this.p;
    final int[] classTargets = examples.classTargets();
    for (int i = 0; i < 3; i++) {
      deltaLogits[b * 3 + i] = p[b * 3 + i] - (classTargets[e] == i ? 1.0f : 0.0f);
    }
  }

  /**
   * Computes the derivative by logits.dense1.W, the derivative by logits.dense1.b, the derivative by logits.dense2.W, the derivative by logits.dense2.b.
   */
  private void sums() {
    final float[] deltaLogits = this.deltaLogits;
    final float[] gradient = this.gradient;
    final float scale = 1.0f / (float) count;
    for (int r = 0; r < 12; r += 6) {
      ReadingsVector.deltaDense1WTile6x16(r, 0, first, count, scale, this.deltaDense1Z,
          examples.inputs(), gradient);
    }
    for (int r = 12; r < 20; r += 4) {
      ReadingsVector.deltaDense1WTile4x16(r, 0, first, count, scale, this.deltaDense1Z,
          examples.inputs(), gradient);
    }
    ReadingsVector.deltaDense1BSums16(0, count, scale, this.deltaDense1Z, gradient);
    ReadingsVector.deltaDense2WTile3x16(0, 0, count, scale, this.dense2X, deltaLogits, gradient);
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    for (int b = 0; b < count; b++) {
      sum0 += deltaLogits[b * 3];
      sum1 += deltaLogits[b * 3 + 1];
      sum2 += deltaLogits[b * 3 + 2];
    }
    gradient[384] = sum0 * scale;
    gradient[385] = sum1 * scale;
    gradient[386] = sum2 * scale;
  }

  /**
   * Computes logits.dense1.z.
   */
  private void dense1ZOne(int base) {
    ReadingsVector.dense1ZOnex16(base, 0, 0, this.parameters, examples.inputs(), this.dense1Z);
  }

  /**
   * Forward and backward.
   */
  private void examples(int from, int to) {
    dense1Z(first, from, to);
    ReadingsVector.dense2X(from, to, this.dense1Z, this.dense2X);
    final int tail = to - (to - from) % 8;
    ReadingsVector.forwardLanes(from, tail, this.parameters, this.dense2X, this.logitsLanes,
        this.maximum, this.expLanes, this.sum);
    ReadingsVector.lossTermsLanes(first, from, tail, examples.classTargets(), this.maximum,
        this.sum, this.logitsLanes, this.loss, this.pLanes, this.expLanes, this.deltaLogitsLanes,
        this.deltaLogits);
    for (int b = tail; b < to; b++) {
      forward(b);
      lossTerms(first + b, b);
      forward2(b);
      backward(first + b, b);
    }
    deltaDense2X(from, to);
    ReadingsVector.deltaDense1Z(from, to, this.dense2X, this.deltaDense1Z, this.deltaDense2X);
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
