package dev.bpnet.compiler.oracle;

/** One example's stretch of a {@link Field}: element i is at {@code offset + i}. */
final class View {
  final double[] value;
  final double[] magnitude;
  final int offset;

  View(double[] value, double[] magnitude, int offset) {
    this.value = value;
    this.magnitude = magnitude;
    this.offset = offset;
  }

  /** Zeros that nobody writes to. */
  static View zeros(int size) {
    double[] zeros = new double[size];
    return new View(zeros, zeros, 0);
  }

  double value(int i) {
    return value[offset + i];
  }

  double magnitude(int i) {
    return magnitude[offset + i];
  }

  void set(int i, double newValue, double newMagnitude) {
    value[offset + i] = newValue;
    magnitude[offset + i] = newMagnitude;
  }

  void copy(int i, View from, int j) {
    set(i, from.value(j), from.magnitude(j));
  }
}
