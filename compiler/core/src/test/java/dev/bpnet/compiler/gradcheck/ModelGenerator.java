package dev.bpnet.compiler.gradcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes random networks: layers, activations (also of the user's own), losses, classes, row
 * selection, {@code for}, {@code repeat}, {@code if}, states, several inputs and outputs; over
 * sizes that include 1, primes and the neighbours of lane widths. The same seed writes the same
 * text.
 */
public final class ModelGenerator {
  private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 11, 15, 16, 17};
  private static final int[] LARGE = {31, 32, 33, 63, 64, 65, 127, 129};

  private final Random random;
  private final FunctionWriter functions;
  private final StringBuilder declarations = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final List<String> activations =
      new ArrayList<>(
          List.of(
              "tanh",
              "sigmoid",
              "relu",
              "gelu",
              "silu",
              "softplus",
              "elu",
              "leaky_relu",
              "mish",
              "selu",
              "softsign",
              "hard_tanh",
              "hard_sigmoid",
              "atan",
              "sin",
              "erf"));
  private final boolean large;
  private int counter;

  public ModelGenerator(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    this.functions = new FunctionWriter(random);
    this.large = random.nextInt(8) == 0;
  }

  /** A whole file with one network of the name. */
  public String source(String name) {
    for (int i = random.nextInt(3); i > 0; i--) {
      String function = "act" + counter++;
      declarations.append(functions.declaration(function)).append("\n\n");
      activations.add(function);
    }
    Value value = start();
    for (int i = 1 + random.nextInt(large ? 2 : 4); i > 0; i--) {
      value =
          random.nextInt(3) == 0
              ? new RareStepWriter(this).step(value)
              : new StepWriter(this).step(value);
    }
    String penalty = new LossWriter(this).write(value);
    return declarations
        + "network "
        + name
        + "(mix = 0.3, decay = 1e-2) {\n"
        + body
        + penalty
        + "}\n";
  }

  /** A named value with its shape. */
  record Value(String name, int... shape) {
    int rank() {
      return shape.length;
    }

    int last() {
      return shape[shape.length - 1];
    }

    int size() {
      int size = 1;
      for (int dim : shape) {
        size *= dim;
      }
      return size;
    }
  }

  /** Declares inputs and gives the first value, of rank 1 or 2. */
  private Value start() {
    int n = size();
    switch (random.nextInt(6)) {
      case 0 -> {
        int time = 1 + random.nextInt(5);
        line("input xs[" + time + ", " + n + "]");
        return new Value("xs", time, n);
      }
      case 1 -> {
        int classes = 2 + random.nextInt(6);
        line("input word: class(" + classes + ")");
        line("param E[" + classes + ", " + n + "] = normal(0, 0.5)");
        line("e = E[word]");
        return new Value("e", n);
      }
      case 2 -> {
        int classes = 2 + random.nextInt(6);
        int time = 1 + random.nextInt(4);
        line("input words[" + time + "]: class(" + classes + ")");
        line("param E[" + classes + ", " + n + "] = normal(0, 0.5)");
        line("e = E[words]");
        return new Value("e", time, n);
      }
      case 3 -> {
        int m = size();
        line("input a[" + n + "]");
        line("input b[" + m + "]");
        line("joined = concat(a, b, axis = 0)");
        return new Value("joined", n + m);
      }
      default -> {
        line("input x[" + n + "]");
        return new Value("x", n);
      }
    }
  }

  // What the writers of steps and losses use.

  Random random() {
    return random;
  }

  FunctionWriter functions() {
    return functions;
  }

  /** The name of an activation, or an anonymous-looking use of one. */
  String activation() {
    return activations.get(random.nextInt(activations.size()));
  }

  int size() {
    boolean big = large && random.nextBoolean();
    return big ? LARGE[random.nextInt(LARGE.length)] : SIZES[random.nextInt(SIZES.length)];
  }

  String fresh(String prefix) {
    return prefix + counter++;
  }

  void line(String text) {
    body.append("    ").append(text).append('\n');
  }

  void declare(String text) {
    declarations.append(text).append("\n\n");
  }

  static String shapeText(int... shape) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < shape.length; i++) {
      text.append(i == 0 ? "" : ", ").append(shape[i]);
    }
    return text.append(']').toString();
  }
}
