package dev.bpnet.runtime.data;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;

/**
 * A sized set of examples with random access. Examples are copied into staging arrays of either
 * precision, so that one dataset serves float and double networks and need not lie in memory. A
 * training on several threads copies examples on all of them at the same time.
 *
 * <p>Rows in messages count from 1.
 */
public interface Dataset {
  /** The number of examples. */
  int size();

  /** How many numbers an example holds. */
  Widths widths();

  /**
   * Copies one example.
   *
   * @param index in 0..size-1
   * @param staging whose arrays are laid out for these {@link #widths()}
   * @param slot the place of the example there, counted in examples
   */
  void copy(int index, Examples.OfFloat staging, int slot);

  /** As {@link #copy(int, Examples.OfFloat, int)}; reals kept in single precision widen exactly. */
  void copy(int index, Examples.OfDouble staging, int slot);

  /** Copies the examples {@code order[from..to-1]} to the slots from 0. */
  default void copy(int[] order, int from, int to, Examples.OfFloat staging) {
    for (int i = from; i < to; i++) {
      copy(order[i], staging, i - from);
    }
  }

  /** As {@link #copy(int[], int, int, Examples.OfFloat)}. */
  default void copy(int[] order, int from, int to, Examples.OfDouble staging) {
    for (int i = from; i < to; i++) {
      copy(order[i], staging, i - from);
    }
  }

  /**
   * Makes sure that the examples fit a network's inputs and targets.
   *
   * @throws DataException if they are of other widths or a class is out of range
   */
  default void checkFor(Description network) {
    Fit.of(network).check(this);
  }

  /**
   * Makes sure that the examples fit a network's inputs; their targets do not matter.
   *
   * @throws DataException as {@link #checkFor}
   */
  default void checkInputsFor(Description network) {
    Fit.ofInputs(network).check(this);
  }

  /**
   * A part of this dataset, sharing its examples.
   *
   * @param indices of the part's examples, in its order
   * @throws IndexOutOfBoundsException if one is outside 0..size-1
   */
  default Dataset select(int... indices) {
    return new Selection(this, indices);
  }

  /**
   * Divides the examples at random, the same way for the same size, fraction and seed.
   *
   * @param holdout fraction to hold out, above 0 and below 1; at least one example is held out and
   *     one kept
   * @throws DataException on fewer than two examples or a fraction out of range
   */
  default Split split(double holdout, long seed) {
    return Split.of(this, holdout, seed);
  }

  /**
   * Examples of reals, one row each.
   *
   * @throws DataException on ragged rows, different numbers of rows, or a number that is not finite
   */
  static Dataset of(float[][] inputs, float[][] targets) {
    return ArrayDataset.of(inputs, targets);
  }

  /** As {@link #of(float[][], float[][])}. */
  static Dataset of(double[][] inputs, double[][] targets) {
    return ArrayDataset.of(inputs, targets);
  }

  /**
   * Examples of reals with one class each.
   *
   * @param classes of the examples, counted from 0
   * @throws DataException as {@link #of(float[][], float[][])}, or on a negative class
   */
  static Dataset of(float[][] inputs, int[] classes) {
    return ArrayDataset.of(inputs, classes);
  }

  /** As {@link #of(float[][], int[])}. */
  static Dataset of(double[][] inputs, int[] classes) {
    return ArrayDataset.of(inputs, classes);
  }

  /** Inputs without targets, to predict. */
  static Dataset ofInputs(float[][] inputs) {
    return ArrayDataset.of(inputs, new float[inputs.length][0]);
  }

  /** As {@link #ofInputs(float[][])}. */
  static Dataset ofInputs(double[][] inputs) {
    return ArrayDataset.of(inputs, new double[inputs.length][0]);
  }

  /**
   * Examples as networks read them, such as those with class inputs. The arrays are shared, not
   * copied.
   *
   * @throws DataException if an array is not {@code count} times its width, a real is not finite or
   *     a class is negative
   */
  static Dataset of(Examples examples, Widths widths) {
    return ArrayDataset.of(examples, widths);
  }
}
