package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.Optional;

/**
 * x+0, x−0, 1·x, x/1 and sums over one element; x+x becomes 2·x. Early, for the chain rule's seed
 * is a 1. A product with 0 stays, for it is NaN where the other factor is infinite, unless that is
 * finite for certain.
 */
final class NeutralElements extends LocalPass {
  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    return switch (node.op()) {
      case ADD -> sum(node.input(0), node.input(1), b);
      case SUBTRACT -> difference(node.input(0), node.input(1), b);
      case MULTIPLY -> product(node.input(0), node.input(1), b);
      case DIVIDE -> quotient(node.input(0), node.input(1), b);
      case SUM, PRODUCT, MAX, MIN -> reduction(node, b);
      case BATCH_MEAN -> node.input(0).perExample() ? Optional.empty() : Optional.of(node.input(0));
      default -> Optional.empty();
    };
  }

  private static Optional<Node> sum(Node x, Node y, NodeBuilder b) {
    if (x.isConstant(0)) {
      return Optional.of(y);
    }
    if (y.isConstant(0)) {
      return Optional.of(x);
    }
    return x == y ? Optional.of(b.multiply(b.constant(2, x.shape()), x)) : Optional.empty();
  }

  private static Optional<Node> difference(Node x, Node y, NodeBuilder b) {
    if (y.isConstant(0)) {
      return Optional.of(x);
    }
    return x.isConstant(0) ? Optional.of(b.negate(y)) : Optional.empty();
  }

  private static Optional<Node> product(Node x, Node y, NodeBuilder b) {
    if (y.op() == Op.CONSTANT) {
      return x.op() == Op.CONSTANT
          ? Optional.empty()
          : product(y, x, b).or(() -> Optional.of(b.multiply(y, x)));
    }
    if (x.isConstant(1)) {
      return Optional.of(y);
    }
    if (x.isConstant(-1)) {
      return Optional.of(b.negate(y));
    }
    return x.isConstant(0) && isFinite(y) ? Optional.of(x) : Optional.empty();
  }

  private static Optional<Node> quotient(Node x, Node y, NodeBuilder b) {
    if (y.isConstant(1)) {
      return Optional.of(x);
    }
    return y.isConstant(-1) ? Optional.of(b.negate(x)) : Optional.empty();
  }

  private static Optional<Node> reduction(Node node, NodeBuilder b) {
    Node x = node.input(0);
    boolean ofOne = x.shape().size() == node.shape().size();
    return ofOne ? Optional.of(b.reshape(x, node.shape())) : Optional.empty();
  }

  private static boolean isFinite(Node node) {
    return switch (node.op()) {
      case CONSTANT -> Double.isFinite(node.value());
      case TO_REAL, ONE_HOT, RANDOM -> true;
      case NEGATE, RESHAPE, TRANSPOSE, EXPAND, SLICE, PAD -> isFinite(node.input(0));
      default -> false;
    };
  }
}
