package dev.bpnet.runtime;

import java.util.Arrays;
import java.util.List;

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
    int[] places = places();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = at(places[i]);
    }
    return copy;
  }

  /** A copy of all elements, row-major, each rounded to single precision. */
  public float[] toFloats() {
    float[] copy = new float[size()];
    int[] places = places();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) at(places[i]);
    }
    return copy;
  }

  /**
   * Sets all elements and prepares the network.
   *
   * @param values row-major, {@link #size()} of them; a float network rounds them
   * @throws IllegalArgumentException on another number of values
   */
  public void assign(double... values) {
    write(values);
    network.prepare();
  }

  /** As {@link #assign(double...)}. */
  public void assign(float[] values) {
    checkCount(values.length);
    int[] places = places();
    for (int i = 0; i < values.length; i++) {
      put(places[i], values[i]);
    }
    network.prepare();
  }

  /** Sets all elements without preparing the network. */
  void write(double... values) {
    checkCount(values.length);
    int[] places = places();
    for (int i = 0; i < values.length; i++) {
      put(places[i], values[i]);
    }
  }

  private void checkCount(int count) {
    if (count != size()) {
      throw new IllegalArgumentException(
          name() + " has " + size() + " elements, but " + count + " were given");
    }
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
      index += parameter.step(axis, indices[axis]);
    }
    return index;
  }

  /** The places of all elements in the flat array, row-major. */
  private int[] places() {
    List<Integer> shape = parameter.shape();
    int[] places = new int[size()];
    int[] position = new int[shape.size()];
    int place = parameter.offset();
    for (int element = 0; element < places.length; element++) {
      places[element] = place;
      for (int axis = position.length - 1; axis >= 0; axis--) {
        place -= parameter.step(axis, position[axis]);
        if (++position[axis] < shape.get(axis)) {
          place += parameter.step(axis, position[axis]);
          break;
        }
        position[axis] = 0;
      }
    }
    return places;
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
