package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Variable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a graph is evaluated on: the batch, the numbers of every variable and the stream of random
 * values. Numbers are row-major doubles; of inputs and targets one example after the other ({@code
 * batch × size}); classes are whole numbers.
 */
public final class Bindings {
  private final int batch;
  private final Map<Variable, double[]> numbers;
  private final long seed;
  private final long step;

  private Bindings(int batch, Map<Variable, double[]> numbers, long seed, long step) {
    this.batch = batch;
    this.numbers = numbers;
    this.seed = seed;
    this.step = step;
  }

  /**
   * Nothing bound yet; seed and step 0.
   *
   * @param batch the number of examples, at least 1
   */
  public static Bindings of(int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch of " + batch);
    }
    return new Bindings(batch, new LinkedHashMap<>(), 0, 0);
  }

  /**
   * With one variable more, or another value of it.
   *
   * @throws IllegalArgumentException if the length is wrong or a class out of range
   */
  public Bindings with(Variable variable, double... values) {
    int expected = size(variable);
    if (values.length != expected) {
      throw new IllegalArgumentException(
          variable + " wants " + expected + " numbers, not " + values.length);
    }
    if (variable.kind().isClass()) {
      for (double value : values) {
        if (!(value >= 0 && value < variable.kind().classes() && value == Math.rint(value))) {
          throw new IllegalArgumentException(variable + " has no class " + value);
        }
      }
    }
    Map<Variable, double[]> more = new LinkedHashMap<>(numbers);
    more.put(variable, values.clone());
    return new Bindings(batch, more, seed, step);
  }

  /** With the stream of {@code random_uniform}. */
  public Bindings withRandom(long newSeed, long newStep) {
    return new Bindings(batch, numbers, newSeed, newStep);
  }

  /** The point that lies {@code distance} along the direction. */
  public Bindings moved(Direction direction, double distance) {
    Map<Variable, double[]> more = new LinkedHashMap<>(numbers);
    direction
        .components()
        .forEach(
            (variable, component) -> {
              double[] moved = get(variable).clone();
              for (int i = 0; i < moved.length; i++) {
                moved[i] += distance * component[i];
              }
              more.put(variable, moved);
            });
    return new Bindings(batch, more, seed, step);
  }

  /** The number of examples. */
  public int batch() {
    return batch;
  }

  /** The numbers of a variable, not to be written to. */
  public double[] get(Variable variable) {
    double[] bound = numbers.get(variable);
    if (bound == null) {
      throw new IllegalArgumentException(variable + " is not bound");
    }
    return bound;
  }

  public Map<Variable, double[]> numbers() {
    return Collections.unmodifiableMap(numbers);
  }

  public long seed() {
    return seed;
  }

  public long step() {
    return step;
  }

  /** How many numbers a variable has in this batch. */
  public int size(Variable variable) {
    int size = variable.shape().size();
    return switch (variable.dependence()) {
      case STEP -> size;
      case EXAMPLE -> Math.multiplyExact(batch, size);
    };
  }
}
