package dev.bpnet.runtime;

import java.util.List;

/**
 * One input, target or output of a network.
 *
 * @param name as in the source
 * @param shape of one example; empty for a scalar
 * @param classes 0 for reals, otherwise the number of classes
 * @param offset of its first element within its example's reals or classes
 */
public record Tensor(String name, List<Integer> shape, int classes, int offset) {
  public Tensor {
    shape = List.copyOf(shape);
  }

  /** The number of elements. */
  public int size() {
    return shape.stream().reduce(1, (a, b) -> a * b);
  }

  public boolean isClass() {
    return classes > 0;
  }
}
