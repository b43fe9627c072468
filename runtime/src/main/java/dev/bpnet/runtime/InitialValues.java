package dev.bpnet.runtime;

import java.util.Arrays;
import java.util.List;

/** Draws the elements of one tensor, row-major, from the formulas of {@link Initializer}. */
final class InitialValues {
  private final String name;
  private final List<Integer> shape;
  private final SplitMix64 random;
  private final double[] values;

  InitialValues(String name, List<Integer> shape, long seed) {
    this.name = name;
    this.shape = shape;
    this.random = SplitMix64.named(seed, name);
    int size = 1;
    for (int length : shape) {
      size = Math.multiplyExact(size, length);
    }
    this.values = new double[size];
  }

  double[] constant(double value) {
    Arrays.fill(values, value);
    return values;
  }

  double[] uniform(double low, double high) {
    for (int i = 0; i < values.length; i++) {
      values[i] = low + (high - low) * random.nextDouble();
    }
    return values;
  }

  double[] normal(double mean, double deviation) {
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + deviation * random.nextGaussian();
    }
    return values;
  }

  /**
   * The orthogonal factor of a matrix of standard normals whose triangular factor has a positive
   * diagonal: by Gram and Schmidt, twice over, which gives that sign at once. A tensor counts as
   * the matrix {@code [shape[0], rest]}; the shorter side is orthonormal.
   */
  double[] orthogonal() {
    int rows = fan("orthogonal", 0);
    int columns = values.length / Math.max(rows, 1);
    double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
    boolean tall = rows >= columns;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double drawn = random.nextGaussian();
        if (tall) {
          vectors[column][row] = drawn;
        } else {
          vectors[row][column] = drawn;
        }
      }
    }
    for (int done = 0; done < vectors.length; done++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int earlier = 0; earlier < done; earlier++) {
          subtractProjection(vectors[done], vectors[earlier]);
        }
        normalise(vectors[done]);
      }
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        values[row * columns + column] = tall ? vectors[column][row] : vectors[row][column];
      }
    }
    return values;
  }

  private static void subtractProjection(double[] vector, double[] unit) {
    double along = 0;
    for (int i = 0; i < vector.length; i++) {
      along += vector[i] * unit[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] -= along * unit[i];
    }
  }

  private static void normalise(double[] vector) {
    double squares = 0;
    for (double element : vector) {
      squares += element * element;
    }
    double norm = StrictMath.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= norm;
    }
  }

  /** What one output unit sees: all axes but the first. */
  double fanIn(String initializer) {
    return (double) fan(initializer, 1) * receptive();
  }

  /** What one input unit reaches: all axes but the second. */
  double fanOut(String initializer) {
    return (double) fan(initializer, 0) * receptive();
  }

  private int fan(String initializer, int axis) {
    if (shape.size() < 2) {
      throw new IllegalArgumentException(
          initializer + " needs two axes or more; " + name + " has shape " + shape);
    }
    return shape.get(axis);
  }

  private double receptive() {
    double receptive = 1;
    for (int length : shape.subList(2, shape.size())) {
      receptive *= length;
    }
    return receptive;
  }
}
