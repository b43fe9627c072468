package dev.bpnet.compiler.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A static tensor shape; rank 0 is a scalar. The batch dimension is never part of it. */
public final class Shape {
  /** The most elements that a tensor may have. */
  public static final long MAX_SIZE = (1L << 31) - 16;

  public static final Shape SCALAR = new Shape();

  private final int[] dims;

  private Shape(int... dims) {
    this.dims = dims;
  }

  /**
   * @throws IllegalArgumentException if a dimension is below 1
   * @throws ShapeTooLargeException if the size is above {@link #MAX_SIZE}
   */
  public static Shape of(int... dims) {
    long size = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw new IllegalArgumentException("dimension " + dim);
      }
      size = size > MAX_SIZE ? size : size * dim;
    }
    if (size > MAX_SIZE) {
      throw new ShapeTooLargeException(Arrays.toString(dims));
    }
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  public int rank() {
    return dims.length;
  }

  public boolean isScalar() {
    return dims.length == 0;
  }

  public int dim(int axis) {
    return dims[axis];
  }

  public int[] dims() {
    return dims.clone();
  }

  /** The number of elements; 1 for a scalar. */
  public int size() {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    return size;
  }

  /** Row-major strides, in elements. */
  public int[] strides() {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dims[axis];
    }
    return strides;
  }

  /** This shape without the given axes. */
  public Shape without(List<Integer> axes) {
    int[] kept = new int[dims.length - axes.size()];
    int next = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (!axes.contains(axis)) {
        kept[next++] = dims[axis];
      }
    }
    return of(kept);
  }

  /** This shape with one more dimension in front. */
  public Shape prepend(int dim) {
    int[] result = new int[dims.length + 1];
    result[0] = dim;
    System.arraycopy(dims, 0, result, 1, dims.length);
    return of(result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(dims, that.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** As the language writes it: {@code [3, 2]}, {@code []} for a scalar. */
  @Override
  public String toString() {
    return Arrays.stream(dims)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
