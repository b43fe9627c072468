package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A contraction takes transposes, sums and repeated operands into its labels. After the movements
 * were merged; before common subexpressions, since equal contractions then look equal.
 */
final class Contractions extends LocalPass {
  @Override
  public boolean concerns(Set<Op> present) {
    return present.contains(Op.CONTRACT);
  }

  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    return switch (node.op()) {
      case CONTRACT ->
          transposedOperand(node, b).or(() -> repeatedOperand(node, b)).or(() -> product(node, b));
      case TRANSPOSE -> transposedResult(node, b, uses);
      case SUM -> summedResult(node, b, uses);
      default -> Optional.empty();
    };
  }

  private static Optional<Node> transposedOperand(Node node, NodeBuilder b) {
    for (int i = 0; i < 2; i++) {
      Node operand = node.input(i);
      if (operand.op() == Op.TRANSPOSE) {
        List<Integer> labels = labels(node, i);
        List<Integer> before =
            IntStream.range(0, labels.size())
                .mapToObj(axis -> labels.get(operand.axes().indexOf(axis)))
                .toList();
        return Optional.of(replaced(node, i, operand.input(0), before, result(node), b));
      }
    }
    return Optional.empty();
  }

  /**
   * Drops the labels along which an operand is repeated: another operand has them, or the result is
   * repeated, or, where they were summed over nothing else, the result is that many times larger.
   */
  private static Optional<Node> repeatedOperand(Node node, NodeBuilder b) {
    for (int i = 0; i < 2; i++) {
      Node operand = node.input(i);
      List<Integer> labels = labels(node, i);
      if (operand.op() == Op.CONSTANT && !operand.shape().isScalar()) {
        Node scalar = b.constant(operand.value());
        return Optional.of(reduced(node, i, scalar, List.of(), b));
      }
      if (operand.op() == Op.EXPAND) {
        Node x = operand.input(0);
        int offset = operand.shape().rank() - x.shape().rank();
        List<Integer> kept =
            IntStream.range(0, labels.size())
                .filter(a -> a >= offset && x.shape().dim(a - offset) == operand.shape().dim(a))
                .boxed()
                .toList();
        int[] dims = kept.stream().mapToInt(axis -> operand.shape().dim(axis)).toArray();
        return Optional.of(
            reduced(
                node, i, b.reshape(x, Shape.of(dims)), kept.stream().map(labels::get).toList(), b));
      }
    }
    return Optional.empty();
  }

  private static Node reduced(Node node, int i, Node operand, List<Integer> kept, NodeBuilder b) {
    List<Integer> others = labels(node, 1 - i);
    double count = 1;
    for (int axis = 0; axis < labels(node, i).size(); axis++) {
      int label = labels(node, i).get(axis);
      boolean elsewhere =
          kept.contains(label) || others.contains(label) || result(node).contains(label);
      count *= elsewhere ? 1 : node.input(i).shape().dim(axis);
    }
    List<Integer> result =
        result(node).stream().filter(l -> kept.contains(l) || others.contains(l)).toList();
    Node small = replaced(node, i, operand, kept, result, b);
    small = count == 1 ? small : b.multiply(b.constant(count, small.shape()), small);
    int[] dims = node.shape().dims();
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = result.contains(result(node).get(axis)) ? dims[axis] : 1;
    }
    return b.expand(b.reshape(small, Shape.of(dims)), node.shape());
  }

  /** A contraction that has a scalar operand, or sums nothing while one operand has every label. */
  private static Optional<Node> product(Node node, NodeBuilder b) {
    for (int i = 0; i < 2; i++) {
      List<Integer> full = labels(node, 1 - i);
      List<Integer> part = labels(node, i);
      boolean sums = !result(node).containsAll(full);
      if (!full.containsAll(part) || (sums && !part.isEmpty())) {
        continue;
      }
      Node whole = node.input(1 - i);
      Node other = node.input(i);
      List<Integer> order =
          full.stream().sorted(java.util.Comparator.comparing(l -> rank(node, l))).toList();
      Node moved = b.transpose(whole, order.stream().map(full::indexOf).toList());
      List<Integer> partOrder = order.stream().filter(part::contains).toList();
      Node factor = b.transpose(other, partOrder.stream().map(part::indexOf).toList());
      int[] dims = moved.shape().dims();
      for (int axis = 0; axis < dims.length; axis++) {
        dims[axis] = part.contains(order.get(axis)) ? dims[axis] : 1;
      }
      Node spread = b.expand(b.reshape(factor, Shape.of(dims)), moved.shape());
      Node product = i == 0 ? b.multiply(spread, moved) : b.multiply(moved, spread);
      List<Integer> summed = IntStream.range(result(node).size(), order.size()).boxed().toList();
      return Optional.of(b.sum(product, summed));
    }
    return Optional.empty();
  }

  /** Where a label stands in the result; after all of them if it is summed. */
  private static int rank(Node node, int label) {
    int place = result(node).indexOf(label);
    return place < 0 ? result(node).size() : place;
  }

  private static Optional<Node> transposedResult(Node node, NodeBuilder b, Uses uses) {
    Node inner = node.input(0);
    if (inner.op() == Op.BATCH_MEAN && inner.input(0).op() == Op.CONTRACT && uses.single(inner)) {
      return Optional.of(b.batchMean(b.transpose(inner.input(0), node.axes())));
    }
    if (inner.op() != Op.CONTRACT || !uses.single(inner)) {
      return Optional.empty();
    }
    List<Integer> result = node.axes().stream().map(result(inner)::get).toList();
    return Optional.of(relabelled(inner, result, b));
  }

  private static Optional<Node> summedResult(Node node, NodeBuilder b, Uses uses) {
    Node inner = node.input(0);
    if (inner.op() != Op.CONTRACT || !uses.single(inner)) {
      return Optional.empty();
    }
    List<Integer> result = new ArrayList<>();
    for (int axis = 0; axis < inner.shape().rank(); axis++) {
      if (!node.axes().contains(axis)) {
        result.add(result(inner).get(axis));
      }
    }
    return Optional.of(relabelled(inner, result, b));
  }

  private static Node relabelled(Node node, List<Integer> result, NodeBuilder b) {
    return b.contract(
        node.input(0),
        node.input(1),
        new Attribute.Labels(labels(node, 0), labels(node, 1), result));
  }

  private static Node replaced(
      Node node, int i, Node operand, List<Integer> own, List<Integer> result, NodeBuilder b) {
    return i == 0
        ? b.contract(operand, node.input(1), new Attribute.Labels(own, labels(node, 1), result))
        : b.contract(node.input(0), operand, new Attribute.Labels(labels(node, 0), own, result));
  }

  private static List<Integer> labels(Node node, int operand) {
    Attribute.Labels labels = (Attribute.Labels) node.attribute();
    return operand == 0 ? labels.first() : labels.second();
  }

  private static List<Integer> result(Node node) {
    return ((Attribute.Labels) node.attribute()).result();
  }
}
