package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Evaluation;
import dev.bpnet.compiler.oracle.Oracle;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A differentiated graph, evaluated as it stands: tests derivation and rewriting without lowering.
 */
final class DerivedGraph implements Differentiated {
  private final Graph graph;
  private final Oracle oracle;

  /**
   * @param graph with gradients
   */
  DerivedGraph(Graph graph) {
    this.graph = graph;
    this.oracle = Oracle.of(graph);
  }

  @Override
  public double loss(Bindings bindings) {
    return oracle.evaluate(bindings).objective().value();
  }

  /** Gradients of inputs are of their example's loss; the objective has a batch-th of them. */
  @Override
  public Map<Variable, double[]> gradient(Bindings bindings) {
    Evaluation evaluation = oracle.evaluate(bindings);
    Map<Variable, double[]> result = new LinkedHashMap<>();
    graph
        .gradients()
        .forEach(
            (variable, node) -> {
              double[] partials = new double[bindings.size(variable)];
              double[] values = evaluation.values(node);
              int share = variable.role() == Variable.Role.INPUT ? bindings.batch() : 1;
              for (int i = 0; i < partials.length; i++) {
                partials[i] = values[i % values.length] / share;
              }
              result.put(variable, partials);
            });
    return result;
  }
}
