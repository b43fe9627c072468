package dev.bpnet.compiler.lower;

import dev.bpnet.compiler.graph.GraphMapper;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes apart a softmax and the logarithm of the same softmax, as a cross entropy and its
 * derivative need them: they share the maximum, the exponentials and their sum.
 */
final class SoftmaxParts {
  /** What both are taken of. */
  private record Key(Node operand, List<Integer> axes) {}

  /**
   * The shared values, each with the reduced axis kept at length 1.
   *
   * @param shifted operand − maximum
   * @param powers e to the shifted
   */
  private record Parts(Node maximum, Node shifted, Node powers, Node sum) {}

  private final Set<Key> shared;
  private final Map<Key, Parts> made = new HashMap<>();

  private SoftmaxParts(Set<Key> shared) {
    this.shared = shared;
  }

  static Model share(Model model) {
    List<Node> roots = new ArrayList<>(model.prediction().roots());
    roots.addAll(model.training().roots());
    Set<Key> plain = new HashSet<>();
    Set<Key> logarithms = new HashSet<>();
    for (Node node : Topology.sort(roots)) {
      if (node.op() == Op.SOFTMAX && node.axes().size() == 1) {
        plain.add(new Key(node.input(0), node.axes()));
      } else if (node.op() == Op.LOG_SOFTMAX) {
        logarithms.add(new Key(node.input(0), node.axes()));
      }
    }
    plain.retainAll(logarithms);
    if (plain.isEmpty()) {
      return model;
    }
    SoftmaxParts parts = new SoftmaxParts(plain);
    GraphMapper mapper = new GraphMapper(parts::rule);
    return model.withGraphs(mapper.map(model.training()), mapper.map(model.prediction()));
  }

  private Node rule(Node old, Node node) {
    NodeBuilder b = new NodeBuilder(node.origin());
    if (old.op() == Op.PICK && isShared(old.input(0), Op.LOG_SOFTMAX)) {
      return picked(old, node, b);
    }
    if (isShared(old, Op.SOFTMAX)) {
      Parts parts = parts(old, node);
      return b.divide(parts.powers(), b.expand(parts.sum(), node.shape()));
    }
    if (isShared(old, Op.LOG_SOFTMAX)) {
      Parts parts = parts(old, node);
      Node logarithm = b.expand(b.unary(Op.LOG, parts.sum()), node.shape());
      return b.subtract(parts.shifted(), logarithm);
    }
    return node;
  }

  private boolean isShared(Node old, Op op) {
    return old.op() == op && shared.contains(new Key(old.input(0), old.axes()));
  }

  /** The logarithm of one class's probability needs no other's. */
  private Node picked(Node old, Node node, NodeBuilder b) {
    Node logSoftmax = old.input(0);
    if (logSoftmax.shape().rank() != 1) {
      return node;
    }
    Parts parts = made.get(new Key(logSoftmax.input(0), logSoftmax.axes()));
    Node operand = parts.shifted().input(0);
    Node maximum = b.reshape(parts.maximum(), Shape.SCALAR);
    Node sum = b.reshape(parts.sum(), Shape.SCALAR);
    Node chosen = b.subtract(b.pick(operand, node.input(1)), maximum);
    return b.subtract(chosen, b.unary(Op.LOG, sum));
  }

  private Parts parts(Node old, Node node) {
    return made.computeIfAbsent(new Key(old.input(0), old.axes()), key -> make(node));
  }

  private static Parts make(Node node) {
    NodeBuilder b = new NodeBuilder(node.input(0).origin().unnamed());
    Node operand = node.input(0);
    int[] dims = operand.shape().dims();
    dims[node.axes().get(0)] = 1;
    Shape kept = Shape.of(dims);
    Node maximum = b.reshape(b.reduce(Op.MAX, operand, node.axes()), kept);
    Node shifted = b.subtract(operand, b.expand(maximum, operand.shape()));
    Node powers = b.unary(Op.EXP, shifted);
    Node sum = b.reshape(b.sum(powers, node.axes()), kept);
    return new Parts(maximum, shifted, powers, sum);
  }
}
