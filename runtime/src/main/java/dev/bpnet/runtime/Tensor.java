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
    return size(shape);
  }

  /** The number of elements of a shape. */
  static int size(List<Integer> shape) {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    return size;
  }

  public boolean isClass() {
    return classes > 0;
  }
}
