package com.acme.digits;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;
import java.util.Arrays;

/**
 * Eight by eight grey values to the digit they show.
 *
 * <p>Architecture:
 * <pre>
 * input      pixels                [64]
 * target     digit                 [] class(10)
 * parameter  h.dense1.W            [32, 64]      he_normal
 * parameter  h.dense1.b            [32]          zeros
 * parameter  h.residual1.h.W       [32, 32]      xavier_uniform
 * parameter  h.residual1.h.b       [32]          zeros
 * parameter  h.residual1.dense1.W  [32, 32]      xavier_uniform
 * parameter  h.residual1.dense1.b  [32]          zeros
 * parameter  logits.W              [10, 32]      xavier_uniform
 * parameter  logits.b              [10]          zeros
 * output     probability           [10]
 * output     best                  [] class(10)
 * </pre>
 *
 * <p>Formulas, as model.bpnet has them:
 * <pre>
 * network Digits(hidden = 32, decay = 1e-4) &#123;
 *     input  pixels[PIXELS]
 *     target digit: class(10)
 *
 *     h      = pixels |&gt; dense(hidden, init = he_normal) |&gt; relu |&gt; residual(hidden)
 *     logits = h |&gt; dense(10)
 *
 *     output probability = softmax(logits)
 *     output best        = argmax(logits)
 *
 *     loss   softmax_cross_entropy(logits, digit) + decay * l2(weights)
 *     metric accuracy = argmax(logits) == digit
 *
 *     train &#123; optimizer = adam(rate = 1e-3)  batch = 32  epochs = 30  clip = norm(1.0) &#125;
 * &#125;
 * </pre>
 *
 * <p>Plan: loops: 45,244 scalar operations, above 320.
 * <ul>
 * <li>h.dense1.z: rows added for all examples (64x32 = 2,048 products; 32 units, above 12)
 * <li>h.residual1.h.z: rows added for all examples (32x32 = 1,024 products; 32 units, above 12)
 * <li>h.residual1.dense1.z: rows added for all examples (32x32 = 1,024 products; 32 units, above 12)
 * <li>logits: example by example, sums in locals (32x10 = 320 products; 10 units, up to 12)
 * <li>derivative by h: rows added for all examples (10x32 = 320 products; 32 units, above 12)
 * <li>derivative by h.residual1.h: rows added for all examples (32x32 = 1,024 products; 32 units, above 12)
 * <li>derivative by h.residual1.x: rows added for all examples (32x32 = 1,024 products; 32 units, above 12)
 * <li>derivative by h.dense1.W: rows added for all examples (64x32 = 2,048 products; 32 units, above 12)
 * <li>derivative by h.residual1.h.W: rows added for all examples (32x32 = 1,024 products; 32 units, above 12)
 * <li>derivative by h.residual1.dense1.W: rows added for all examples (32x32 = 1,024 products; 32 units, above 12)
 * <li>derivative by logits.W: rows added for all examples (10x32 = 320 products; 32 units, above 12)
 * </ul>
 *
 * <p>Generated; change the model instead.
 */
public final class Digits implements Network.OfFloat {
  private static final Description DESCRIPTION = Description.of("Digits", Description.Precision.FLOAT)
      .source("model.bpnet", "60e6b0e8481965fb")
      .plan("loops: 45,244 scalar operations, above 320")
      .input("pixels", 64)
      .classTarget("digit", 10)
      .trainedTransposed("h.dense1.W", Initializer.heNormal(), 32, 64)
      .trained("h.dense1.b", Initializer.zeros(), 32)
      .trainedTransposed("h.residual1.h.W", Initializer.xavierUniform(), 32, 32)
      .trained("h.residual1.h.b", Initializer.zeros(), 32)
      .trainedTransposed("h.residual1.dense1.W", Initializer.xavierUniform(), 32, 32)
      .trained("h.residual1.dense1.b", Initializer.zeros(), 32)
      .trained("logits.W", Initializer.xavierUniform(), 10, 32)
      .trained("logits.b", Initializer.zeros(), 10)
      .output("probability", 10)
      .classOutput("best", 10)
      .metric("accuracy")
      .training(TrainingDefaults.of()
          .withOptimizer(TrainingDefaults.Call.of("adam").with("rate", 0.001))
          .withBatch(32).withEpochs(30)
          .withClip(TrainingDefaults.Call.of("norm").with("c", 1.0))
          .withSeed(1L))
      .build();

  private final float[] parameters;

  private final float[] sum = new float[1];

  private final float[] sum2 = new float[1];

  private final float[] sum3 = new float[1];

  private final float[] sum4 = new float[1];

  private final float[] product = new float[1];

  /**
   * h.dense1.z, [32].
   */
  private float[][] dense1Z;

  /**
   * h.residual1.x, [32].
   */
  private float[][] residual1X;

  /**
   * h.residual1.h.z, [32].
   */
  private float[][] hZ;

  private float[][] swish;

  /**
   * h.residual1.h, [32].
   */
  private float[][] residual1H;

  /**
   * h.residual1.dense1.z, [32].
   */
  private float[][] dense1Z2;

  /**
   * h, [32].
   */
  private float[][] h;

  /**
   * logits, [10].
   */
  private float[][] logits;

  private float[] maximum;

  private float[][] exp;

  private float[] sum5;

  /**
   * loss.
   */
  private float[] loss;

  /**
   * probability, [10].
   */
  private float[][] probability;

  /**
   * best.
   */
  private int[] best;

  /**
   * Derivative by logits, [10].
   */
  private float[][] deltaLogits;

  /**
   * Derivative by h, [32].
   */
  private float[][] deltaH;

  /**
   * Derivative by h.residual1.h, [32].
   */
  private float[][] deltaResidual1H;

  /**
   * Derivative by h.residual1.h.z, [32].
   */
  private float[][] deltaHZ;

  /**
   * Derivative by h.residual1.x, [32].
   */
  private float[][] deltaResidual1X;

  /**
   * Derivative by h.dense1.z, [32].
   */
  private float[][] deltaDense1Z;

  /**
   * Derivative by h.dense1.W, [64, 32].
   */
  private final float[] deltaDense1W = new float[2048];

  /**
   * Derivative by h.residual1.h.W, [32, 32].
   */
  private final float[] deltaHW = new float[1024];

