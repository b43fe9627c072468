package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Selects that decide nothing, or decide twice. After the neutral elements, which uncover equal
 * arms.
 */
final class Selections extends LocalPass {
  private static final Set<Op> OPERATIONS = EnumSet.of(Op.SELECT, Op.NOT);

  @Override
  public boolean concerns(Set<Op> present) {
    return !Collections.disjoint(present, OPERATIONS);
  }

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

  /** (c ? x : 0) + (c ? 0 : y) is c ? x : y; likewise where more arms are 0, or have factors. */
  private static Optional<Node> complementary(Node x, Node y, NodeBuilder b) {
    Node first = withoutFactor(x);
    Node second = withoutFactor(y);
    if (first.op() != Op.SELECT
        || second.op() != Op.SELECT
        || first.input(0) != second.input(0)
        || !(oneIsZero(first.input(1), second.input(1))
            && oneIsZero(first.input(2), second.input(2)))) {
      return Optional.empty();
    }
    Node taken = first.input(1).isConstant(0) ? scaled(y, 1, b) : scaled(x, 1, b);
    Node other = first.input(2).isConstant(0) ? scaled(y, 2, b) : scaled(x, 2, b);
    return Optional.of(b.select(first.input(0), taken, other));
  }

  /** The select in k·(c ? …), −(c ? …) and the like; the value itself if there is none. */
  private static Node withoutFactor(Node x) {
    return switch (x.op()) {
      case NEGATE -> x.input(0);
      case MULTIPLY -> {
        Node first = x.input(0);
        Node second = x.input(1);
        boolean constant = first.op() == Op.CONSTANT && Double.isFinite(first.value());
        boolean isSecond = second.op() == Op.SELECT && (constant || isMask(second));
        yield isSecond ? second : isMask(first) ? first : x;
      }
      case DIVIDE -> isMask(x.input(0)) ? x.input(0) : x;
      default -> x;
    };
  }

  /** Whether the zeros of a select are derivation's, which need not meet with factors. */
  private static boolean isMask(Node x) {
    return x.op() == Op.SELECT && x.origin().gradient();
  }

  /** An arm of the select in x, with the factor that the select has there. */
  private static Node scaled(Node x, int arm, NodeBuilder b) {
    Node select = withoutFactor(x);
    Node value = select.input(arm);
    if (x.op() == Op.SELECT || value.isConstant(0)) {
      return value;
    }
    List<Node> inputs = x.inputs().stream().map(input -> input == select ? value : input).toList();
    return b.rebuild(x, inputs, x.attribute());
  }

  private static boolean oneIsZero(Node x, Node y) {
    return x.isConstant(0) || y.isConstant(0);
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
