package dev.bpnet.compiler.graph;

import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Map;

/**
 * A checked network: everything that later phases need to know of it.
 *
 * @param packageName of the file; empty for none
 * @param name as declared
 * @param documentation of the network; empty if none
 * @param span of the declaration
 * @param settings the compile-time settings with their values, in declaration order
 * @param variables inputs, targets, parameters, frozen parameters and states, each group in
 *     declaration order
 * @param training the pass in which {@code training} holds
 * @param prediction the pass in which it does not
 */
public record Model(
    String packageName,
    String name,
    String documentation,
    Span span,
    Map<String, Double> settings,
    List<Variable> variables,
    Graph training,
    Graph prediction,
    TrainSettings train) {
  public Model {
    settings = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(settings));
    variables = List.copyOf(variables);
  }

  /** The variables of one role, in declaration order. */
  public List<Variable> variables(Variable.Role role) {
    return variables.stream().filter(variable -> variable.role() == role).toList();
  }

  public Model withGraphs(Graph newTraining, Graph newPrediction) {
    return new Model(
        packageName,
        name,
        documentation,
        span,
        settings,
        variables,
        newTraining,
        newPrediction,
        train);
  }
}
