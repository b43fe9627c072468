package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sums over the classes of a ONE_HOT: 1, and with a factor the factor at the class. A product is
 * picked only from zeros that derivation made: the source's own 0·∞ stays NaN.
 */
final class OneHots extends LocalPass {
  @Override
  public boolean concerns(Set<Op> present) {
    return present.contains(Op.ONE_HOT);
  }

  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    if (node.op() != Op.SUM || !node.axes().equals(List.of(node.shape().rank()))) {
      return Optional.empty();
    }
    Node x = node.input(0);
    if (x.op() == Op.ONE_HOT) {
      return Optional.of(b.constant(1, node.shape()));
    }
    if (x.op() != Op.MULTIPLY) {
      return Optional.empty();
    }
    return picked(x.input(0), x.input(1), b).or(() -> picked(x.input(1), x.input(0), b));
  }

  private static Optional<Node> picked(Node oneHot, Node x, NodeBuilder b) {
    boolean derived = oneHot.op() == Op.ONE_HOT && oneHot.origin().gradient();
    return derived ? Optional.of(b.pick(x, oneHot.input(0))) : Optional.empty();
  }
}
