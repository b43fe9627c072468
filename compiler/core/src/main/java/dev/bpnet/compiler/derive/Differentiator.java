package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds to a graph the derivative of its loss: reverse mode, symbolic, one rule per operation. */
public final class Differentiator {
  private final VectorJacobian rules;

  public Differentiator() {
    this(new VectorJacobianTable());
  }

  Differentiator(VectorJacobian rules) {
    this.rules = rules;
  }

  /**
   * The graph with {@link Graph#gradients}, in the order of the variables. Only paths that lead
   * from these variables to the loss are differentiated; a variable without such a path has the
   * gradient 0.
   *
   * @param training a graph with a loss, whose gradients are empty
   * @param variables of kind real: parameters, and inputs where their partials are asked for
   */
  public Graph differentiate(Graph training, List<Variable> variables) {
    Node loss = training.loss().orElseThrow();
    Derivation derivation = new Derivation(rules, new Activity(new HashSet<>(variables), loss));
    Sweep sweep = new Sweep(derivation, Topology.sort(List.of(loss)), List.of(loss), false);
    NodeBuilder seed = new NodeBuilder(loss.origin().adjoint().unnamed());
    sweep.contribute(loss, seed.constant(1));
    sweep.run();

    Map<Variable, Node> gradients = new LinkedHashMap<>();
    variables.forEach(variable -> gradients.put(variable, seed.constant(0, variable.shape())));
    sweep
        .adjoints()
        .forEach(
            (leaf, adjoint) -> {
              if (leaf.op() == Op.VARIABLE) {
                gradients.put(leaf.variable(), gradient(derivation, leaf, adjoint));
              }
            });
    return derivation.withExtendedLoops(training.withGradients(gradients));
  }

  private static Node gradient(Derivation derivation, Node leaf, Adjoint adjoint) {
    NodeBuilder b = new NodeBuilder(leaf.origin().adjoint());
    return derivation.named(leaf.perExample() ? adjoint.total(b) : adjoint.mean(b), leaf);
  }
}
