import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;
import java.util.Arrays;

/**
 * Several results of several kinds, and inputs of several shapes.
 *
 * <p>Architecture:
 * <pre>
 * input      image   [4, 4]
 * input      scale   []
 * input      place   [] class(3)
 * target     t       [2]
 * target     k       [] class(3)
 * parameter  z.W     [3, 8]       xavier_uniform
 * parameter  z.b     [3]          zeros
 * output     picked  []
 * output     share   [3]
 * output     first   [2]
 * output     large   [] bool
 * output     best    [] class(3)
 * </pre>
 *
 * <p>Formulas, as model.bpnet has them:
 * <pre>
 * network Outputs &#123;
 *     input  image[4, 4]
 *     input  scale
 *     input  place: class(3)
 *     target t[2]
 *     target k: class(3)
 *
 *     rows = sum(image, axis = 1)
 *     cols = max(image, axis = 0)
 *     both = concat(rows, cols) * scale
 *     z = both |&gt; dense(3) |&gt; softplus
 *     output picked = z[place]
 *     output share = z / sum(z)
 *     output first = both[1..3]
 *     output large = picked &gt; 1
 *     output best = argmax(z)
 *
 *     loss squared_error(first, t) + cross_entropy(share, k) + (large ? log(picked) : picked - 1)
 *     metric right = best == k
 * &#125;
 * </pre>
 *
 * <p>Plan: straight-line: 291 scalar operations.
 *
 * <p>Generated; change the model instead.
 */
public final class Outputs implements Network.OfFloat {
  private static final Description DESCRIPTION = Description.of("Outputs", Description.Precision.FLOAT)
      .source("model.bpnet", "b781c6362c99f206")
      .plan("straight-line: 291 scalar operations")
      .input("image", 4, 4)
      .input("scale")
      .classInput("place", 3)
      .target("t", 2)
      .classTarget("k", 3)
      .trained("z.W", Initializer.xavierUniform(), 3, 8)
      .trained("z.b", Initializer.zeros(), 3)
      .output("picked")
      .output("share", 3)
      .output("first", 2)
      .output("large")
      .classOutput("best", 3)
      .metric("right")
      .training(TrainingDefaults.of()
          .withOptimizer(TrainingDefaults.Call.of("adam").with("rate", 0.001))
          .withBatch(32).withEpochs(100)
          .withSeed(1L))
      .build();

