package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Topology;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates a graph in double precision, differentiated or not: the reference semantics.
 *
 * <pre>{@code
 * Evaluation evaluation = Oracle.of(graph).evaluate(Bindings.of(2).with(x, 1, 2).with(w, 3));
 * Quantity objective = evaluation.objective();
 * Quantity partial = evaluation.along(Direction.element(w, 0, evaluation.bindings())).objective();
 * }</pre>
 */
public final class Oracle {
  private final List<Node> nodes;
  private final Optional<Node> loss;
  private final Map<Node, LoopBody> bodies = new IdentityHashMap<>();
  private final Map<Node, List<Offsets>> offsets = new IdentityHashMap<>();

  private Oracle(Collection<Node> roots, Optional<Node> loss) {
    this.nodes = Topology.sort(roots);
    this.loss = loss;
  }

  /** Of all roots of a graph. */
  public static Oracle of(Graph graph) {
    return new Oracle(graph.roots(), graph.loss());
  }

  /** Of the loss alone; so nothing else costs time, and only its own kinks count. */
  public static Oracle ofLoss(Graph graph) {
    return new Oracle(graph.loss().stream().toList(), graph.loss());
  }

  /** Of some nodes outside of loops; there is no objective. */
  public static Oracle of(Node... roots) {
    return new Oracle(List.of(roots), Optional.empty());
  }

  /**
   * @throws IllegalArgumentException if a variable of the graph is not bound
   */
  public Evaluation evaluate(Bindings bindings) {
    Scope scope = new Scope(new Scope.Run(bindings, new Kinks(), bodies, offsets));
    scope.evaluate(nodes);
    return new Evaluation(nodes, loss, scope);
  }
}
