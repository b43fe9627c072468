package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.Optional;

/**
 * Selects that decide nothing, or decide twice. After the neutral elements, which uncover equal
 * arms.
 */
final class Selections extends LocalPass {
  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    return switch (node.op()) {
      case SELECT -> select(node, b);
      case ADD -> complementary(node.input(0), node.input(1), b);
      case NOT -> {
        Node inner = node.input(0);
        yield inner.op() == Op.NOT ? Optional.of(inner.input(0)) : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Node> select(Node node, NodeBuilder b) {
    Node condition = node.input(0);
    Node first = node.input(1);
    Node second = node.input(2);
    if (condition.op() == Op.CONSTANT) {
      return Optional.of(condition.isConstant(0) ? second : first);
    }
    if (same(first, second) || (first.isConstant(0) && testsForZero(condition, second))) {
      return Optional.of(second);
    }
    if (condition.op() == Op.NOT) {
      return Optional.of(b.select(condition.input(0), second, first));
    }
    Node taken = first.op() == Op.SELECT && first.input(0) == condition ? first.input(1) : first;
    Node other =
        second.op() == Op.SELECT && second.input(0) == condition ? second.input(2) : second;
    return taken == first && other == second
        ? Optional.empty()
        : Optional.of(b.select(condition, taken, other));
  }

  /** (c ? x : 0) + (c ? 0 : y) is c ? x : y; likewise where more arms are 0. */
  private static Optional<Node> complementary(Node x, Node y, NodeBuilder b) {
    if (x.op() != Op.SELECT || y.op() != Op.SELECT || x.input(0) != y.input(0)) {
      return Optional.empty();
    }
    Optional<Node> first = other(x.input(1), y.input(1));
    Optional<Node> second = other(x.input(2), y.input(2));
    return first.flatMap(f -> second.map(s -> b.select(x.input(0), f, s)));
  }

  private static Optional<Node> other(Node x, Node y) {
    if (x.isConstant(0)) {
      return Optional.of(y);
    }
    return y.isConstant(0) ? Optional.of(x) : Optional.empty();
  }

  private static boolean same(Node x, Node y) {
    return x == y
        || (x.op() == Op.CONSTANT && y.op() == Op.CONSTANT && x.attribute().equals(y.attribute()));
  }

  private static boolean testsForZero(Node condition, Node x) {
    return condition.op() == Op.EQUAL
        && ((condition.input(0) == x && condition.input(1).isConstant(0))
            || (condition.input(1) == x && condition.input(0).isConstant(0)));
  }
}
