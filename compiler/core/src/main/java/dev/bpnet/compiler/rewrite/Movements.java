package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Two movements in a row as one, or none: what shapes go through on the way back. */
final class Movements extends LocalPass {
  private static final Set<Op> OPERATIONS =
      EnumSet.of(Op.RESHAPE, Op.TRANSPOSE, Op.EXPAND, Op.SLICE);

  private static final int DEPTH = 8;

  @Override
  public boolean concerns(Set<Op> present) {
    return !Collections.disjoint(present, OPERATIONS);
  }

  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    if (node.op().isElementwise()) {
      return ofReshaped(node, b, uses);
    }
    boolean movesOne = node.op().group() == Op.Group.MOVEMENT && node.op() != Op.CONCAT;
    return movesOne ? merged(node, b) : Optional.empty();
  }

  private static Optional<Node> merged(Node node, NodeBuilder b) {
    Node inner = node.input(0);
    if (node.op() == Op.RESHAPE && inner.op() == Op.RESHAPE) {
      return Optional.of(b.reshape(inner.input(0), node.shape()));
    }
    if (node.op() == Op.TRANSPOSE && inner.op() == Op.TRANSPOSE) {
      return Optional.of(
          b.transpose(
              inner.input(0), node.axes().stream().map(axis -> inner.axes().get(axis)).toList()));
    }
    if (node.op() == Op.EXPAND && inner.op() == Op.EXPAND) {
      return Optional.of(b.expand(inner.input(0), node.shape()));
    }
    if (node.op() == Op.EXPAND && inner.op() == Op.RESHAPE && inner.input(0).shape().isScalar()) {
      return Optional.of(b.expand(inner.input(0), node.shape()));
    }
    if (node.op() == Op.RESHAPE && inner.op() == Op.EXPAND && inner.input(0).shape().isScalar()) {
      return Optional.of(b.expand(inner.input(0), node.shape()));
    }
    return node.op() == Op.SLICE && inner.op() == Op.PAD ? unpadded(node, inner) : Optional.empty();
  }

  /** Computes on the shape from before a RESHAPE where that is undone afterwards. */
  private static Optional<Node> ofReshaped(Node node, NodeBuilder b, Uses uses) {
    Shape shape = null;
    for (Node input : node.inputs()) {
      if (input.op() == Op.RESHAPE) {
        Shape before = input.input(0).shape();
        if (shape != null && !shape.equals(before)) {
          return Optional.empty();
        }
        shape = before;
      } else if (input.op() != Op.CONSTANT) {
        return Optional.empty();
      }
    }
    if (shape == null || !isReshaped(node, shape, uses, DEPTH)) {
      return Optional.empty();
    }
    Shape before = shape;
    List<Node> inputs =
        node.inputs().stream()
            .map(
                input ->
                    input.op() == Op.RESHAPE
                        ? input.input(0)
                        : b.constant(input.value(), before, input.kind()))
            .toList();
    return Optional.of(b.reshape(Broadcasts.elementwise(node.op(), inputs, b), node.shape()));
  }

  /**
   * Whether all that reads a value, be it through elementwise operations, does not mind its shape.
   */
  private static boolean isReshaped(Node node, Shape before, Uses uses, int depth) {
    List<Node> readers = uses.readers(node);
    boolean all = depth > 0 && !readers.isEmpty() && readers.size() == uses.count(node);
    for (Node reader : readers) {
      all =
          all
              && switch (reader.op()) {
                case RESHAPE -> true;
                case SUM -> reader.shape().isScalar();
                default ->
                    reader.op().isElementwise()
                        && reader.inputs().stream().allMatch(x -> x == node || isOf(x, before))
                        && isReshaped(reader, before, uses, depth - 1);
              };
    }
    return all;
  }

  private static boolean isOf(Node x, Shape before) {
    return x.op() == Op.CONSTANT || (x.op() == Op.RESHAPE && x.input(0).shape().equals(before));
  }

  /** The slice of exactly what was padded. */
  private static Optional<Node> unpadded(Node slice, Node pad) {
    Attribute place = pad.attribute();
    Node x = pad.input(0);
    return slice.attribute().equals(place) && slice.shape().equals(x.shape())
        ? Optional.of(x)
        : Optional.empty();
  }
}
