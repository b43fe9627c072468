import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.util.Arrays;

/**
 * The network Flowers.
 *
 * <p>Architecture:
 * <pre>
 * input      x                [4]
 * target     k                [] class(3)
 * parameter  logits.dense1.W  [6, 4]       xavier_uniform
 * parameter  logits.dense1.b  [6]          zeros
 * parameter  logits.dense2.W  [3, 6]       xavier_uniform
 * parameter  logits.dense2.b  [3]          zeros
 * output     p                [3]
 * </pre>
 *
 * <p>Formulas, as model.bpnet has them:
 * <pre>
 * network Flowers &#123;
 *     input  x[4]
 *     target k: class(3)
 *     logits = x |&gt; dense(6) |&gt; tanh |&gt; dense(3)
 *     output p = softmax(logits)
 *     loss   softmax_cross_entropy(logits, k)
 * &#125;
 * </pre>
 *
 * <p>Plan where the JVM has vectors: loops and vectors: 328 scalar operations, above 320.
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
 * <p>Plan elsewhere: loops: 328 scalar operations, above 320.
 * <ul>
 * <li>logits.dense1.z: example by example, sums in locals (4x6 = 24 products; 6 units, up to 12)
 * <li>logits: example by example, sums in locals (6x3 = 18 products; 3 units, up to 12)
 * <li>derivative by logits.dense2.x: example by example, sums in locals (3x6 = 18 products; 6 units, up to 12)
 * <li>derivative by logits.dense1.W: element by element, summed over the batch (6x4 = 24 products; 4 units, up to 12)
 * <li>derivative by logits.dense2.W: element by element, summed over the batch (3x6 = 18 products; 6 units, up to 12)
 * </ul>
 *
 * <p>Generated; change the model instead.
 */
public final class Flowers implements Network.OfFloat {
  private static final boolean VECTORS = hasVectors();

  /**
   * The code that is in use.
   */
  private final Network.OfFloat code;

  private final Examples.OfFloat one = new Examples.OfFloat(1, new float[4], new int[0],
      new float[0], new int[1]);

  private final float[] oneOutput = new float[3];

  /**
   * A network whose parameters are drawn by the seed of its {@code train} block.
   */
  public Flowers() {
    this(VECTORS ? new FlowersVectors() : new FlowersScalar());
    initialize(code.description().training().seed());
  }

  private Flowers(Network.OfFloat code) {
    this.code = code;
  }

  @Override
  public Description description() {
    return code.description();
  }

  @Override
  public float[] parameters() {
    return code.parameters();
  }

  @Override
  public Flowers sharing() {
    return new Flowers(code.sharing());
  }

  @Override
  public void prepare() {
    code.prepare();
  }

  @Override
  public void prepare(int from, int to) {
    code.prepare(from, to);
  }

  @Override
  public int prepareExtent() {
    return code.prepareExtent();
  }

  @Override
  public void predict(Examples.OfFloat examples, int from, int to, float[] outputs) {
    code.predict(examples, from, to, outputs);
  }

  @Override
  public double evaluate(Examples.OfFloat examples, int from, int to, double[] metrics) {
    return code.evaluate(examples, from, to, metrics);
  }

  @Override
  public double gradient(Examples.OfFloat examples, int from, int to, float[] gradient) {
    return code.gradient(examples, from, to, gradient);
  }

  @Override
  public double descend(Examples.OfFloat examples, int from, int to, float[] gradient, float rate) {
    return code.descend(examples, from, to, gradient, rate);
  }

  @Override
  public void beginStep(Examples.OfFloat examples, int from, int to, float[] gradient) {
    code.beginStep(examples, from, to, gradient);
  }

  @Override
  public int phaseCount() {
    return code.phaseCount();
  }

  @Override
  public Network.Phase phase(int number) {
    return code.phase(number);
  }

  @Override
  public int phaseExtent(int number) {
    return code.phaseExtent(number);
  }

  @Override
  public long phaseWork(int number) {
    return code.phaseWork(number);
  }

  @Override
  public void runPhase(int number, int from, int to) {
    code.runPhase(number, from, to);
  }

  @Override
  public double endStep() {
    return code.endStep();
  }

  @Override
  public void updateStates() {
    code.updateStates();
  }

  @Override
  public void randomStream(long seed, long step) {
    code.randomStream(seed, step);
  }

  @Override
  public float[] inputGradient() {
    return code.inputGradient();
  }

  /**
   * p of one example. Not thread-safe: one instance per thread.
   */
  public float[] p(float x0, float x1, float x2, float x3) {
    one.inputs()[0] = x0;
    one.inputs()[1] = x1;
    one.inputs()[2] = x2;
    one.inputs()[3] = x3;
    predict(one, 0, 1, oneOutput);
    return Arrays.copyOfRange(oneOutput, 0, 3);
  }

  /**
   * Whether java was started with the vector module, and is fast with it.
   */
  private static boolean hasVectors() {
    try {
      Class.forName("jdk.incubator.vector.FloatVector", false, Flowers.class.getClassLoader());
      return FlowersVector.isFast();
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
