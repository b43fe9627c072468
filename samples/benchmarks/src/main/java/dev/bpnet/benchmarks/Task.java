package dev.bpnet.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What is measured: the layers of a network, how it is trained, and the loss that whoever does the
 * same work has after a number of steps.
 */
enum Task {
  W1(sizes(2, 2, 1), Activation.SIGMOID, steps(1, 4, 200), loss(0.2513, 0.0001)),
  W1B4(sizes(2, 2, 1), Activation.SIGMOID, steps(4, 4, 200), loss(0.2512, 0.0001)),
  W2(sizes(2, 3, 2, 1), Activation.SIGMOID, steps(1, 4, 200), loss(0.2523, 0.0001)),
  W3(sizes(4, 16, 3), Activation.TANH, steps(16, 144, 200), loss(0.8496, 0.0001)),
  W4(sizes(64, 32, 10), Activation.RELU, steps(32, 1792, 200), loss(0.2397, 0.0001)),
  W5(sizes(784, 128, 10), Activation.RELU, steps(64, 4096, 50), loss(0.07633, 0.00001)),
  W5ADAM(sizes(784, 128, 10), Activation.RELU, steps(64, 4096, 50), loss(0.01925, 0.0001)),
  W6(sizes(1024, 1024, 1024, 10), Activation.RELU, steps(128, 1024, 8), loss(1.147, 0.001));

  /** What stands behind the hidden layers. */
  enum Activation {
    SIGMOID,
    TANH,
    RELU
  }

  /**
   * How a task is trained.
   *
   * @param batch examples of a step
   * @param rows examples that there are; steps take them in order, again and again
   * @param checkAfter steps after which the loss is known
   */
  record Steps(int batch, int rows, int checkAfter) {}

  /**
   * The loss over all rows after {@link Steps#checkAfter}.
   *
   * @param expected to the digits that are known
   * @param bound one unit of the last of them: sums in another order end that far apart
   */
  record Loss(double expected, double bound) {
    boolean accepts(double loss) {
      return Math.abs(loss - expected) <= bound;
    }
  }

  /** The rate of plain gradient descent; Adam takes its own. */
  static final float RATE = 0.1f;

  /** The rate of Adam; its other constants are the usual ones. */
  static final float ADAM_RATE = 0.001f;

  private final int[] widths;
  private final Activation activation;
  private final Steps steps;
  private final Loss loss;

  Task(int[] widths, Activation activation, Steps steps, Loss loss) {
    this.widths = widths;
    this.activation = activation;
    this.steps = steps;
    this.loss = loss;
  }

  private static int[] sizes(int... widths) {
    return widths;
  }

  private static Steps steps(int batch, int rows, int checkAfter) {
    return new Steps(batch, rows, checkAfter);
  }

  private static Loss loss(double expected, double bound) {
    return new Loss(expected, bound);
  }

  /** The task whose {@link #label} this is, in any case of letters. */
  static Task of(String label) {
    return Task.valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** As tables call it. */
  String label() {
    return switch (this) {
      case W1, W2, W3, W4, W5, W6 -> name();
      case W1B4 -> "W1b4";
      case W5ADAM -> "W5adam";
    };
  }

  /** Such as {@code 2-2-1}. */
  String shape() {
    return String.join("-", Arrays.stream(widths).mapToObj(Integer::toString).toList());
  }

  /** Dense layers. */
  int layers() {
    return widths.length - 1;
  }

  /** Numbers that go into a layer; of {@link #layers()}, those that leave the last. */
  int width(int layer) {
    return widths[layer];
  }

  int inputs() {
    return widths[0];
  }

  int outputs() {
    return widths[widths.length - 1];
  }

  Activation activation() {
    return activation;
  }

  /**
   * Whether the targets are classes and the loss is softmax with cross entropy; otherwise sigmoid
   * outputs meet their targets in mean squared error.
   */
  boolean classifies() {
    return activation != Activation.SIGMOID;
  }

  boolean usesAdam() {
    return this == W5ADAM;
  }

  Steps steps() {
    return steps;
  }

  Loss loss() {
    return loss;
  }

  /** Multiplications with addition of the forward pass of one example. */
  long products() {
    return IntStream.range(0, layers()).mapToLong(l -> (long) widths[l] * widths[l + 1]).sum();
  }

  /** Steps that one measured operation does. */
  int stepRepetitions() {
    return repetitions(3 * products() * steps.batch());
  }

  /** Predictions that one measured operation does. */
  int predictionRepetitions() {
    return repetitions(products());
  }

  /**
   * How often to repeat work of so many products: small work is repeated until it is some 10,000
   * products, which hides the cost of measuring.
   */
  static int repetitions(long products) {
    return (int) Math.max(1, 10_000 / products);
  }
}
