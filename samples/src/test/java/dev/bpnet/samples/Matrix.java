package dev.bpnet.samples;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** A matrix by rows, as slow and plain as a formula. */
record Matrix(double[]... rows) {
  static Matrix of(int rows, int columns, double... values) {
    double[][] result = new double[rows][columns];
    for (int i = 0; i < rows * columns; i++) {
      result[i / columns][i % columns] = values[i];
    }
    return new Matrix(result);
  }

  int height() {
    return rows.length;
  }

  int width() {
    return rows[0].length;
  }

  Matrix times(Matrix other) {
    double[][] product = new double[height()][other.width()];
    for (int i = 0; i < height(); i++) {
      for (int j = 0; j < other.width(); j++) {
        for (int k = 0; k < width(); k++) {
          product[i][j] += rows[i][k] * other.rows[k][j];
        }
      }
    }
    return new Matrix(product);
  }

  Matrix transposed() {
    double[][] result = new double[width()][height()];
    for (int i = 0; i < height(); i++) {
      for (int j = 0; j < width(); j++) {
        result[j][i] = rows[i][j];
      }
    }
    return new Matrix(result);
  }

  Matrix map(DoubleUnaryOperator function) {
    return with(this, (a, b) -> function.applyAsDouble(a));
  }

  Matrix scaled(double factor) {
    return map(a -> factor * a);
  }

  Matrix plus(Matrix other) {
    return with(other, Double::sum);
  }

  Matrix minus(Matrix other) {
    return with(other, (a, b) -> a - b);
  }

  /** The elementwise product. */
  Matrix hadamard(Matrix other) {
    return with(other, (a, b) -> a * b);
  }

  /** The sum of the rows, as one row. */
  Matrix columnSums() {
    double[] ones = new double[height()];
    java.util.Arrays.fill(ones, 1);
    return new Matrix(ones).times(this);
  }

  /** Elementwise; a matrix of one row stands for as many equal rows as are needed. */
  private Matrix with(Matrix other, DoubleBinaryOperator function) {
    double[][] result = new double[height()][width()];
    for (int i = 0; i < height(); i++) {
      for (int j = 0; j < width(); j++) {
        double b = other.rows[other.height() == 1 ? 0 : i][j];
        result[i][j] = function.applyAsDouble(rows[i][j], b);
      }
    }
    return new Matrix(result);
  }
}
