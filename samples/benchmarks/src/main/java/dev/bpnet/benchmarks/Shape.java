package dev.bpnet.benchmarks;

import java.util.Arrays;

/**
 * The widths of a classifier of the growth table: dense layers with rectifiers between, softmax and
 * cross entropy.
 */
record Shape(int[] widths) {
  /** Examples of a step. */
  static final int BATCH = 64;

  static Shape of(String text) {
    return new Shape(Arrays.stream(text.split("-")).mapToInt(Integer::parseInt).toArray());
  }

  int outputs() {
    return widths[widths.length - 1];
  }

  /** The network as the compiler reads it. */
  String source() {
    StringBuilder text = new StringBuilder("network Growth {\n  input h0[" + widths[0] + "]\n");
    text.append("  target t: class(" + outputs() + ")\n");
    for (int layer = 1; layer < widths.length; layer++) {
      String activation = layer < widths.length - 1 ? " |> relu" : "";
      text.append(
          "  h%d = h%d |> dense(%d)%s\n".formatted(layer, layer - 1, widths[layer], activation));
    }
    String logits = "h" + (widths.length - 1);
    text.append("  output y = softmax(" + logits + ")\n");
    text.append("  loss softmax_cross_entropy(" + logits + ", t)\n}\n");
    return text.toString();
  }

  private long products(int fromLayer) {
    long products = 0;
    for (int layer = fromLayer; layer < widths.length - 1; layer++) {
      products += (long) widths[layer] * widths[layer + 1];
    }
    return products;
  }

  /**
   * Floating-point operations that a training step needs for one example, in matrix products alone:
   * forward, weight gradients, and the way back to all layers but the first.
   */
  double operations() {
    return 2.0 * (2 * products(0) + products(1));
  }

  int repetitions() {
    return Task.repetitions(3 * products(0) * BATCH);
  }
}
