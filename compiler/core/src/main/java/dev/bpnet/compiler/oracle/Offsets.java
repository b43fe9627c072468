package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Places in a tensor: element (r, k) is at {@code starts[r] + steps[k]}. What r and k run over is
 * up to the operation: for a reduction over the kept and the reduced axes.
 */
record Offsets(int[] starts, int[] steps) {
  /** r over all axes but the given ones, k over the given ones, both row-major. */
  static Offsets along(Shape shape, List<Integer> axes) {
    List<Integer> kept = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!axes.contains(axis)) {
        kept.add(axis);
      }
    }
    return new Offsets(of(shape, kept), of(shape, axes));
  }

  /**
   * The places of the elements of a box of these dimensions, row-major, by the strides around it.
   */
  static int[] of(int[] dims, int[] strides) {
    int[] places = {0};
    for (int axis = 0; axis < dims.length; axis++) {
      int[] finer = new int[places.length * dims[axis]];
      for (int i = 0; i < finer.length; i++) {
        finer[i] = places[i / dims[axis]] + i % dims[axis] * strides[axis];
      }
      places = finer;
    }
    return places;
  }

  private static int[] of(Shape shape, List<Integer> axes) {
    int[] strides = shape.strides();
    return of(
        axes.stream().mapToInt(shape::dim).toArray(),
        axes.stream().mapToInt(axis -> strides[axis]).toArray());
  }
}