  /**
   * Derivative by h.residual1.dense1.W, [32, 32].
   */
  private final float[] deltaDense1W2 = new float[1024];

  /**
   * Derivative by logits.W, [10, 32].
   */
  private final float[] deltaLogitsW = new float[320];

  /**
   * The rows of h.dense1.W.
   */
  private final float[][] hDense1WRows = new float[64][32];

  /**
   * The rows of h.residual1.h.W.
   */
  private final float[][] hResidual1HWRows = new float[32][32];

  /**
   * The rows of h.residual1.dense1.W.
   */
  private final float[][] hResidual1Dense1WRows = new float[32][32];

  /**
   * The rows of logits.W.
   */
  private final float[][] logitsWRows = new float[10][32];

  /**
   * The columns of h.residual1.dense1.W.
   */
  private final float[][] hResidual1Dense1WColumns = new float[32][32];

  /**
   * The columns of h.residual1.h.W.
   */
  private final float[][] hResidual1HWColumns = new float[32][32];

  /**
   * Rows of a sum over the batch.
   */
  private final float[][] deltaDense1WRows = new float[64][32];

  /**
   * A row of a sum on its way.
   */
  private final float[] row = new float[32];

  /**
   * Rows of a sum over the batch.
   */
  private final float[][] deltaHWRows = new float[32][32];

  /**
   * A row of a sum on its way.
   */
  private final float[] row2 = new float[32];

  /**
   * Rows of a sum over the batch.
   */
  private final float[][] deltaDense1WRows2 = new float[32][32];

  /**
   * A row of a sum on its way.
   */
  private final float[] row3 = new float[32];

  /**
   * Rows of a sum over the batch.
   */
  private final float[][] deltaLogitsWRows = new float[10][32];

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[64], new int[0],
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
  public Digits() {
    this(new float[4522]);
    initialize(DESCRIPTION.training().seed());
  }

  private Digits(float[] parameters) {
    this.parameters = parameters;
    grow(1);
  }

