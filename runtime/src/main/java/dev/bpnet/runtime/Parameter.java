package dev.bpnet.runtime;

import java.util.List;

/**
 * Where one tensor lies in the flat array of a network: element {@code [i, j, …]} is at {@code
 * offset + i * strides[0] + j * strides[1] + …}.
 *
 * @param name the path, such as {@code h.W}
 * @param role trained, frozen or state
 * @param shape as in the source
 * @param offset of element [0, 0, …]
 * @param strides as many as there are axes; not row-major where the plan stores it transposed
 * @param panel if not 0, the axis of stride 1 of this matrix is cut into panels of so many; the
 *     next panel begins where all elements of the one before have ended
 * @param initializer how it starts
 */
public record Parameter(
    String name,
    Role role,
    List<Integer> shape,
    int offset,
    List<Integer> strides,
    int panel,
    Initializer initializer) {
  /** Who changes it. */
  public enum Role {
    /** The optimiser. */
    TRAINED,
    /** Nobody. */
    FROZEN,
    /** The network's own state updates. */
    STATE
  }

  public Parameter {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
    if (shape.size() != strides.size()) {
      throw new IllegalArgumentException(name + ": shape " + shape + ", strides " + strides);
    }
    if (panel != 0 && shape.size() != 2) {
      throw new IllegalArgumentException(name + ": panels of shape " + shape);
    }
  }

  /** How far the elements at a position on an axis lie from those at its start. */
  int step(int axis, int position) {
    int stride = strides.get(axis);
    if (panel == 0 || stride != 1) {
      return position * stride;
    }
    return position / panel * panel * shape.get(1 - axis) + position % panel;
  }

  /** The number of elements. */
  public int size() {
    return Tensor.size(shape);
  }

  /** The place in the flat array of an element given by its row-major number. */
  public int index(int element) {
    int index = offset;
    int rest = element;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      index += step(axis, rest % shape.get(axis));
      rest /= shape.get(axis);
    }
    return index;
  }
}