  private final float[] parameters;

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[17], new int[1],
      new float[2], new int[1]);

  private final float[] oneOutput = new float[DESCRIPTION.outputSize()];

  private Examples.OfFloat examples;

  private int first;

  private int count;

  private float[] gradient;

  private double meanLoss;

  /**
   * A network whose parameters are drawn by the seed of its {@code train} block.
   */
  public Outputs() {
    this(new float[27]);
    initialize(DESCRIPTION.training().seed());
  }

  private Outputs(float[] parameters) {
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
  public Outputs sharing() {
    final Outputs other = new Outputs(parameters);
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
    final int[] classInputs = examples.classInputs();
    final float zW00 = parameters[0];
    final float zW01 = parameters[1];
    final float zW02 = parameters[2];
    final float zW03 = parameters[3];
    final float zW04 = parameters[4];
    final float zW05 = parameters[5];
    final float zW06 = parameters[6];
    final float zW07 = parameters[7];
    final float zW10 = parameters[8];
    final float zW11 = parameters[9];
    final float zW12 = parameters[10];
    final float zW13 = parameters[11];
    final float zW14 = parameters[12];
    final float zW15 = parameters[13];
    final float zW16 = parameters[14];
    final float zW17 = parameters[15];
    final float zW20 = parameters[16];
    final float zW21 = parameters[17];
    final float zW22 = parameters[18];
    final float zW23 = parameters[19];
    final float zW24 = parameters[20];
    final float zW25 = parameters[21];
    final float zW26 = parameters[22];
    final float zW27 = parameters[23];
    final float zB0 = parameters[24];
    final float zB1 = parameters[25];
    final float zB2 = parameters[26];
    for (int e = from; e < to; e++) {
      final float image00 = inputs[e * 17];
      final float image01 = inputs[e * 17 + 1];
      final float image02 = inputs[e * 17 + 2];
      final float image03 = inputs[e * 17 + 3];
      final float image10 = inputs[e * 17 + 4];
      final float image11 = inputs[e * 17 + 5];
      final float image12 = inputs[e * 17 + 6];
      final float image13 = inputs[e * 17 + 7];
      final float image20 = inputs[e * 17 + 8];
      final float image21 = inputs[e * 17 + 9];
      final float image22 = inputs[e * 17 + 10];
      final float image23 = inputs[e * 17 + 11];
      final float image30 = inputs[e * 17 + 12];
      final float image31 = inputs[e * 17 + 13];
      final float image32 = inputs[e * 17 + 14];
      final float image33 = inputs[e * 17 + 15];
      final float scale = inputs[e * 17 + 16];
      final float both0 = (image00 + image01 + image02 + image03) * scale;
      final float both1 = (image10 + image11 + image12 + image13) * scale;
      final float both2 = (image20 + image21 + image22 + image23) * scale;
      final float both3 = (image30 + image31 + image32 + image33) * scale;
      final float both4 = Math.max(Math.max(Math.max(image00, image10), image20), image30) * scale;
      final float both5 = Math.max(Math.max(Math.max(image01, image11), image21), image31) * scale;
      final float both6 = Math.max(Math.max(Math.max(image02, image12), image22), image32) * scale;
      final float both7 = Math.max(Math.max(Math.max(image03, image13), image23), image33) * scale;
      final float zZ0 = Math.fma(zW03, both3, Math.fma(zW02, both2, Math.fma(zW01, both1,
          Math.fma(zW00, both0, zB0)))) + Math.fma(zW07, both7, Math.fma(zW06, both6,
          Math.fma(zW05, both5, zW04 * both4)));
      final float zZ1 = Math.fma(zW13, both3, Math.fma(zW12, both2, Math.fma(zW11, both1,
          Math.fma(zW10, both0, zB1)))) + Math.fma(zW17, both7, Math.fma(zW16, both6,
          Math.fma(zW15, both5, zW14 * both4)));
      final float zZ2 = Math.fma(zW23, both3, Math.fma(zW22, both2, Math.fma(zW21, both1,
          Math.fma(zW20, both0, zB2)))) + Math.fma(zW27, both7, Math.fma(zW26, both6,
          Math.fma(zW25, both5, zW24 * both4)));
      final float z0 = softplus(zZ0);
      final float z1 = softplus(zZ1);
      final float z2 = softplus(zZ2);
      final int place = classInputs[e];
      final float t = place == 0 ? z0 : place == 1 ? z1 : z2;
      outputs[(e - from) * 8] = t;
      final float t2 = z0 + z1 + z2;
      final float share0 = z0 / t2;
      final float share1 = z1 / t2;
      final float share2 = z2 / t2;
      outputs[(e - from) * 8 + 1] = share0;
      outputs[(e - from) * 8 + 2] = share1;
      outputs[(e - from) * 8 + 3] = share2;
      outputs[(e - from) * 8 + 4] = both1;
      outputs[(e - from) * 8 + 5] = both2;
      final boolean large = 1.0f < t;
      outputs[(e - from) * 8 + 6] = large ? 1.0f : 0.0f;
      final boolean t3 = z0 == z0 && !(z1 <= z0);
      final float t4 = t3 ? z1 : z0;
      outputs[(e - from) * 8 + 7] = (float) (t4 == t4 && !(z2 <= t4) ? 2 : t3 ? 1 : 0);
    }
  }

  @Override
  public double evaluate(Examples.OfFloat examples, int from, int to, double[] metrics) {
    final float[] parameters = this.parameters;
    final float[] targets = examples.targets();
    final float[] inputs = examples.inputs();
    final int[] classTargets = examples.classTargets();
    final int[] classInputs = examples.classInputs();
    final float zW00 = parameters[0];
    final float zW01 = parameters[1];
    final float zW02 = parameters[2];
    final float zW03 = parameters[3];
    final float zW04 = parameters[4];
    final float zW05 = parameters[5];
    final float zW06 = parameters[6];
    final float zW07 = parameters[7];
    final float zW10 = parameters[8];
    final float zW11 = parameters[9];
    final float zW12 = parameters[10];
    final float zW13 = parameters[11];
    final float zW14 = parameters[12];
    final float zW15 = parameters[13];
    final float zW16 = parameters[14];
    final float zW17 = parameters[15];
    final float zW20 = parameters[16];
    final float zW21 = parameters[17];
    final float zW22 = parameters[18];
    final float zW23 = parameters[19];
    final float zW24 = parameters[20];
    final float zW25 = parameters[21];
    final float zW26 = parameters[22];
    final float zW27 = parameters[23];
    final float zB0 = parameters[24];
    final float zB1 = parameters[25];
    final float zB2 = parameters[26];
    double lossSum = 0.0;
    double rightSum = 0.0;
    for (int e = from; e < to; e++) {
      final float t0 = targets[e * 2];
      final float t1 = targets[e * 2 + 1];
      final float image00 = inputs[e * 17];
      final float image01 = inputs[e * 17 + 1];
      final float image02 = inputs[e * 17 + 2];
      final float image03 = inputs[e * 17 + 3];
      final float image10 = inputs[e * 17 + 4];
      final float image11 = inputs[e * 17 + 5];
      final float image12 = inputs[e * 17 + 6];
      final float image13 = inputs[e * 17 + 7];
      final float image20 = inputs[e * 17 + 8];
      final float image21 = inputs[e * 17 + 9];
      final float image22 = inputs[e * 17 + 10];
      final float image23 = inputs[e * 17 + 11];
      final float image30 = inputs[e * 17 + 12];
      final float image31 = inputs[e * 17 + 13];
      final float image32 = inputs[e * 17 + 14];
      final float image33 = inputs[e * 17 + 15];
      final float scale = inputs[e * 17 + 16];
      final float both0 = (image00 + image01 + image02 + image03) * scale;
      final float both1 = (image10 + image11 + image12 + image13) * scale;
      final float both2 = (image20 + image21 + image22 + image23) * scale;
      final float both3 = (image30 + image31 + image32 + image33) * scale;
      final float both4 = Math.max(Math.max(Math.max(image00, image10), image20), image30) * scale;
      final float both5 = Math.max(Math.max(Math.max(image01, image11), image21), image31) * scale;
      final float both6 = Math.max(Math.max(Math.max(image02, image12), image22), image32) * scale;
      final float both7 = Math.max(Math.max(Math.max(image03, image13), image23), image33) * scale;
      final float difference0 = t0 - both1;
      final float difference1 = t1 - both2;
      final float zZ0 = Math.fma(zW03, both3, Math.fma(zW02, both2, Math.fma(zW01, both1,
          Math.fma(zW00, both0, zB0)))) + Math.fma(zW07, both7, Math.fma(zW06, both6,
          Math.fma(zW05, both5, zW04 * both4)));
      final float zZ1 = Math.fma(zW13, both3, Math.fma(zW12, both2, Math.fma(zW11, both1,
          Math.fma(zW10, both0, zB1)))) + Math.fma(zW17, both7, Math.fma(zW16, both6,
          Math.fma(zW15, both5, zW14 * both4)));
      final float zZ2 = Math.fma(zW23, both3, Math.fma(zW22, both2, Math.fma(zW21, both1,
          Math.fma(zW20, both0, zB2)))) + Math.fma(zW27, both7, Math.fma(zW26, both6,
          Math.fma(zW25, both5, zW24 * both4)));
      final float z0 = softplus(zZ0);
      final float z1 = softplus(zZ1);
      final float z2 = softplus(zZ2);
      final float t = z0 + z1 + z2;
      final float share0 = z0 / t;
      final float share1 = z1 / t;
      final float share2 = z2 / t;
      final int k = classTargets[e];
      final int place = classInputs[e];
      final float t2 = place == 0 ? z0 : place == 1 ? z1 : z2;
      final boolean large = 1.0f < t2;
      final float loss = 0.5f * Math.fma(difference1, difference1, difference0 * difference0)
          - log(k == 0 ? share0 : k == 1 ? share1 : share2) + (large ? log(t2) : t2 - 1.0f);
      final boolean t3 = z0 == z0 && !(z1 <= z0);
      final float t4 = t3 ? z1 : z0;
      final float right = (t4 == t4 && !(z2 <= t4) ? 2 : t3 ? 1 : 0) == k ? 1.0f : 0.0f;
      lossSum += loss;
      rightSum += right;
    }
    metrics[0] = rightSum / (to - from);
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
      case 0 -> 291L;
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
   * picked of one example. Not thread-safe: one instance per thread.
   *
   * @param image of shape [4, 4], row-major
   */
  public float picked(float[] image, float scale, int place) {
    System.arraycopy(image, 0, one.inputs(), 0, 16);
    one.inputs()[16] = scale;
    one.classInputs()[0] = place;
    predict(one, 0, 1, oneOutput);
    return oneOutput[0];
  }

  /**
   * share of one example. Not thread-safe: one instance per thread.
   *
   * @param image of shape [4, 4], row-major
   */
  public float[] share(float[] image, float scale, int place) {
    System.arraycopy(image, 0, one.inputs(), 0, 16);
    one.inputs()[16] = scale;
    one.classInputs()[0] = place;
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 1, 4);
  }

  /**
   * first of one example. Not thread-safe: one instance per thread.
   *
   * @param image of shape [4, 4], row-major
   */
  public float[] first(float[] image, float scale, int place) {
    System.arraycopy(image, 0, one.inputs(), 0, 16);
    one.inputs()[16] = scale;
    one.classInputs()[0] = place;
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 4, 6);
  }

  /**
   * large of one example. Not thread-safe: one instance per thread.
   *
   * @param image of shape [4, 4], row-major
   */
  public int large(float[] image, float scale, int place) {
    System.arraycopy(image, 0, one.inputs(), 0, 16);
    one.inputs()[16] = scale;
    one.classInputs()[0] = place;
    predict(one, 0, 1, oneOutput);
    return (int) oneOutput[6];
  }

  /**
   * best of one example. Not thread-safe: one instance per thread.
   *
   * @param image of shape [4, 4], row-major
   */
  public int best(float[] image, float scale, int place) {
    System.arraycopy(image, 0, one.inputs(), 0, 16);
    one.inputs()[16] = scale;
    one.classInputs()[0] = place;
    predict(one, 0, 1, oneOutput);
    return (int) oneOutput[7];
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
    parameters[20] -= rate * gradient[20];
    parameters[21] -= rate * gradient[21];
    parameters[22] -= rate * gradient[22];
    parameters[23] -= rate * gradient[23];
    parameters[24] -= rate * gradient[24];
    parameters[25] -= rate * gradient[25];
    parameters[26] -= rate * gradient[26];
    return loss;
  }

  /**
   * Outputs of one example.
   */
  private void predictOne(Examples.OfFloat examples, int first, float[] outputs) {
    final float[] parameters = this.parameters;
    final float[] inputs = examples.inputs();
    final int[] classInputs = examples.classInputs();
    final float zW00 = parameters[0];
    final float zW01 = parameters[1];
    final float zW02 = parameters[2];
    final float zW03 = parameters[3];
    final float zW04 = parameters[4];
    final float zW05 = parameters[5];
    final float zW06 = parameters[6];
    final float zW07 = parameters[7];
    final float zW10 = parameters[8];
    final float zW11 = parameters[9];
    final float zW12 = parameters[10];
    final float zW13 = parameters[11];
    final float zW14 = parameters[12];
    final float zW15 = parameters[13];
    final float zW16 = parameters[14];
    final float zW17 = parameters[15];
    final float zW20 = parameters[16];
    final float zW21 = parameters[17];
    final float zW22 = parameters[18];
    final float zW23 = parameters[19];
    final float zW24 = parameters[20];
    final float zW25 = parameters[21];
    final float zW26 = parameters[22];
    final float zW27 = parameters[23];
    final float zB0 = parameters[24];
    final float zB1 = parameters[25];
    final float zB2 = parameters[26];
    final float image00 = inputs[first * 17];
    final float image01 = inputs[first * 17 + 1];
    final float image02 = inputs[first * 17 + 2];
    final float image03 = inputs[first * 17 + 3];
    final float image10 = inputs[first * 17 + 4];
    final float image11 = inputs[first * 17 + 5];
    final float image12 = inputs[first * 17 + 6];
    final float image13 = inputs[first * 17 + 7];
    final float image20 = inputs[first * 17 + 8];
    final float image21 = inputs[first * 17 + 9];
    final float image22 = inputs[first * 17 + 10];
    final float image23 = inputs[first * 17 + 11];
    final float image30 = inputs[first * 17 + 12];
    final float image31 = inputs[first * 17 + 13];
    final float image32 = inputs[first * 17 + 14];
    final float image33 = inputs[first * 17 + 15];
    final float scale = inputs[first * 17 + 16];
    final float both0 = (image00 + image01 + image02 + image03) * scale;
    final float both1 = (image10 + image11 + image12 + image13) * scale;
    final float both2 = (image20 + image21 + image22 + image23) * scale;
    final float both3 = (image30 + image31 + image32 + image33) * scale;
    final float both4 = Math.max(Math.max(Math.max(image00, image10), image20), image30) * scale;
    final float both5 = Math.max(Math.max(Math.max(image01, image11), image21), image31) * scale;
    final float both6 = Math.max(Math.max(Math.max(image02, image12), image22), image32) * scale;
    final float both7 = Math.max(Math.max(Math.max(image03, image13), image23), image33) * scale;
    final float zZ0 = Math.fma(zW03, both3, Math.fma(zW02, both2, Math.fma(zW01, both1,
        Math.fma(zW00, both0, zB0)))) + Math.fma(zW07, both7, Math.fma(zW06, both6,
        Math.fma(zW05, both5, zW04 * both4)));
    final float zZ1 = Math.fma(zW13, both3, Math.fma(zW12, both2, Math.fma(zW11, both1,
        Math.fma(zW10, both0, zB1)))) + Math.fma(zW17, both7, Math.fma(zW16, both6,
        Math.fma(zW15, both5, zW14 * both4)));
    final float zZ2 = Math.fma(zW23, both3, Math.fma(zW22, both2, Math.fma(zW21, both1,
        Math.fma(zW20, both0, zB2)))) + Math.fma(zW27, both7, Math.fma(zW26, both6,
        Math.fma(zW25, both5, zW24 * both4)));
    final float z0 = softplus(zZ0);
    final float z1 = softplus(zZ1);
    final float z2 = softplus(zZ2);
    final int place = classInputs[first];
    final float t = place == 0 ? z0 : place == 1 ? z1 : z2;
    outputs[0] = t;
    final float t2 = z0 + z1 + z2;
    final float share0 = z0 / t2;
    final float share1 = z1 / t2;
    final float share2 = z2 / t2;
    outputs[1] = share0;
    outputs[2] = share1;
    outputs[3] = share2;
    outputs[4] = both1;
    outputs[5] = both2;
    final boolean large = 1.0f < t;
    outputs[6] = large ? 1.0f : 0.0f;
    final boolean t3 = z0 == z0 && !(z1 <= z0);
    final float t4 = t3 ? z1 : z0;
    outputs[7] = (float) (t4 == t4 && !(z2 <= t4) ? 2 : t3 ? 1 : 0);
  }

  /**
   * Loss and gradient of one example.
   */
  private double gradientOfOne(Examples.OfFloat examples, int first, float[] gradient) {
    final float[] parameters = this.parameters;
    final float[] targets = examples.targets();
    final float[] inputs = examples.inputs();
    final int[] classTargets = examples.classTargets();
    final int[] classInputs = examples.classInputs();
    final float zW00 = parameters[0];
    final float zW01 = parameters[1];
    final float zW02 = parameters[2];
    final float zW03 = parameters[3];
    final float zW04 = parameters[4];
    final float zW05 = parameters[5];
    final float zW06 = parameters[6];
    final float zW07 = parameters[7];
    final float zW10 = parameters[8];
    final float zW11 = parameters[9];
    final float zW12 = parameters[10];
    final float zW13 = parameters[11];
    final float zW14 = parameters[12];
    final float zW15 = parameters[13];
    final float zW16 = parameters[14];
    final float zW17 = parameters[15];
    final float zW20 = parameters[16];
    final float zW21 = parameters[17];
    final float zW22 = parameters[18];
    final float zW23 = parameters[19];
    final float zW24 = parameters[20];
    final float zW25 = parameters[21];
    final float zW26 = parameters[22];
    final float zW27 = parameters[23];
    final float zB0 = parameters[24];
    final float zB1 = parameters[25];
    final float zB2 = parameters[26];
    final float t0 = targets[first * 2];
    final float t1 = targets[first * 2 + 1];
    final float image00 = inputs[first * 17];
    final float image01 = inputs[first * 17 + 1];
    final float image02 = inputs[first * 17 + 2];
    final float image03 = inputs[first * 17 + 3];
    final float image10 = inputs[first * 17 + 4];
    final float image11 = inputs[first * 17 + 5];
    final float image12 = inputs[first * 17 + 6];
    final float image13 = inputs[first * 17 + 7];
    final float image20 = inputs[first * 17 + 8];
    final float image21 = inputs[first * 17 + 9];
    final float image22 = inputs[first * 17 + 10];
    final float image23 = inputs[first * 17 + 11];
    final float image30 = inputs[first * 17 + 12];
    final float image31 = inputs[first * 17 + 13];
    final float image32 = inputs[first * 17 + 14];
    final float image33 = inputs[first * 17 + 15];
    final float scale = inputs[first * 17 + 16];
    final float both0 = (image00 + image01 + image02 + image03) * scale;
    final float both1 = (image10 + image11 + image12 + image13) * scale;
    final float both2 = (image20 + image21 + image22 + image23) * scale;
    final float both3 = (image30 + image31 + image32 + image33) * scale;
    final float both4 = Math.max(Math.max(Math.max(image00, image10), image20), image30) * scale;
    final float both5 = Math.max(Math.max(Math.max(image01, image11), image21), image31) * scale;
    final float both6 = Math.max(Math.max(Math.max(image02, image12), image22), image32) * scale;
    final float both7 = Math.max(Math.max(Math.max(image03, image13), image23), image33) * scale;
    final float difference0 = t0 - both1;
    final float difference1 = t1 - both2;
    final float zZ0 = Math.fma(zW03, both3, Math.fma(zW02, both2, Math.fma(zW01, both1,
        Math.fma(zW00, both0, zB0)))) + Math.fma(zW07, both7, Math.fma(zW06, both6,
        Math.fma(zW05, both5, zW04 * both4)));
    final float zZ1 = Math.fma(zW13, both3, Math.fma(zW12, both2, Math.fma(zW11, both1,
        Math.fma(zW10, both0, zB1)))) + Math.fma(zW17, both7, Math.fma(zW16, both6,
        Math.fma(zW15, both5, zW14 * both4)));
    final float zZ2 = Math.fma(zW23, both3, Math.fma(zW22, both2, Math.fma(zW21, both1,
        Math.fma(zW20, both0, zB2)))) + Math.fma(zW27, both7, Math.fma(zW26, both6,
        Math.fma(zW25, both5, zW24 * both4)));
    final float z0 = softplus(zZ0);
    final float z1 = softplus(zZ1);
    final float z2 = softplus(zZ2);
    final float t = z0 + z1 + z2;
    final float share0 = z0 / t;
    final float share1 = z1 / t;
    final float share2 = z2 / t;
    final int k = classTargets[first];
    final boolean t2 = k == 1;
    final boolean t3 = k == 0;
    final float t4 = t3 ? share0 : t2 ? share1 : share2;
    final int place = classInputs[first];
    final boolean t5 = place == 1;
    final boolean t6 = place == 0;
    final float t7 = t6 ? z0 : t5 ? z1 : z2;
    final boolean large = 1.0f < t7;
    final float loss = 0.5f * Math.fma(difference1, difference1, difference0 * difference0)
        - log(t4) + (large ? log(t7) : t7 - 1.0f);
    final float deltaPicked = large ? 1.0f / t7 : 1.0f;
    final float delta = -1.0f / t4;
    final float deltaShare0 = (t3 ? 1.0f : 0.0f) * delta;
    final float deltaShare1 = (t2 ? 1.0f : 0.0f) * delta;
    final float deltaShare2 = (k == 2 ? 1.0f : 0.0f) * delta;
    final float delta0 = deltaShare0 / t;
    final float delta1 = deltaShare1 / t;
    final float delta2 = deltaShare2 / t;
    final float t8 = Math.fma(delta2, share2, Math.fma(delta1, share1, delta0 * share0));
    final float deltaZ0 = (t6 ? deltaPicked : 0.0f) + delta0 - t8;
    final float deltaZ1 = (t5 ? deltaPicked : 0.0f) + delta1 - t8;
    final float deltaZ2 = (place == 2 ? deltaPicked : 0.0f) + delta2 - t8;
    final float deltaZZ0 = deltaZ0 * sigmoid(zZ0);
    final float deltaZZ1 = deltaZ1 * sigmoid(zZ1);
    final float deltaZZ2 = deltaZ2 * sigmoid(zZ2);
    gradient[0] = deltaZZ0 * both0;
    gradient[1] = deltaZZ0 * both1;
    gradient[2] = deltaZZ0 * both2;
    gradient[3] = deltaZZ0 * both3;
    gradient[4] = deltaZZ0 * both4;
    gradient[5] = deltaZZ0 * both5;
    gradient[6] = deltaZZ0 * both6;
    gradient[7] = deltaZZ0 * both7;
    gradient[8] = deltaZZ1 * both0;
    gradient[9] = deltaZZ1 * both1;
    gradient[10] = deltaZZ1 * both2;
    gradient[11] = deltaZZ1 * both3;
    gradient[12] = deltaZZ1 * both4;
    gradient[13] = deltaZZ1 * both5;
    gradient[14] = deltaZZ1 * both6;
    gradient[15] = deltaZZ1 * both7;
    gradient[16] = deltaZZ2 * both0;
    gradient[17] = deltaZZ2 * both1;
    gradient[18] = deltaZZ2 * both2;
    gradient[19] = deltaZZ2 * both3;
    gradient[20] = deltaZZ2 * both4;
    gradient[21] = deltaZZ2 * both5;
    gradient[22] = deltaZZ2 * both6;
    gradient[23] = deltaZZ2 * both7;
    gradient[24] = deltaZZ0;
    gradient[25] = deltaZZ1;
    gradient[26] = deltaZZ2;
    return loss;
  }

  /**
   * Loss and gradient of a batch.
   */
  private double gradientOfBatch(Examples.OfFloat examples, int first, int count,
      float[] gradient) {
    final float[] parameters = this.parameters;
    final float[] targets = examples.targets();
    final float[] inputs = examples.inputs();
    final int[] classTargets = examples.classTargets();
    final int[] classInputs = examples.classInputs();
    final float zW00 = parameters[0];
    final float zW01 = parameters[1];
    final float zW02 = parameters[2];
    final float zW03 = parameters[3];
    final float zW04 = parameters[4];
    final float zW05 = parameters[5];
    final float zW06 = parameters[6];
    final float zW07 = parameters[7];
    final float zW10 = parameters[8];
    final float zW11 = parameters[9];
    final float zW12 = parameters[10];
    final float zW13 = parameters[11];
    final float zW14 = parameters[12];
    final float zW15 = parameters[13];
    final float zW16 = parameters[14];
    final float zW17 = parameters[15];
    final float zW20 = parameters[16];
    final float zW21 = parameters[17];
    final float zW22 = parameters[18];
    final float zW23 = parameters[19];
    final float zW24 = parameters[20];
    final float zW25 = parameters[21];
    final float zW26 = parameters[22];
    final float zW27 = parameters[23];
    final float zB0 = parameters[24];
    final float zB1 = parameters[25];
    final float zB2 = parameters[26];
    double lossSum = 0.0;
    float sumZW00 = 0.0f;
    float sumZW01 = 0.0f;
    float sumZW02 = 0.0f;
    float sumZW03 = 0.0f;
    float sumZW04 = 0.0f;
    float sumZW05 = 0.0f;
    float sumZW06 = 0.0f;
    float sumZW07 = 0.0f;
    float sumZW10 = 0.0f;
    float sumZW11 = 0.0f;
    float sumZW12 = 0.0f;
    float sumZW13 = 0.0f;
    float sumZW14 = 0.0f;
    float sumZW15 = 0.0f;
    float sumZW16 = 0.0f;
    float sumZW17 = 0.0f;
    float sumZW20 = 0.0f;
    float sumZW21 = 0.0f;
    float sumZW22 = 0.0f;
    float sumZW23 = 0.0f;
    float sumZW24 = 0.0f;
    float sumZW25 = 0.0f;
    float sumZW26 = 0.0f;
    float sumZW27 = 0.0f;
    float sumZB0 = 0.0f;
    float sumZB1 = 0.0f;
    float sumZB2 = 0.0f;
    for (int e = first; e < first + count; e++) {
      final float t0 = targets[e * 2];
      final float t1 = targets[e * 2 + 1];
      final float image00 = inputs[e * 17];
      final float image01 = inputs[e * 17 + 1];
      final float image02 = inputs[e * 17 + 2];
      final float image03 = inputs[e * 17 + 3];
      final float image10 = inputs[e * 17 + 4];
      final float image11 = inputs[e * 17 + 5];
      final float image12 = inputs[e * 17 + 6];
      final float image13 = inputs[e * 17 + 7];
      final float image20 = inputs[e * 17 + 8];
      final float image21 = inputs[e * 17 + 9];
      final float image22 = inputs[e * 17 + 10];
      final float image23 = inputs[e * 17 + 11];
      final float image30 = inputs[e * 17 + 12];
      final float image31 = inputs[e * 17 + 13];
      final float image32 = inputs[e * 17 + 14];
      final float image33 = inputs[e * 17 + 15];
      final float scale = inputs[e * 17 + 16];
      final float both0 = (image00 + image01 + image02 + image03) * scale;
      final float both1 = (image10 + image11 + image12 + image13) * scale;
      final float both2 = (image20 + image21 + image22 + image23) * scale;
      final float both3 = (image30 + image31 + image32 + image33) * scale;
      final float both4 = Math.max(Math.max(Math.max(image00, image10), image20), image30) * scale;
      final float both5 = Math.max(Math.max(Math.max(image01, image11), image21), image31) * scale;
      final float both6 = Math.max(Math.max(Math.max(image02, image12), image22), image32) * scale;
      final float both7 = Math.max(Math.max(Math.max(image03, image13), image23), image33) * scale;
      final float difference0 = t0 - both1;
      final float difference1 = t1 - both2;
      final float zZ0 = Math.fma(zW03, both3, Math.fma(zW02, both2, Math.fma(zW01, both1,
          Math.fma(zW00, both0, zB0)))) + Math.fma(zW07, both7, Math.fma(zW06, both6,
          Math.fma(zW05, both5, zW04 * both4)));
      final float zZ1 = Math.fma(zW13, both3, Math.fma(zW12, both2, Math.fma(zW11, both1,
          Math.fma(zW10, both0, zB1)))) + Math.fma(zW17, both7, Math.fma(zW16, both6,
          Math.fma(zW15, both5, zW14 * both4)));
      final float zZ2 = Math.fma(zW23, both3, Math.fma(zW22, both2, Math.fma(zW21, both1,
          Math.fma(zW20, both0, zB2)))) + Math.fma(zW27, both7, Math.fma(zW26, both6,
          Math.fma(zW25, both5, zW24 * both4)));
      final float z0 = softplus(zZ0);
      final float z1 = softplus(zZ1);
      final float z2 = softplus(zZ2);
      final float t = z0 + z1 + z2;
      final float share0 = z0 / t;
      final float share1 = z1 / t;
      final float share2 = z2 / t;
      final int k = classTargets[e];
      final boolean t2 = k == 1;
      final boolean t3 = k == 0;
      final float t4 = t3 ? share0 : t2 ? share1 : share2;
      final int place = classInputs[e];
      final boolean t5 = place == 1;
      final boolean t6 = place == 0;
      final float t7 = t6 ? z0 : t5 ? z1 : z2;
      final boolean large = 1.0f < t7;
      final float loss = 0.5f * Math.fma(difference1, difference1, difference0 * difference0)
          - log(t4) + (large ? log(t7) : t7 - 1.0f);
      final float deltaPicked = large ? 1.0f / t7 : 1.0f;
      final float delta = -1.0f / t4;
      final float deltaShare0 = (t3 ? 1.0f : 0.0f) * delta;
      final float deltaShare1 = (t2 ? 1.0f : 0.0f) * delta;
      final float deltaShare2 = (k == 2 ? 1.0f : 0.0f) * delta;
      final float delta0 = deltaShare0 / t;
      final float delta1 = deltaShare1 / t;
      final float delta2 = deltaShare2 / t;
      final float t8 = Math.fma(delta2, share2, Math.fma(delta1, share1, delta0 * share0));
      final float deltaZ0 = (t6 ? deltaPicked : 0.0f) + delta0 - t8;
      final float deltaZ1 = (t5 ? deltaPicked : 0.0f) + delta1 - t8;
      final float deltaZ2 = (place == 2 ? deltaPicked : 0.0f) + delta2 - t8;
      final float deltaZZ0 = deltaZ0 * sigmoid(zZ0);
      final float deltaZZ1 = deltaZ1 * sigmoid(zZ1);
      final float deltaZZ2 = deltaZ2 * sigmoid(zZ2);
      lossSum += loss;
      sumZW00 = Math.fma(deltaZZ0, both0, sumZW00);
      sumZW01 = Math.fma(deltaZZ0, both1, sumZW01);
      sumZW02 = Math.fma(deltaZZ0, both2, sumZW02);
      sumZW03 = Math.fma(deltaZZ0, both3, sumZW03);
      sumZW04 = Math.fma(deltaZZ0, both4, sumZW04);
      sumZW05 = Math.fma(deltaZZ0, both5, sumZW05);
      sumZW06 = Math.fma(deltaZZ0, both6, sumZW06);
      sumZW07 = Math.fma(deltaZZ0, both7, sumZW07);
      sumZW10 = Math.fma(deltaZZ1, both0, sumZW10);
      sumZW11 = Math.fma(deltaZZ1, both1, sumZW11);
      sumZW12 = Math.fma(deltaZZ1, both2, sumZW12);
      sumZW13 = Math.fma(deltaZZ1, both3, sumZW13);
      sumZW14 = Math.fma(deltaZZ1, both4, sumZW14);
      sumZW15 = Math.fma(deltaZZ1, both5, sumZW15);
      sumZW16 = Math.fma(deltaZZ1, both6, sumZW16);
      sumZW17 = Math.fma(deltaZZ1, both7, sumZW17);
      sumZW20 = Math.fma(deltaZZ2, both0, sumZW20);
      sumZW21 = Math.fma(deltaZZ2, both1, sumZW21);
      sumZW22 = Math.fma(deltaZZ2, both2, sumZW22);
      sumZW23 = Math.fma(deltaZZ2, both3, sumZW23);
      sumZW24 = Math.fma(deltaZZ2, both4, sumZW24);
      sumZW25 = Math.fma(deltaZZ2, both5, sumZW25);
      sumZW26 = Math.fma(deltaZZ2, both6, sumZW26);
      sumZW27 = Math.fma(deltaZZ2, both7, sumZW27);
      sumZB0 += deltaZZ0;
      sumZB1 += deltaZZ1;
      sumZB2 += deltaZZ2;
    }
    final float scale = 1.0f / (float) count;
    gradient[0] = sumZW00 * scale;
    gradient[1] = sumZW01 * scale;
    gradient[2] = sumZW02 * scale;
    gradient[3] = sumZW03 * scale;
    gradient[4] = sumZW04 * scale;
    gradient[5] = sumZW05 * scale;
    gradient[6] = sumZW06 * scale;
    gradient[7] = sumZW07 * scale;
    gradient[8] = sumZW10 * scale;
    gradient[9] = sumZW11 * scale;
    gradient[10] = sumZW12 * scale;
    gradient[11] = sumZW13 * scale;
    gradient[12] = sumZW14 * scale;
    gradient[13] = sumZW15 * scale;
    gradient[14] = sumZW16 * scale;
    gradient[15] = sumZW17 * scale;
    gradient[16] = sumZW20 * scale;
    gradient[17] = sumZW21 * scale;
    gradient[18] = sumZW22 * scale;
    gradient[19] = sumZW23 * scale;
    gradient[20] = sumZW24 * scale;
    gradient[21] = sumZW25 * scale;
    gradient[22] = sumZW26 * scale;
    gradient[23] = sumZW27 * scale;
    gradient[24] = sumZB0 * scale;
    gradient[25] = sumZB1 * scale;
    gradient[26] = sumZB2 * scale;
    return lossSum / count;
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

  /**
   * log(1 + e^x), without overflow.
   */
  private static float softplus(float x) {
    final float a = -Math.abs(x) < -105.0f ? -105.0f : -Math.abs(x);
    final float shifted = Math.fma(1.442695f, a, 12582912.0f);
    final float n = shifted - 12582912.0f;
    final float nearly = Math.fma(-0.6931472f, n, a);
    final float nearly2 = nearly * nearly;
    final float low = Math.fma(0.16666515f, nearly, 0.49999994f);
    final float high = Math.fma(0.0013813145f, nearly2, Math.fma(0.008369419f, nearly,
        0.041668456f));
    final float r = Math.fma(1.9046542E-9f, n, nearly);
    final float p = Math.fma(r * r, Math.fma(high, nearly2, low), r);
    final int bits = Float.floatToRawIntBits(shifted);
    final int half = bits >> 1 << 23;
    final float scale = Float.intBitsToFloat(half + 0x3f800000);
    final float power = scale * Float.intBitsToFloat((bits << 23) - half + 0x3f800000);
    final float u = Math.fma(power, p, power);
    final float u2 = u * u;
    final float low2 = Math.fma(Math.fma(-0.15569535f, u, 0.19774322f), u2,
        Math.fma(-0.24975099f, u, 0.3333225f));
    final float high2 = Math.fma(Math.fma(-0.0036774606f, u, 0.021875398f), u2,
        Math.fma(-0.060921434f, u, 0.11025126f));
    final float polynomial = Math.fma(high2, u2 * u2, low2);
    return Math.fma(-0.5f, u2, Math.fma(u * u2, polynomial, x < 0.0f ? 0.0f : x)) + u;
  }
}
