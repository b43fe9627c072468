package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Takes joined values apart again where only parts and sums of them are read: so a penalty on
 * {@code weights}, all of them as one vector, copies none. After the movements, whose reshapes
 * stand between.
 */
final class Partitions extends LocalPass {
  private static final Set<Op> OPERATIONS = EnumSet.of(Op.CONCAT, Op.RESHAPE, Op.TRANSPOSE);

  private static final int DEPTH = 8;

  @Override
  public boolean concerns(Set<Op> present) {
    return !Collections.disjoint(present, OPERATIONS);
  }

  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    if (node.op().isElementwise()) {
      return elementwise(node, b, uses);
    }
    if (node.op() == Op.SUM) {
      return sum(node, b);
    }
    return node.op() == Op.SLICE && node.input(0).op() == Op.CONCAT
        ? slice(node, b, uses)
        : Optional.empty();
  }

  /** A sum over parts and over all that an order of elements or a joint does not matter to. */
  private static Optional<Node> sum(Node node, NodeBuilder b) {
    Node x = node.input(0);
    boolean everything = node.shape().isScalar();
    if (x.op() == Op.RESHAPE && everything) {
      return Optional.of(b.sumAll(x.input(0)));
    }
    if (x.op() == Op.TRANSPOSE && everything) {
      return Optional.of(b.sumAll(x.input(0)));
    }
    if (x.op() != Op.CONCAT || !node.axes().containsAll(x.axes())) {
      return Optional.empty();
    }
    return x.inputs().stream().map(part -> b.sum(part, node.axes())).reduce(b::add);
  }

  /** A slice that lies in one part. */
  private static Optional<Node> slice(Node node, NodeBuilder b, Uses uses) {
    Node whole = node.input(0);
    int axis = whole.axes().get(0);
    List<Affine> starts = ((Attribute.Box) node.attribute()).starts();
    if (!starts.get(axis).isConstant()) {
      return Optional.empty();
    }
    int start = starts.get(axis).offset();
    Map.Entry<Integer, Node> place = uses.parts(whole).floorEntry(start);
    Node part = place.getValue();
    int within = start - place.getKey();
    if (within + node.shape().dim(axis) > part.shape().dim(axis)) {
      return Optional.empty();
    }
    List<Affine> inside = new ArrayList<>(starts);
    inside.set(axis, Affine.constant(within));
    return Optional.of(b.slice(part, inside, node.shape()));
  }

  /** An elementwise operation on equally joined operands: the joint of operations on the parts. */
  private static Optional<Node> elementwise(Node node, NodeBuilder b, Uses uses) {
    Optional<Node> joint = node.inputs().stream().filter(x -> x.op() == Op.CONCAT).findFirst();
    if (joint.isEmpty()
        || !isJoined(node, joint.get())
        || !isReadInParts(node, joint.get(), uses, DEPTH)) {
      return Optional.empty();
    }
    List<Node> parts =
        IntStream.range(0, joint.get().inputs().size())
            .mapToObj(i -> part(node, joint.get().input(i), i, b))
            .toList();
    return Optional.of(b.concat(parts, joint.get().axes().get(0)));
  }

  private static Node part(Node node, Node joined, int i, NodeBuilder b) {
    List<Node> inputs =
        node.inputs().stream()
            .map(
                input ->
                    input.op() == Op.CONCAT
                        ? input.input(i)
                        : b.constant(input.value(), joined.shape(), input.kind()))
            .toList();
    return Broadcasts.elementwise(node.op(), inputs, b);
  }

  private static boolean isJoined(Node node, Node joint) {
    return node.inputs().stream()
        .allMatch(x -> x.op() == Op.CONSTANT || (x.op() == Op.CONCAT && isJoinedLike(x, joint)));
  }

  private static boolean isJoinedLike(Node x, Node joint) {
    boolean alike = x.axes().equals(joint.axes()) && x.inputs().size() == joint.inputs().size();
    for (int i = 0; alike && i < x.inputs().size(); i++) {
      alike = x.input(i).shape().equals(joint.input(i).shape());
    }
    return alike;
  }

  /** Whether only parts and sums are read, be it through elementwise operations. */
  private static boolean isReadInParts(Node node, Node joint, Uses uses, int depth) {
    List<Node> readers = uses.readers(node);
    boolean all = depth > 0 && !readers.isEmpty() && readers.size() == uses.count(node);
    for (Node reader : readers) {
      all =
          all
              && switch (reader.op()) {
                case SLICE -> true;
                case SUM -> reader.axes().containsAll(joint.axes());
                default ->
                    reader.op().isElementwise()
                        && isMadeOf(reader, node, joint)
                        && isReadInParts(reader, joint, uses, depth - 1);
              };
    }
    return all;
  }

  private static boolean isMadeOf(Node reader, Node node, Node joint) {
    return reader.inputs().stream()
        .allMatch(
            x ->
                x == node
                    || x.op() == Op.CONSTANT
                    || (x.op() == Op.CONCAT && isJoinedLike(x, joint)));
  }
}
