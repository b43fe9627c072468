package dev.bpnet.cli.data;

import dev.bpnet.runtime.Tensor;
import java.util.Arrays;

/** Arrays that grow while a table is read. */
final class Numbers {
  private static final int FIRST_CAPACITY = 256;

  private Numbers() {}

  /** Reals of all examples, side by side. */
  static final class Reals {
    private double[] values = new double[FIRST_CAPACITY];
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
      }
      values[size++] = value;
    }

    int width(int examples) {
      return size / examples;
    }

    double[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }

  /** Class numbers of all examples, side by side. */
  static final class Classes {
    private int[] values = new int[FIRST_CAPACITY];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
      }
      values[size++] = value;
    }

    int width(int examples) {
      return size / examples;
    }

    /**
     * Gives the elements of one tensor other numbers.
     *
     * @param numbers the new by the old
     * @param width class numbers per example
     */
    void renumber(Tensor tensor, int[] numbers, int width) {
      for (int example = 0; example < size; example += width) {
        for (int i = 0; i < tensor.size(); i++) {
          int place = example + tensor.offset() + i;
          values[place] = numbers[values[place]];
        }
      }
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
