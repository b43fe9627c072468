package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Tells which targets are probabilities: those that are a factor of a logarithm, as in −Σ t·log p,
 * or stand in one, as in t·log(t/p).
 */
final class TargetUse {
  private static final Set<Op> LOGARITHMS =
      EnumSet.of(Op.LOG, Op.LOG1P, Op.LOG_SOFTMAX, Op.SOFTPLUS, Op.LOG_SUM_EXP);

  /** What neither a factor nor an argument ceases to be by. */
  private static final Set<Op> TRANSPARENT =
      EnumSet.of(
          Op.NEGATE,
          Op.ADD,
          Op.SUBTRACT,
          Op.DIVIDE,
          Op.MAXIMUM,
          Op.MINIMUM,
          Op.SELECT,
          Op.RESHAPE,
          Op.TRANSPOSE,
          Op.EXPAND,
          Op.SLICE,
          Op.CONCAT);

  private final Set<Variable> distributions = Collections.newSetFromMap(new IdentityHashMap<>());

  TargetUse(Graph graph) {
    collect(Topology.sort(graph.loss().stream().toList()));
  }

  boolean isDistribution(Variable variable) {
    return distributions.contains(variable);
  }

  private void collect(List<Node> nodes) {
    for (Node node : nodes) {
      if (node.attribute() instanceof Attribute.Loop loop) {
        collect(LoopBody.of(loop).nodes());
      }
      boolean product = node.op() == Op.MULTIPLY || node.op() == Op.CONTRACT;
      if (LOGARITHMS.contains(node.op())) {
        addTargets(node.input(0));
      } else if (product && (isLogarithm(node.input(0)) || isLogarithm(node.input(1)))) {
        addTargets(node.input(0));
        addTargets(node.input(1));
      }
    }
  }

  private void addTargets(Node node) {
    if (node.op() == Op.VARIABLE) {
      Variable variable = node.variable();
      if (variable.role() == Variable.Role.TARGET && variable.kind().isReal()) {
        distributions.add(variable);
      }
    } else if (TRANSPARENT.contains(node.op())) {
      node.inputs().forEach(this::addTargets);
    }
  }

  private static boolean isLogarithm(Node node) {
    return LOGARITHMS.contains(node.op())
        || TRANSPARENT.contains(node.op())
            && node.inputs().stream().anyMatch(TargetUse::isLogarithm);
  }
}
