package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.GraphMapper;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The square of t − y becomes that of y − t where the graph has y − t anyway, as the gradient of a
 * squared error does; then t − y is not computed. After the factors, which make the second
 * difference.
 */
final class OppositeDifferences implements Pass {
  @Override
  public boolean concerns(Set<Op> present) {
    return present.contains(Op.SUBTRACT);
  }

  @Override
  public Graph apply(Graph graph, Uses uses) {
    Map<List<Node>, Node> differences = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() == Op.SUBTRACT) {
        differences.put(node.inputs(), node);
      }
    }
    Map<Node, Node> squares = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (isSquare(node) && uses.count(node.input(0)) == 2) {
        Node x = node.input(0);
        Node opposite = differences.get(List.of(x.input(1), x.input(0)));
        // x − x is its own opposite.
        if (opposite != null && opposite != x && !squares.containsKey(opposite)) {
          squares.put(x, opposite);
        }
      }
    }
    return squares.isEmpty()
        ? graph
        : new GraphMapper(node -> isSquare(node) ? square(node, squares) : node).map(graph);
  }

  private static Node square(Node node, Map<Node, Node> squares) {
    Node opposite = squares.get(node.input(0));
    return opposite == null ? node : new NodeBuilder(node.origin()).multiply(opposite, opposite);
  }

  private static boolean isSquare(Node node) {
    return node.op() == Op.MULTIPLY
        && node.input(0) == node.input(1)
        && node.input(0).op() == Op.SUBTRACT;
  }
}
