package dev.bpnet.runtime.data;

import dev.bpnet.runtime.Description;

/**
 * How many numbers an example of a dataset holds.
 *
 * @param inputs reals
 * @param classInputs class indices
 * @param targets reals
 * @param classTargets class indices
 */
public record Widths(int inputs, int classInputs, int targets, int classTargets) {
  /** What a network wants. */
  public static Widths of(Description network) {
    return new Widths(
        network.inputSize(),
        network.classInputSize(),
        network.targetSize(),
        network.classTargetSize());
  }

  @Override
  public String toString() {
    return part(inputs, classInputs, "input") + " and " + part(targets, classTargets, "target");
  }

  private static String part(int reals, int classes, String what) {
    String text = reals + " " + what + (reals == 1 ? "" : "s");
    return classes == 0
        ? text
        : (reals == 0 ? "" : text + ", ") + classes + " class " + what + (classes == 1 ? "" : "s");
  }
}
