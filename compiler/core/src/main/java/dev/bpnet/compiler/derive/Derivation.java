package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.GraphMapper;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Variable;
import java.util.HashMap;
import java.util.Map;

/** What all levels of one differentiation share. */
final class Derivation {
  private final VectorJacobian rules;
  private final Activity activity;
  private final Map<Variable, Node> leaves = new HashMap<>();
  private final Map<LoopIndex, Node> extended = new HashMap<>();

  Derivation(VectorJacobian rules, Activity activity) {
    this.rules = rules;
    this.activity = activity;
  }

  VectorJacobian rules() {
    return rules;
  }

  Activity activity() {
    return activity;
  }

  /** The one node that gathers the adjoint of a variable, whatever leaf refers to it. */
  Node representative(Node value) {
    return value.op() == Op.VARIABLE
        ? leaves.computeIfAbsent(value.variable(), key -> value)
        : value;
  }

  /** An adjoint under the name of its value, unless it has a name or is no value of its own. */
  Node named(Node adjoint, Node value) {
    boolean nameable =
        value.origin().name().isPresent()
            && adjoint.origin().name().isEmpty()
            && adjoint.origin().gradient()
            && adjoint.op() != Op.CONSTANT;
    return nameable ? adjoint.withOrigin(value.origin().adjoint()) : adjoint;
  }

  /** Remembers the form of a loop that yields what its derivative reads. */
  void extend(Node loop) {
    extended.put(loop.loop().index(), loop);
  }

  /** The graph with every loop in its extended form. */
  Graph withExtendedLoops(Graph graph) {
    return extended.isEmpty() ? graph : new Extender().mapper.map(graph);
  }

  private final class Extender {
    private final Map<LoopIndex, Node> done = new HashMap<>();
    private final GraphMapper mapper = new GraphMapper(this::replace);

    private Node replace(Node node) {
      if (node.op() != Op.LOOP || !extended.containsKey(node.loop().index())) {
        return node;
      }
      LoopIndex index = node.loop().index();
      Node form = extended.get(index);
      if (!done.containsKey(index)) {
        if (node.loop().yields().size() < form.loop().yields().size()) {
          return mapper.map(form);
        }
        done.put(index, node);
      }
      return done.get(index);
    }
  }
}
