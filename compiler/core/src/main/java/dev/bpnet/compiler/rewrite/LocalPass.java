package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.GraphMapper;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.Optional;
import java.util.function.BiFunction;

/** A pass that looks at one node after the other, operands first, loop bodies included. */
abstract class LocalPass implements Pass {
  @Override
  public final Graph apply(Graph graph, Uses uses) {
    BiFunction<Node, NodeBuilder, Optional<Node>> rule = (node, b) -> better(node, b, uses);
    return isConcerned(uses, rule) ? rewrite(graph, uses, rule) : graph;
  }

  /** Whether the rule has a better form of any node: to look is cheaper than to rebuild. */
  static boolean isConcerned(Uses uses, BiFunction<Node, NodeBuilder, Optional<Node>> rule) {
    for (Node node : uses.nodes()) {
      if (rule.apply(node, new NodeBuilder(node.origin().unnamed())).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** A graph with a better form of each node that a rule has one for. */
  static Graph rewrite(Graph graph, Uses uses, BiFunction<Node, NodeBuilder, Optional<Node>> rule) {
    return new GraphMapper(
            node ->
                rule.apply(node, new NodeBuilder(node.origin().unnamed()))
                    .map(better -> keepName(node, better))
                    .orElse(node))
        .map(graph, uses.nodes());
  }

  /**
   * A better form of the node, of equal shape and kind; empty to keep it.
   *
   * @param b makes nodes of the node's origin, save for its name
   * @param uses of the graph as it was before this pass; what the pass made is unknown there
   */
  abstract Optional<Node> better(Node node, NodeBuilder b, Uses uses);

  /** A value that takes the place of a named one takes the name, if it has none. */
  private static Node keepName(Node node, Node better) {
    boolean takes =
        node.origin().name().isPresent()
            && better.origin().name().isEmpty()
            && better.op() != Op.CONSTANT;
    return takes ? better.withOrigin(node.origin()) : better;
  }
}
