package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Variable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * A direction in the space of all variables; variables that it does not mention stay. Components
 * are laid out as in {@link Bindings}.
 */
public final class Direction {
  private final Map<Variable, double[]> components;

  private Direction(Map<Variable, double[]> components) {
    this.components = components;
  }

  /**
   * Along given numbers of one variable.
   *
   * @param component as many numbers as the variable is bound to
   */
  public static Direction of(Variable variable, double... component) {
    return new Direction(Map.of(variable, component.clone()));
  }

  /**
   * Along one number of one variable.
   *
   * @param index row-major; of inputs and targets with the example as leading dimension
   */
  public static Direction element(Variable variable, int index, Bindings bindings) {
    double[] component = new double[bindings.size(variable)];
    component[index] = 1;
    return new Direction(Map.of(variable, component));
  }

  /**
   * Along the same element of every example at once: in a graph without BATCH_MEAN the loss of each
   * example then has its own partial as tangent.
   */
  public static Direction everyExample(Variable input, int element, Bindings bindings) {
    double[] component = new double[bindings.size(input)];
    int size = input.shape().size();
    for (int i = element; i < component.length; i += size) {
      component[i] = 1;
    }
    return new Direction(Map.of(input, component));
  }

  /** Along normally distributed numbers of one variable. */
  public static Direction random(Variable variable, Bindings bindings, Random random) {
    double[] component = new double[bindings.size(variable)];
    for (int i = 0; i < component.length; i++) {
      component[i] = random.nextGaussian();
    }
    return new Direction(Map.of(variable, component));
  }

  /** Along both; where they mention the same variable, along the other's numbers. */
  public Direction and(Direction other) {
    Map<Variable, double[]> both = new LinkedHashMap<>(components);
    both.putAll(other.components);
    return new Direction(both);
  }

  public Map<Variable, double[]> components() {
    return Collections.unmodifiableMap(components);
  }
}
