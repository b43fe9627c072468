package dev.bpnet.compiler.gradcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes random networks with several heads, of numbers and of classes, over hidden values that
 * share a matrix; some matrices are frozen, and no width is a multiple of 8. The same seed writes
 * the same text.
 */
final class HeadsWriter {
  private static final int[] SMALL = {2, 3, 5, 6, 7};
  private static final int[] WIDE = {7, 9, 10, 11, 13, 15, 17, 19, 23, 25, 31, 33};
  private static final List<String> ACTIVATIONS =
      List.of("tanh", "sigmoid", "relu", "softplus", "gelu", "leaky_relu");

  private final Random random;
  private final int[] widths;
  private final StringBuilder body = new StringBuilder();
  private final List<String> losses = new ArrayList<>();

  HeadsWriter(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 3);
    this.widths = random.nextInt(3) == 0 ? SMALL : WIDE;
  }

  /** A whole file with one network. */
  String source() {
    int inputs = width();
    line("input x[" + inputs + "]");
    line("g = " + (random.nextBoolean() ? withClass(inputs) : "x"));
    int hidden = width();
    line(frozen() + "param P[" + hidden + ", " + inputs + "] = normal(0, 0.4)");
    line("p = " + activation() + "(P @ g)");
    int shared = width();
    line(frozen() + "param S[" + shared + ", " + hidden + "] = normal(0, 0.4)");
    line("param c[" + shared + "] = zeros()");
    line("u = " + activation() + "(S @ p + c)");
    line("v = " + activation() + "(S @ (p * p) + c)");
    line("w = " + activation() + "(transpose(S) @ (u - v))");
    for (int i = 0, heads = 2 + random.nextInt(3); i < heads; i++) {
      head(i, List.of("u", "v", "w", "concat(u, w, axis = 0)").get(random.nextInt(4)));
    }
    line("loss " + String.join(" + ", losses));
    if (random.nextBoolean()) {
      line("train { optimizer = sgd(rate = 0.05) batch = 8 epochs = 2 }");
    }
    return "network Heads {\n" + body + "}\n";
  }

  /** The input beside a row of a table. */
  private String withClass(int inputs) {
    int classes = 3 + random.nextInt(9);
    line("input k: class(" + classes + ")");
    line(frozen() + "param E[" + classes + ", " + inputs + "] = normal(0, 0.5)");
    return "x + E[k]";
  }

  private void head(int number, String value) {
    int units = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : width();
    boolean classes = units > 1 && random.nextBoolean();
    String z = "z" + number;
    line(z + " = " + value + " |> dense(" + units + ")");
    String weight = random.nextBoolean() ? "" : "0." + (1 + random.nextInt(9)) + " * ";
    if (classes) {
      line("target k" + number + ": class(" + units + ")");
      line("output y" + number + " = softmax(" + z + ")");
      line("metric right" + number + " = argmax(" + z + ") == k" + number);
      losses.add(weight + "softmax_cross_entropy(" + z + ", k" + number + ")");
    } else {
      line("target t" + number + "[" + units + "]");
      line("output y" + number + " = " + (random.nextBoolean() ? z : activation() + "(" + z + ")"));
      String loss = random.nextBoolean() ? "squared_error" : "mse";
      losses.add(weight + loss + "(y" + number + ", t" + number + ")");
    }
  }

  private int width() {
    return widths[random.nextInt(widths.length)];
  }

  private String frozen() {
    return random.nextInt(3) == 0 ? "frozen " : "";
  }

  private String activation() {
    return ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
  }

  private void line(String text) {
    body.append("    ").append(text).append('\n');
  }
}
