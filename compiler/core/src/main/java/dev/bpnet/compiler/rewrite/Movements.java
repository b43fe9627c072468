package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.Optional;

/** Two movements in a row as one, or none: what shapes go through on the way back. */
final class Movements extends LocalPass {
  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    if (node.op().group() != Op.Group.MOVEMENT) {
      return Optional.empty();
    }
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
    if (node.op() == Op.SLICE && inner.op() == Op.PAD) {
      return unpadded(node, inner);
    }
    return Optional.empty();
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
