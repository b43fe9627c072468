package dev.bpnet.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * One parameter or state of a network by its own indices, wherever the network stores it. Writing
 * goes to the live flat array and prepares the network for its next pass; instances that share the
 * parameters prepare themselves.
 */
public abstract sealed class TensorView {
  private final Network network;
  private final Parameter parameter;

  private TensorView(Network network, Parameter parameter) {
    this.network = network;
    this.parameter = parameter;
  }

  static TensorView of(Network.OfFloat network, Parameter parameter) {
    return new OfFloat(network, parameter);
  }

  static TensorView of(Network.OfDouble network, Parameter parameter) {
    return new OfDouble(network, parameter);
  }

  /** The element at a place of the flat array. */
  abstract double at(int index);

  abstract void put(int index, double value);

  /** Its path, such as {@code h.W}. */
  public String name() {
    return parameter.name();
  }

  public List<Integer> shape() {
    return parameter.shape();
  }

  /** The number of elements. */
  public int size() {
    return parameter.size();
  }

  /** Where and how the network stores it. */
  public Parameter parameter() {
    return parameter;
  }

  /**
   * One element.
   *
   * @param indices one for each axis
   * @throws IllegalArgumentException on another number of indices
   * @throws IndexOutOfBoundsException on an index outside its axis
   */
  public double get(int... indices) {
    return at(index(indices));
  }

  /** Sets one element and prepares the network; for many elements {@link #assign} is cheaper. */
  public void set(double value, int... indices) {
    put(index(indices), value);
    network.prepare();
  }

  /** A copy of all elements, row-major. */
  public double[] toDoubles() {
    double[] copy = new double[size()];
    walk((element, index) -> copy[element] = at(index));
    return copy;
  }

  /** A copy of all elements, row-major, each rounded to single precision. */
  public float[] toFloats() {
    float[] copy = new float[size()];
    walk((element, index) -> copy[element] = (float) at(index));
    return copy;
  }

  /**
   * Sets all elements and prepares the network.
   *
   * @param values row-major, {@link #size()} of them; a float network rounds them
   * @throws IllegalArgumentException on another number of values
   */
  public void assign(double... values) {
    write(values.length, element -> values[element]);
    network.prepare();
  }

  /** As {@link #assign(double...)}. */
  public void assign(float[] values) {
    write(values.length, element -> values[element]);
    network.prepare();
  }

  /** Sets all elements without preparing the network. */
  void write(int count, IntToDoubleFunction values) {
    if (count != size()) {
      throw new IllegalArgumentException(
          name() + " has " + size() + " elements, but " + count + " were given");
    }
    walk((element, index) -> put(index, values.applyAsDouble(element)));
  }

  private int index(int... indices) {
    List<Integer> shape = parameter.shape();
    if (indices.length != shape.size()) {
      throw new IllegalArgumentException(
          name() + " has shape " + shape + ", but the indices are " + Arrays.toString(indices));
    }
    int index = parameter.offset();
    for (int axis = 0; axis < indices.length; axis++) {
      if (indices[axis] < 0 || indices[axis] >= shape.get(axis)) {
        throw new IndexOutOfBoundsException(
            name() + " has shape " + shape + ", but the indices are " + Arrays.toString(indices));
      }
      index += indices[axis] * parameter.strides().get(axis);
    }
    return index;
  }

  private interface Visitor {
    void visit(int element, int index);
  }

  /** Visits all elements in row-major order with their places in the flat array. */
  private void walk(Visitor visitor) {
    int[] shape = parameter.shape().stream().mapToInt(Integer::intValue).toArray();
    int[] strides = parameter.strides().stream().mapToInt(Integer::intValue).toArray();
    int[] position = new int[shape.length];
    int index = parameter.offset();
    for (int element = 0, size = size(); element < size; element++) {
      visitor.visit(element, index);
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        index += strides[axis];
        if (++position[axis] < shape[axis]) {
          break;
        }
        index -= shape[axis] * strides[axis];
        position[axis] = 0;
      }
    }
  }

  private static final class OfFloat extends TensorView {
    private final Network.OfFloat network;

    OfFloat(Network.OfFloat network, Parameter parameter) {
      super(network, parameter);
      this.network = network;
    }

    @Override
    double at(int index) {
      return network.parameters()[index];
    }

    @Override
    void put(int index, double value) {
      network.parameters()[index] = (float) value;
    }
  }

  private static final class OfDouble extends TensorView {
    private final Network.OfDouble network;

    OfDouble(Network.OfDouble network, Parameter parameter) {
      super(network, parameter);
      this.network = network;
    }

    @Override
    double at(int index) {
      return network.parameters()[index];
    }

    @Override
    void put(int index, double value) {
      network.parameters()[index] = value;
    }
  }
}