  /**
   * Makes room for a batch of {@code examples}.
   */
  private void grow(int examples) {
    dense1Z = new float[examples][32];
    residual1X = new float[examples][32];
    hZ = new float[examples][32];
    swish = new float[examples][32];
    residual1H = new float[examples][32];
    dense1Z2 = new float[examples][32];
    h = new float[examples][32];
    logits = new float[examples][10];
    maximum = new float[examples];
    exp = new float[examples][10];
    sum5 = new float[examples];
    loss = new float[examples];
    probability = new float[examples][10];
    best = new int[examples];
    deltaLogits = new float[examples][10];
    deltaH = new float[examples][32];
    deltaResidual1H = new float[examples][32];
    deltaHZ = new float[examples][32];
    deltaResidual1X = new float[examples][32];
    deltaDense1Z = new float[examples][32];
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
  public Digits sharing() {
    final Digits other = new Digits(parameters);
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
    final int[] best = this.best;
    for (int e = from; e < to; e += 48) {
      final int size = Math.min(to - e, 48);
      dense1Z(e, 0, size);
      for (int b = 0; b < size; b++) {
        forward(b);
      }
      hZ(0, size);
      for (int b = 0; b < size; b++) {
        forward2(b);
      }
      dense1Z2(0, size);
      for (int b = 0; b < size; b++) {
        forward3(b);
      }
      for (int b = 0; b < size; b++) {
        forward4(b);
      }
      for (int b = 0; b < size; b++) {
        forward5(b);
      }
      for (int b = 0; b < size; b++) {
        final float[] probability = this.probability[b];
        System.arraycopy(probability, 0, outputs, (e + b - from) * 11, 10);
        outputs[(e + b - from) * 11 + 10] = (float) best[b];
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
    final int[] best = this.best;
    final int[] classTargets = examples.classTargets();
    double lossSum = 0.0;
    double accuracySum = 0.0;
    for (int e = from; e < to; e += 48) {
      final int size = Math.min(to - e, 48);
      dense1Z(e, 0, size);
      for (int b = 0; b < size; b++) {
        forward(b);
      }
      hZ(0, size);
      for (int b = 0; b < size; b++) {
        forward2(b);
      }
      dense1Z2(0, size);
      for (int b = 0; b < size; b++) {
        forward3(b);
      }
      for (int b = 0; b < size; b++) {
        lossTerms(e + b, b);
      }
      for (int b = 0; b < size; b++) {
        forward5(b);
      }
      for (int b = 0; b < size; b++) {
        lossSum += loss[b];
        accuracySum += best[b] == classTargets[e + b] ? 1.0f : 0.0f;
      }
    }
    metrics[0] = accuracySum / (to - from);
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
      case 0 -> 8050L;
      case 1 -> 8938L;
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
   * probability of one example. Not thread-safe: one instance per thread.
   *
   * @param pixels of shape [64], row-major
   */
  public float[] probability(float[] pixels) {
    System.arraycopy(pixels, 0, one.inputs(), 0, 64);
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 0, 10);
  }

  /**
   * best of one example. Not thread-safe: one instance per thread.
   *
   * @param pixels of shape [64], row-major
   */
  public int best(float[] pixels) {
    System.arraycopy(pixels, 0, one.inputs(), 0, 64);
    predict(one, 0, 1, oneOutput);
    return (int) oneOutput[10];
  }

  /**
   * Computes h.dense1.z.
   */
  private void dense1Z(int base, int from, int to) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    for (int b = from; b < to; b++) {
      final float[] dense1Z = this.dense1Z[b];
      for (int j = 0; j < 32; j++) {
        dense1Z[j] = parameters[j + 2048];
      }
    }
    for (int k = 0; k < 64; k += 4) {
      final float[] hDense1WRows3 = this.hDense1WRows[k + 3];
      final float[] hDense1WRows2 = this.hDense1WRows[k + 2];
      final float[] hDense1WRows1 = this.hDense1WRows[k + 1];
      final float[] hDense1WRows = this.hDense1WRows[k];
      for (int b = from; b < to; b++) {
        final float[] dense1Z = this.dense1Z[b];
        final float pixels = inputs[base * 64 + b * 64 + k];
        final float pixels2 = inputs[base * 64 + b * 64 + k + 1];
        final float pixels3 = inputs[base * 64 + b * 64 + k + 2];
        final float pixels4 = inputs[base * 64 + b * 64 + k + 3];
        for (int j = 0; j < 32; j++) {
          dense1Z[j] = Math.fma(hDense1WRows3[j], pixels4, Math.fma(hDense1WRows2[j], pixels3,
              Math.fma(hDense1WRows1[j], pixels2, Math.fma(hDense1WRows[j], pixels, dense1Z[j]))));
        }
      }
    }
  }

  /**
   * Computes h.residual1.h.z.
   */
  private void hZ(int from, int to) {
    final float[] parameters = this.parameters;
    for (int b = from; b < to; b++) {
      final float[] hZ = this.hZ[b];
      for (int j = 0; j < 32; j++) {
        hZ[j] = parameters[j + 3104];
      }
    }
    for (int k = 0; k < 32; k += 4) {
      final float[] hResidual1HWRows3 = this.hResidual1HWRows[k + 3];
      final float[] hResidual1HWRows2 = this.hResidual1HWRows[k + 2];
      final float[] hResidual1HWRows1 = this.hResidual1HWRows[k + 1];
      final float[] hResidual1HWRows = this.hResidual1HWRows[k];
      for (int b = from; b < to; b++) {
        final float[] residual1X = this.residual1X[b];
        final float[] hZ = this.hZ[b];
        final float residual1X2 = residual1X[k];
        final float residual1X3 = residual1X[k + 1];
        final float residual1X4 = residual1X[k + 2];
        final float residual1X5 = residual1X[k + 3];
        for (int j = 0; j < 32; j++) {
          hZ[j] = Math.fma(hResidual1HWRows3[j], residual1X5,
              Math.fma(hResidual1HWRows2[j], residual1X4,
              Math.fma(hResidual1HWRows1[j], residual1X3, Math.fma(hResidual1HWRows[j], residual1X2,
              hZ[j]))));
        }
      }
    }
  }

  /**
   * Computes h.residual1.dense1.z.
   */
  private void dense1Z2(int from, int to) {
    final float[] parameters = this.parameters;
    for (int b = from; b < to; b++) {
      final float[] dense1Z2 = this.dense1Z2[b];
      for (int j = 0; j < 32; j++) {
        dense1Z2[j] = parameters[j + 4160];
      }
    }
    for (int k = 0; k < 32; k += 4) {
      final float[] hResidual1Dense1WRows3 = this.hResidual1Dense1WRows[k + 3];
      final float[] hResidual1Dense1WRows2 = this.hResidual1Dense1WRows[k + 2];
      final float[] hResidual1Dense1WRows1 = this.hResidual1Dense1WRows[k + 1];
      final float[] hResidual1Dense1WRows = this.hResidual1Dense1WRows[k];
      for (int b = from; b < to; b++) {
        final float[] residual1H = this.residual1H[b];
        final float[] dense1Z2 = this.dense1Z2[b];
        final float residual1H2 = residual1H[k];
        final float residual1H3 = residual1H[k + 1];
        final float residual1H4 = residual1H[k + 2];
        final float residual1H5 = residual1H[k + 3];
        for (int j = 0; j < 32; j++) {
          dense1Z2[j] = Math.fma(hResidual1Dense1WRows3[j], residual1H5,
              Math.fma(hResidual1Dense1WRows2[j], residual1H4,
              Math.fma(hResidual1Dense1WRows1[j], residual1H3,
              Math.fma(hResidual1Dense1WRows[j], residual1H2, dense1Z2[j]))));
        }
      }
    }
  }

  /**
   * Computes the derivative by h.
   */
  private void deltaH(int from, int to) {
    final float[] logitsWRows9 = this.logitsWRows[9];
    final float[] logitsWRows8 = this.logitsWRows[8];
    for (int b = from; b < to; b++) {
      final float[] deltaH = this.deltaH[b];
      Arrays.fill(deltaH, 0.0f);
    }
    for (int k = 0; k < 8; k += 4) {
      final float[] logitsWRows3 = this.logitsWRows[k + 3];
      final float[] logitsWRows2 = this.logitsWRows[k + 2];
      final float[] logitsWRows1 = this.logitsWRows[k + 1];
      final float[] logitsWRows = this.logitsWRows[k];
      for (int b = from; b < to; b++) {
        final float[] deltaLogits = this.deltaLogits[b];
        final float[] deltaH = this.deltaH[b];
        final float deltaLogits2 = deltaLogits[k];
        final float deltaLogits3 = deltaLogits[k + 1];
        final float deltaLogits4 = deltaLogits[k + 2];
        final float deltaLogits5 = deltaLogits[k + 3];
        for (int j = 0; j < 32; j++) {
          deltaH[j] = Math.fma(logitsWRows3[j], deltaLogits5,
              Math.fma(logitsWRows2[j], deltaLogits4, Math.fma(logitsWRows1[j], deltaLogits3,
              Math.fma(logitsWRows[j], deltaLogits2, deltaH[j]))));
        }
      }
    }
    for (int b = from; b < to; b++) {
      final float[] deltaLogits = this.deltaLogits[b];
      final float[] deltaH = this.deltaH[b];
      final float deltaLogits2 = deltaLogits[8];
      final float deltaLogits3 = deltaLogits[9];
      for (int j = 0; j < 32; j++) {
        deltaH[j] = Math.fma(logitsWRows9[j], deltaLogits3, Math.fma(logitsWRows8[j], deltaLogits2,
            deltaH[j]));
      }
    }
  }

  /**
   * Computes the derivative by h.residual1.h.
   */
  private void deltaResidual1H(int from, int to) {
    for (int b = from; b < to; b++) {
      final float[] deltaResidual1H = this.deltaResidual1H[b];
      Arrays.fill(deltaResidual1H, 0.0f);
    }
    for (int k = 0; k < 32; k += 4) {
      final float[] hResidual1Dense1WColumns3 = this.hResidual1Dense1WColumns[k + 3];
      final float[] hResidual1Dense1WColumns2 = this.hResidual1Dense1WColumns[k + 2];
      final float[] hResidual1Dense1WColumns1 = this.hResidual1Dense1WColumns[k + 1];
      final float[] hResidual1Dense1WColumns = this.hResidual1Dense1WColumns[k];
      for (int b = from; b < to; b++) {
        final float[] deltaH = this.deltaH[b];
        final float[] deltaResidual1H = this.deltaResidual1H[b];
        final float deltaH2 = deltaH[k];
        final float deltaH3 = deltaH[k + 1];
        final float deltaH4 = deltaH[k + 2];
        final float deltaH5 = deltaH[k + 3];
        for (int j = 0; j < 32; j++) {
          deltaResidual1H[j] = Math.fma(hResidual1Dense1WColumns3[j], deltaH5,
              Math.fma(hResidual1Dense1WColumns2[j], deltaH4,
              Math.fma(hResidual1Dense1WColumns1[j], deltaH3,
              Math.fma(hResidual1Dense1WColumns[j], deltaH2, deltaResidual1H[j]))));
        }
      }
    }
  }

  /**
   * Computes the derivative by h.residual1.x.
   */
  private void deltaResidual1X(int from, int to) {
    for (int b = from; b < to; b++) {
      final float[] deltaResidual1X = this.deltaResidual1X[b];
      final float[] deltaH = this.deltaH[b];
      for (int j = 0; j < 32; j++) {
        deltaResidual1X[j] = deltaH[j];
      }
    }
    for (int k = 0; k < 32; k += 4) {
      final float[] hResidual1HWColumns3 = this.hResidual1HWColumns[k + 3];
      final float[] hResidual1HWColumns2 = this.hResidual1HWColumns[k + 2];
      final float[] hResidual1HWColumns1 = this.hResidual1HWColumns[k + 1];
      final float[] hResidual1HWColumns = this.hResidual1HWColumns[k];
      for (int b = from; b < to; b++) {
        final float[] deltaHZ = this.deltaHZ[b];
        final float[] deltaResidual1X = this.deltaResidual1X[b];
        final float deltaHZ2 = deltaHZ[k];
        final float deltaHZ3 = deltaHZ[k + 1];
        final float deltaHZ4 = deltaHZ[k + 2];
        final float deltaHZ5 = deltaHZ[k + 3];
        for (int j = 0; j < 32; j++) {
          deltaResidual1X[j] = Math.fma(hResidual1HWColumns3[j], deltaHZ5,
              Math.fma(hResidual1HWColumns2[j], deltaHZ4,
              Math.fma(hResidual1HWColumns1[j], deltaHZ3, Math.fma(hResidual1HWColumns[j], deltaHZ2,
              deltaResidual1X[j]))));
        }
      }
    }
  }

  /**
   * Computes h.residual1.x.
   */
  private void forward(int b) {
    final float[] residual1X = this.residual1X[b];
    final float[] dense1Z = this.dense1Z[b];
    for (int i = 0; i < 32; i++) {
      residual1X[i] = Math.max(0.0f, dense1Z[i]);
    }
  }

  /**
   * Computes h.residual1.h.
   */
  private void forward2(int b) {
    final float[] swish = this.swish[b];
    final float[] hZ = this.hZ[b];
    final float[] residual1H = this.residual1H[b];
    for (int i = 0; i < 32; i++) {
      swish[i] = sigmoid(hZ[i]);
    }
    for (int i = 0; i < 32; i++) {
      residual1H[i] = hZ[i] * swish[i];
    }
  }

  /**
   * Computes h, logits.
   */
  private void forward3(int b) {
    final float[] h = this.h[b];
    final float[] residual1X = this.residual1X[b];
    final float[] dense1Z2 = this.dense1Z2[b];
    final float[] parameters = this.parameters;
    final float[] logits = this.logits[b];
    final float[] maximum = this.maximum;
    final float[] exp = this.exp[b];
    final float[] sum5 = this.sum5;
    for (int i = 0; i < 32; i++) {
      h[i] = residual1X[i] + dense1Z2[i];
    }
    float sum0 = parameters[4512];
    float sum1 = parameters[4513];
    float sum2 = parameters[4514];
    float sum3 = parameters[4515];
    float sum4 = parameters[4516];
    float sum5_2 = parameters[4517];
    float sum6 = parameters[4518];
    float sum7 = parameters[4519];
    float sum8 = parameters[4520];
    float sum9 = parameters[4521];
    for (int i = 0; i < 32; i++) {
      final float h2 = h[i];
      sum0 = Math.fma(parameters[i + 4192], h2, sum0);
      sum1 = Math.fma(parameters[i + 4224], h2, sum1);
      sum2 = Math.fma(parameters[i + 4256], h2, sum2);
      sum3 = Math.fma(parameters[i + 4288], h2, sum3);
      sum4 = Math.fma(parameters[i + 4320], h2, sum4);
      sum5_2 = Math.fma(parameters[i + 4352], h2, sum5_2);
      sum6 = Math.fma(parameters[i + 4384], h2, sum6);
      sum7 = Math.fma(parameters[i + 4416], h2, sum7);
      sum8 = Math.fma(parameters[i + 4448], h2, sum8);
      sum9 = Math.fma(parameters[i + 4480], h2, sum9);
    }
    logits[0] = sum0;
    logits[1] = sum1;
    logits[2] = sum2;
    logits[3] = sum3;
    logits[4] = sum4;
    logits[5] = sum5_2;
    logits[6] = sum6;
    logits[7] = sum7;
    logits[8] = sum8;
    logits[9] = sum9;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < 10; i++) {
      max = Math.max(max, logits[i]);
    }
    maximum[b] = max;
    for (int i = 0; i < 10; i++) {
      exp[i] = exp(logits[i] - maximum[b]);
    }
    float sum = 0.0f;
    for (int i = 0; i < 10; i++) {
      sum += exp[i];
    }
    sum5[b] = sum;
  }

  /**
   * Computes loss.
   */
  private void lossTerms(int e, int b) {
    final float[] loss = this.loss;
    final float[] product = this.product;
    final float[] logits = this.logits[b];
    final int[] classTargets = examples.classTargets();
    final float[] maximum = this.maximum;
    final float[] sum5 = this.sum5;
    loss[b] = product[0] - (logits[classTargets[e]] - maximum[b] - log(sum5[b]));
  }

  /**
   * Computes probability.
   */
  private void forward4(int b) {
    final float[] probability = this.probability[b];
    final float[] exp = this.exp[b];
    final float[] sum5 = this.sum5;
    for (int i = 0; i < 10; i++) {
      probability[i] = exp[i] / sum5[b];
    }
  }

  /**
   * Computes best.
   */
  private void forward5(int b) {
    final float[] logits = this.logits[b];
    final int[] best = this.best;
    float best2 = Float.NEGATIVE_INFINITY;
    int bestIndex = 0;
    for (int i = 0; i < 10; i++) {
      final float logits2 = logits[i];
      final boolean wins = best2 == best2 && !(logits2 <= best2);
      bestIndex = wins ? i : bestIndex;
      best2 = wins ? logits2 : best2;
    }
    best[b] = bestIndex;
  }

  /**
   * Computes the derivative by logits.
   */
  private void backward(int e, int b) {
    final float[] deltaLogits = this.deltaLogits[b];
    final float[] probability = this.probability[b];
    final int[] classTargets = examples.classTargets();
    for (int i = 0; i < 10; i++) {
      deltaLogits[i] = probability[i] - (classTargets[e] == i ? 1.0f : 0.0f);
    }
  }

  /**
   * Computes the derivative by h.residual1.h.z.
   */
  private void backward2(int b) {
    final float[] deltaResidual1H = this.deltaResidual1H[b];
    final float[] swish = this.swish[b];
    final float[] deltaHZ = this.deltaHZ[b];
    final float[] hZ = this.hZ[b];
    for (int i = 0; i < 32; i++) {
      final float deltaResidual1H2 = deltaResidual1H[i];
      final float swish2 = swish[i];
      deltaHZ[i] = deltaResidual1H2 * swish2 + deltaResidual1H2 * hZ[i] * swish2 * (1.0f - swish2);
    }
  }

  /**
   * Computes the derivative by h.dense1.z.
   */
  private void backward3(int b) {
    final float[] deltaDense1Z = this.deltaDense1Z[b];
    final float[] dense1Z = this.dense1Z[b];
    final float[] deltaResidual1X = this.deltaResidual1X[b];
    for (int i = 0; i < 32; i++) {
      deltaDense1Z[i] = dense1Z[i] <= 0.0f ? 0.0f : deltaResidual1X[i];
    }
  }

  /**
   * Computes the derivative by h.dense1.W, the derivative by h.dense1.b, the derivative by h.residual1.h.W, the derivative by h.residual1.h.b.
   */
  private void sums() {
    final float[] inputs = examples.inputs();
    final float[] deltaDense1W = this.deltaDense1W;
    final float[] gradient = this.gradient;
    final float[] parameters = this.parameters;
    final float[] row = this.row;
    final float[] deltaHW = this.deltaHW;
    final float[] row2 = this.row2;
    final float scale = 1.0f / (float) count;
    final int tail = count - count % 4;
    for (int i = 0; i < 64; i++) {
      final float[] deltaDense1WRows = this.deltaDense1WRows[i];
      Arrays.fill(deltaDense1WRows, 0.0f);
    }
    for (int b = 0; b < tail; b += 4) {
      final float[] deltaDense1Z3 = this.deltaDense1Z[b + 3];
      final float[] deltaDense1Z2 = this.deltaDense1Z[b + 2];
      final float[] deltaDense1Z1 = this.deltaDense1Z[b + 1];
      final float[] deltaDense1Z = this.deltaDense1Z[b];
      for (int i = 0; i < 64; i++) {
        final float[] deltaDense1WRows = this.deltaDense1WRows[i];
        final float pixels = inputs[first * 64 + b * 64 + i];
        final float pixels2 = inputs[first * 64 + b * 64 + i + 64];
        final float pixels3 = inputs[first * 64 + b * 64 + i + 128];
        final float pixels4 = inputs[first * 64 + b * 64 + i + 192];
        for (int j = 0; j < 32; j++) {
          deltaDense1WRows[j] = Math.fma(deltaDense1Z3[j], pixels4,
              Math.fma(deltaDense1Z2[j], pixels3, Math.fma(deltaDense1Z1[j], pixels2,
              Math.fma(deltaDense1Z[j], pixels, deltaDense1WRows[j]))));
        }
      }
    }
    for (int b = tail; b < count; b++) {
      final float[] deltaDense1Z = this.deltaDense1Z[b];
      for (int i = 0; i < 64; i++) {
        final float[] deltaDense1WRows = this.deltaDense1WRows[i];
        final float pixels = inputs[first * 64 + b * 64 + i];
        for (int j = 0; j < 32; j++) {
          deltaDense1WRows[j] = Math.fma(deltaDense1Z[j], pixels, deltaDense1WRows[j]);
        }
      }
    }
    for (int i = 0; i < 64; i++) {
      final float[] deltaDense1WRows = this.deltaDense1WRows[i];
      for (int j = 0; j < 32; j++) {
        deltaDense1WRows[j] = deltaDense1WRows[j] * scale;
      }
      System.arraycopy(deltaDense1WRows, 0, deltaDense1W, i * 32, 32);
    }
    for (int i = 0; i < 2048; i++) {
      gradient[i] = deltaDense1W[i] + 0.0001f * parameters[i];
    }
    Arrays.fill(row, 0.0f);
    for (int b = 0; b < tail; b += 4) {
      final float[] deltaDense1Z = this.deltaDense1Z[b];
      final float[] deltaDense1Z1 = this.deltaDense1Z[b + 1];
      final float[] deltaDense1Z2 = this.deltaDense1Z[b + 2];
      final float[] deltaDense1Z3 = this.deltaDense1Z[b + 3];
      for (int j = 0; j < 32; j++) {
        row[j] = row[j] + deltaDense1Z[j] + deltaDense1Z1[j] + deltaDense1Z2[j] + deltaDense1Z3[j];
      }
    }
    for (int b = tail; b < count; b++) {
      final float[] deltaDense1Z = this.deltaDense1Z[b];
      for (int j = 0; j < 32; j++) {
        row[j] += deltaDense1Z[j];
      }
    }
    for (int j = 0; j < 32; j++) {
      row[j] = row[j] * scale;
    }
    System.arraycopy(row, 0, gradient, 2048, 32);
    for (int i = 0; i < 32; i++) {
      final float[] deltaHWRows = this.deltaHWRows[i];
      Arrays.fill(deltaHWRows, 0.0f);
    }
    for (int b = 0; b < tail; b += 4) {
      final float[] residual1X = this.residual1X[b];
      final float[] residual1X1 = this.residual1X[b + 1];
      final float[] residual1X2 = this.residual1X[b + 2];
      final float[] residual1X3 = this.residual1X[b + 3];
      final float[] deltaHZ3 = this.deltaHZ[b + 3];
      final float[] deltaHZ2 = this.deltaHZ[b + 2];
      final float[] deltaHZ1 = this.deltaHZ[b + 1];
      final float[] deltaHZ = this.deltaHZ[b];
      for (int i = 0; i < 32; i++) {
        final float[] deltaHWRows = this.deltaHWRows[i];
        final float residual1X4 = residual1X[i];
        final float residual1X5 = residual1X1[i];
        final float residual1X6 = residual1X2[i];
        final float residual1X7 = residual1X3[i];
        for (int j = 0; j < 32; j++) {
          deltaHWRows[j] = Math.fma(deltaHZ3[j], residual1X7, Math.fma(deltaHZ2[j], residual1X6,
              Math.fma(deltaHZ1[j], residual1X5, Math.fma(deltaHZ[j], residual1X4,
              deltaHWRows[j]))));
        }
      }
    }
    for (int b = tail; b < count; b++) {
      final float[] residual1X = this.residual1X[b];
      final float[] deltaHZ = this.deltaHZ[b];
      for (int i = 0; i < 32; i++) {
        final float[] deltaHWRows = this.deltaHWRows[i];
        final float residual1X2 = residual1X[i];
        for (int j = 0; j < 32; j++) {
          deltaHWRows[j] = Math.fma(deltaHZ[j], residual1X2, deltaHWRows[j]);
        }
      }
    }
    for (int i = 0; i < 32; i++) {
      final float[] deltaHWRows = this.deltaHWRows[i];
      for (int j = 0; j < 32; j++) {
        deltaHWRows[j] = deltaHWRows[j] * scale;
      }
      System.arraycopy(deltaHWRows, 0, deltaHW, i * 32, 32);
    }
    for (int i = 0; i < 1024; i++) {
      gradient[i + 2080] = deltaHW[i] + 0.0001f * parameters[i + 2080];
    }
    Arrays.fill(row2, 0.0f);
    for (int b = 0; b < tail; b += 4) {
      final float[] deltaHZ = this.deltaHZ[b];
      final float[] deltaHZ1 = this.deltaHZ[b + 1];
      final float[] deltaHZ2 = this.deltaHZ[b + 2];
      final float[] deltaHZ3 = this.deltaHZ[b + 3];
      for (int j = 0; j < 32; j++) {
        row2[j] = row2[j] + deltaHZ[j] + deltaHZ1[j] + deltaHZ2[j] + deltaHZ3[j];
      }
    }
    for (int b = tail; b < count; b++) {
      final float[] deltaHZ = this.deltaHZ[b];
      for (int j = 0; j < 32; j++) {
        row2[j] += deltaHZ[j];
      }
    }
    for (int j = 0; j < 32; j++) {
      row2[j] = row2[j] * scale;
    }
    System.arraycopy(row2, 0, gradient, 3104, 32);
  }

  /**
   * Computes the derivative by h.residual1.dense1.W, the derivative by h.residual1.dense1.b, the derivative by logits.W, the derivative by logits.b.
   */
  private void sums2() {
    final float[] deltaDense1W2 = this.deltaDense1W2;
    final float[] gradient = this.gradient;
    final float[] parameters = this.parameters;
    final float[] row3 = this.row3;
    final float[] deltaLogitsW = this.deltaLogitsW;
    final float scale = 1.0f / (float) count;
    final int tail = count - count % 4;
    for (int i = 0; i < 32; i++) {
      final float[] deltaDense1WRows2 = this.deltaDense1WRows2[i];
      Arrays.fill(deltaDense1WRows2, 0.0f);
    }
    for (int b = 0; b < tail; b += 4) {
      final float[] residual1H = this.residual1H[b];
      final float[] residual1H1 = this.residual1H[b + 1];
      final float[] residual1H2 = this.residual1H[b + 2];
      final float[] residual1H3 = this.residual1H[b + 3];
      final float[] deltaH3 = this.deltaH[b + 3];
      final float[] deltaH2 = this.deltaH[b + 2];
      final float[] deltaH1 = this.deltaH[b + 1];
      final float[] deltaH = this.deltaH[b];
      for (int i = 0; i < 32; i++) {
        final float[] deltaDense1WRows2 = this.deltaDense1WRows2[i];
        final float residual1H4 = residual1H[i];
        final float residual1H5 = residual1H1[i];
        final float residual1H6 = residual1H2[i];
        final float residual1H7 = residual1H3[i];
        for (int j = 0; j < 32; j++) {
          deltaDense1WRows2[j] = Math.fma(deltaH3[j], residual1H7, Math.fma(deltaH2[j], residual1H6,
              Math.fma(deltaH1[j], residual1H5, Math.fma(deltaH[j], residual1H4,
              deltaDense1WRows2[j]))));
        }
      }
    }
    for (int b = tail; b < count; b++) {
      final float[] residual1H = this.residual1H[b];
      final float[] deltaH = this.deltaH[b];
      for (int i = 0; i < 32; i++) {
        final float[] deltaDense1WRows2 = this.deltaDense1WRows2[i];
        final float residual1H2 = residual1H[i];
        for (int j = 0; j < 32; j++) {
          deltaDense1WRows2[j] = Math.fma(deltaH[j], residual1H2, deltaDense1WRows2[j]);
        }
      }
    }
    for (int i = 0; i < 32; i++) {
      final float[] deltaDense1WRows2 = this.deltaDense1WRows2[i];
      for (int j = 0; j < 32; j++) {
        deltaDense1WRows2[j] = deltaDense1WRows2[j] * scale;
      }
      System.arraycopy(deltaDense1WRows2, 0, deltaDense1W2, i * 32, 32);
    }
    for (int i = 0; i < 1024; i++) {
      gradient[i + 3136] = deltaDense1W2[i] + 0.0001f * parameters[i + 3136];
    }
    Arrays.fill(row3, 0.0f);
    for (int b = 0; b < tail; b += 4) {
      final float[] deltaH = this.deltaH[b];
      final float[] deltaH1 = this.deltaH[b + 1];
      final float[] deltaH2 = this.deltaH[b + 2];
      final float[] deltaH3 = this.deltaH[b + 3];
      for (int j = 0; j < 32; j++) {
        row3[j] = row3[j] + deltaH[j] + deltaH1[j] + deltaH2[j] + deltaH3[j];
      }
    }
    for (int b = tail; b < count; b++) {
      final float[] deltaH = this.deltaH[b];
      for (int j = 0; j < 32; j++) {
        row3[j] += deltaH[j];
      }
    }
    for (int j = 0; j < 32; j++) {
      row3[j] = row3[j] * scale;
    }
    System.arraycopy(row3, 0, gradient, 4160, 32);
    for (int i = 0; i < 10; i++) {
      final float[] deltaLogitsWRows = this.deltaLogitsWRows[i];
      Arrays.fill(deltaLogitsWRows, 0.0f);
    }
    for (int b = 0; b < tail; b += 4) {
      final float[] deltaLogits = this.deltaLogits[b];
      final float[] deltaLogits1 = this.deltaLogits[b + 1];
      final float[] deltaLogits2 = this.deltaLogits[b + 2];
      final float[] deltaLogits3 = this.deltaLogits[b + 3];
      final float[] h3 = this.h[b + 3];
      final float[] h2 = this.h[b + 2];
      final float[] h1 = this.h[b + 1];
      final float[] h = this.h[b];
      for (int i = 0; i < 10; i++) {
        final float[] deltaLogitsWRows = this.deltaLogitsWRows[i];
        final float deltaLogits4 = deltaLogits[i];
        final float deltaLogits5 = deltaLogits1[i];
        final float deltaLogits6 = deltaLogits2[i];
        final float deltaLogits7 = deltaLogits3[i];
        for (int j = 0; j < 32; j++) {
          deltaLogitsWRows[j] = Math.fma(deltaLogits7, h3[j], Math.fma(deltaLogits6, h2[j],
              Math.fma(deltaLogits5, h1[j], Math.fma(deltaLogits4, h[j], deltaLogitsWRows[j]))));
        }
      }
    }
    for (int b = tail; b < count; b++) {
      final float[] deltaLogits = this.deltaLogits[b];
      final float[] h = this.h[b];
      for (int i = 0; i < 10; i++) {
        final float[] deltaLogitsWRows = this.deltaLogitsWRows[i];
        final float deltaLogits2 = deltaLogits[i];
        for (int j = 0; j < 32; j++) {
          deltaLogitsWRows[j] = Math.fma(deltaLogits2, h[j], deltaLogitsWRows[j]);
        }
      }
    }
    for (int i = 0; i < 10; i++) {
      final float[] deltaLogitsWRows = this.deltaLogitsWRows[i];
      for (int j = 0; j < 32; j++) {
        deltaLogitsWRows[j] = deltaLogitsWRows[j] * scale;
      }
      System.arraycopy(deltaLogitsWRows, 0, deltaLogitsW, i * 32, 32);
    }
    for (int i = 0; i < 320; i++) {
      gradient[i + 4192] = deltaLogitsW[i] + 0.0001f * parameters[i + 4192];
    }
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2 = 0.0f;
    float sum3 = 0.0f;
    float sum4 = 0.0f;
    float sum5 = 0.0f;
    float sum6 = 0.0f;
    float sum7 = 0.0f;
    float sum8 = 0.0f;
    float sum9 = 0.0f;
    for (int b = 0; b < count; b++) {
      final float[] deltaLogits = this.deltaLogits[b];
      sum0 += deltaLogits[0];
      sum1 += deltaLogits[1];
      sum2 += deltaLogits[2];
      sum3 += deltaLogits[3];
      sum4 += deltaLogits[4];
      sum5 += deltaLogits[5];
      sum6 += deltaLogits[6];
      sum7 += deltaLogits[7];
      sum8 += deltaLogits[8];
      sum9 += deltaLogits[9];
    }
    gradient[4512] = sum0 * scale;
    gradient[4513] = sum1 * scale;
    gradient[4514] = sum2 * scale;
    gradient[4515] = sum3 * scale;
    gradient[4516] = sum4 * scale;
    gradient[4517] = sum5 * scale;
    gradient[4518] = sum6 * scale;
    gradient[4519] = sum7 * scale;
    gradient[4520] = sum8 * scale;
    gradient[4521] = sum9 * scale;
  }

  private void prepareStep() {
    final float[] parameters = this.parameters;
    final float[] sum = this.sum;
    final float[] sum2 = this.sum2;
    final float[] sum3 = this.sum3;
    final float[] sum4 = this.sum4;
    final float[] product = this.product;
    for (int i = 0; i < 64; i++) {
      final float[] hDense1WRows = this.hDense1WRows[i];
      System.arraycopy(parameters, i * 32, hDense1WRows, 0, 32);
    }
    for (int i = 0; i < 32; i++) {
      final float[] hResidual1HWRows = this.hResidual1HWRows[i];
      System.arraycopy(parameters, i * 32 + 2080, hResidual1HWRows, 0, 32);
    }
    for (int i = 0; i < 32; i++) {
      final float[] hResidual1Dense1WRows = this.hResidual1Dense1WRows[i];
      System.arraycopy(parameters, i * 32 + 3136, hResidual1Dense1WRows, 0, 32);
    }
    for (int i = 0; i < 10; i++) {
      final float[] logitsWRows = this.logitsWRows[i];
      System.arraycopy(parameters, i * 32 + 4192, logitsWRows, 0, 32);
    }
    for (int i = 0; i < 32; i += 8) {
      final float[] hResidual1Dense1WColumns = this.hResidual1Dense1WColumns[i];
      final float[] hResidual1Dense1WColumns1 = this.hResidual1Dense1WColumns[i + 1];
      final float[] hResidual1Dense1WColumns2 = this.hResidual1Dense1WColumns[i + 2];
      final float[] hResidual1Dense1WColumns3 = this.hResidual1Dense1WColumns[i + 3];
      final float[] hResidual1Dense1WColumns4 = this.hResidual1Dense1WColumns[i + 4];
      final float[] hResidual1Dense1WColumns5 = this.hResidual1Dense1WColumns[i + 5];
      final float[] hResidual1Dense1WColumns6 = this.hResidual1Dense1WColumns[i + 6];
      final float[] hResidual1Dense1WColumns7 = this.hResidual1Dense1WColumns[i + 7];
      for (int k = 0; k < 32; k++) {
        hResidual1Dense1WColumns[k] = parameters[k * 32 + i + 3136];
        hResidual1Dense1WColumns1[k] = parameters[k * 32 + i + 3137];
        hResidual1Dense1WColumns2[k] = parameters[k * 32 + i + 3138];
        hResidual1Dense1WColumns3[k] = parameters[k * 32 + i + 3139];
        hResidual1Dense1WColumns4[k] = parameters[k * 32 + i + 3140];
        hResidual1Dense1WColumns5[k] = parameters[k * 32 + i + 3141];
        hResidual1Dense1WColumns6[k] = parameters[k * 32 + i + 3142];
        hResidual1Dense1WColumns7[k] = parameters[k * 32 + i + 3143];
      }
    }
    for (int i = 0; i < 32; i += 8) {
      final float[] hResidual1HWColumns = this.hResidual1HWColumns[i];
      final float[] hResidual1HWColumns1 = this.hResidual1HWColumns[i + 1];
      final float[] hResidual1HWColumns2 = this.hResidual1HWColumns[i + 2];
      final float[] hResidual1HWColumns3 = this.hResidual1HWColumns[i + 3];
      final float[] hResidual1HWColumns4 = this.hResidual1HWColumns[i + 4];
      final float[] hResidual1HWColumns5 = this.hResidual1HWColumns[i + 5];
      final float[] hResidual1HWColumns6 = this.hResidual1HWColumns[i + 6];
      final float[] hResidual1HWColumns7 = this.hResidual1HWColumns[i + 7];
      for (int k = 0; k < 32; k++) {
        hResidual1HWColumns[k] = parameters[k * 32 + i + 2080];
        hResidual1HWColumns1[k] = parameters[k * 32 + i + 2081];
        hResidual1HWColumns2[k] = parameters[k * 32 + i + 2082];
        hResidual1HWColumns3[k] = parameters[k * 32 + i + 2083];
        hResidual1HWColumns4[k] = parameters[k * 32 + i + 2084];
        hResidual1HWColumns5[k] = parameters[k * 32 + i + 2085];
        hResidual1HWColumns6[k] = parameters[k * 32 + i + 2086];
        hResidual1HWColumns7[k] = parameters[k * 32 + i + 2087];
      }
    }
    float sum0 = 0.0f;
    float sum1 = 0.0f;
    float sum2_2 = 0.0f;
    float sum3_2 = 0.0f;
    for (int i = 0; i < 2048; i += 4) {
      final float hDense1W = parameters[i];
      sum0 += hDense1W * hDense1W;
      final float hDense1W2 = parameters[i + 1];
      sum1 += hDense1W2 * hDense1W2;
      final float hDense1W3 = parameters[i + 2];
      sum2_2 += hDense1W3 * hDense1W3;
      final float hDense1W4 = parameters[i + 3];
      sum3_2 += hDense1W4 * hDense1W4;
    }
    sum[0] = sum0 + sum1 + (sum2_2 + sum3_2);
    float sum0_2 = 0.0f;
    float sum1_2 = 0.0f;
    float sum2_3 = 0.0f;
    float sum3_3 = 0.0f;
    for (int i = 0; i < 1024; i += 4) {
      final float hResidual1HW = parameters[i + 2080];
      sum0_2 += hResidual1HW * hResidual1HW;
      final float hResidual1HW2 = parameters[i + 2081];
      sum1_2 += hResidual1HW2 * hResidual1HW2;
      final float hResidual1HW3 = parameters[i + 2082];
      sum2_3 += hResidual1HW3 * hResidual1HW3;
      final float hResidual1HW4 = parameters[i + 2083];
      sum3_3 += hResidual1HW4 * hResidual1HW4;
    }
    sum2[0] = sum0_2 + sum1_2 + (sum2_3 + sum3_3);
    float sum0_3 = 0.0f;
    float sum1_3 = 0.0f;
    float sum2_4 = 0.0f;
    float sum3_4 = 0.0f;
    for (int i = 0; i < 1024; i += 4) {
      final float hResidual1Dense1W = parameters[i + 3136];
      sum0_3 += hResidual1Dense1W * hResidual1Dense1W;
      final float hResidual1Dense1W2 = parameters[i + 3137];
      sum1_3 += hResidual1Dense1W2 * hResidual1Dense1W2;
      final float hResidual1Dense1W3 = parameters[i + 3138];
      sum2_4 += hResidual1Dense1W3 * hResidual1Dense1W3;
      final float hResidual1Dense1W4 = parameters[i + 3139];
      sum3_4 += hResidual1Dense1W4 * hResidual1Dense1W4;
    }
    sum3[0] = sum0_3 + sum1_3 + (sum2_4 + sum3_4);
    float sum0_4 = 0.0f;
    float sum1_4 = 0.0f;
    float sum2_5 = 0.0f;
    float sum3_5 = 0.0f;
    for (int i = 0; i < 320; i += 4) {
      final float logitsW = parameters[i + 4192];
      sum0_4 += logitsW * logitsW;
      final float logitsW2 = parameters[i + 4193];
      sum1_4 += logitsW2 * logitsW2;
      final float logitsW3 = parameters[i + 4194];
      sum2_5 += logitsW3 * logitsW3;
      final float logitsW4 = parameters[i + 4195];
      sum3_5 += logitsW4 * logitsW4;
    }
    sum4[0] = sum0_4 + sum1_4 + (sum2_5 + sum3_5);
    product[0] = 0.0001f * (0.5f * (sum[0] + sum2[0] + sum3[0] + sum4[0]));
  }

  /**
   * Forward and backward.
   */
  private void examples(int from, int to) {
    dense1Z(first, from, to);
    for (int b = from; b < to; b++) {
      forward(b);
    }
    hZ(from, to);
    for (int b = from; b < to; b++) {
      forward2(b);
    }
    dense1Z2(from, to);
    for (int b = from; b < to; b++) {
      forward3(b);
    }
    for (int b = from; b < to; b++) {
      lossTerms(first + b, b);
    }
    for (int b = from; b < to; b++) {
      forward4(b);
    }
    for (int b = from; b < to; b++) {
      backward(first + b, b);
    }
    deltaH(from, to);
    deltaResidual1H(from, to);
    for (int b = from; b < to; b++) {
      backward2(b);
    }
    deltaResidual1X(from, to);
    for (int b = from; b < to; b++) {
      backward3(b);
    }
  }

  /**
   * Sums over the batch: loss and gradients.
   */
  private void gradients() {
    final float[] loss = this.loss;
    sums();
    sums2();
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
