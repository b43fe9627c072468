package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Node;

/**
 * The numbers of one node, or their tangents: row-major, with the examples of the batch as leading
 * dimension if the node exists per example.
 */
final class Field {
  final boolean perExample;
  final int size;
  final double[] value;
  final double[] magnitude;

  private Field(boolean perExample, int size, int rows) {
    this.perExample = perExample;
    this.size = size;
    this.value = new double[Math.multiplyExact(size, rows)];
    this.magnitude = new double[value.length];
  }

  /** Zeros. */
  static Field of(boolean perExample, int size, int batch) {
    return new Field(perExample, size, perExample ? batch : 1);
  }

  /** Zeros for a node. */
  static Field of(Node node, int batch) {
    return of(node.perExample(), node.shape().size(), batch);
  }

  /** Exact leaves: the magnitude is the absolute value. */
  static Field exactly(Node node, int batch, double[] numbers) {
    Field field = of(node, batch);
    for (int i = 0; i < field.value.length; i++) {
      field.value[i] = numbers[i];
      field.magnitude[i] = Math.abs(numbers[i]);
    }
    return field;
  }

  /** The numbers of one example, or the only ones. */
  View view(int example) {
    return new View(value, magnitude, perExample ? example * size : 0);
  }

  /** This field, or copies of it for each example if it is to exist per example. */
  Field spread(boolean toExamples, int batch) {
    if (perExample || !toExamples) {
      return this;
    }
    Field result = of(true, size, batch);
    for (int example = 0; example < batch; example++) {
      System.arraycopy(value, 0, result.value, example * size, size);
      System.arraycopy(magnitude, 0, result.magnitude, example * size, size);
    }
    return result;
  }
}
