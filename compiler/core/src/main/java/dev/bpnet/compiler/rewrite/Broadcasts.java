package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Computes first, repeats afterwards: elementwise work and sums on the shape before an EXPAND. */
final class Broadcasts extends LocalPass {
  @Override
  public boolean concerns(Set<Op> present) {
    return present.contains(Op.EXPAND);
  }

  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    if (node.op().isElementwise()) {
      return elementwise(node, b);
    }
    if (node.op() == Op.BATCH_MEAN && node.input(0).op() == Op.EXPAND) {
      return Optional.of(b.expand(b.batchMean(node.input(0).input(0)), node.shape()));
    }
    if (node.op() == Op.SLICE && node.input(0).op() == Op.EXPAND) {
      return sliced(node, b);
    }
    if (node.op() == Op.PICK && node.input(0).op() == Op.EXPAND) {
      return picked(node, b);
    }
    return node.op() == Op.SUM && node.input(0).op() == Op.EXPAND ? sum(node, b) : Optional.empty();
  }

  /** A stretch of repeated elements is the same as any other. */
  private static Optional<Node> sliced(Node node, NodeBuilder b) {
    Node x = node.input(0).input(0);
    int offset = node.shape().rank() - x.shape().rank();
    List<Affine> starts = ((Attribute.Box) node.attribute()).starts();
    List<Affine> kept = new ArrayList<>();
    int[] dims = new int[x.shape().rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      boolean repeated = x.shape().dim(axis) == 1;
      kept.add(repeated ? Affine.constant(0) : starts.get(axis + offset));
      dims[axis] = repeated ? 1 : node.shape().dim(axis + offset);
    }
    return Optional.of(b.expand(b.slice(x, kept, Shape.of(dims)), node.shape()));
  }

  /** One of equal elements, whichever it is. */
  private static Optional<Node> picked(Node node, NodeBuilder b) {
    Node x = node.input(0).input(0);
    int last = x.shape().rank() - 1;
    if (last >= 0 && x.shape().dim(last) != 1) {
      return Optional.empty();
    }
    Shape shape = last < 0 ? x.shape() : x.shape().without(List.of(last));
    return Optional.of(b.expand(b.reshape(x, shape), node.shape()));
  }

  private static Optional<Node> elementwise(Node node, NodeBuilder b) {
    Shape small = Shape.SCALAR;
    for (Node input : node.inputs()) {
      if (input.op() != Op.EXPAND && input.op() != Op.CONSTANT) {
        return Optional.empty();
      }
      small = input.op() == Op.EXPAND ? join(small, input.input(0).shape()) : small;
    }
    if (small.size() == node.shape().size()) {
      return Optional.empty();
    }
    Shape before = small;
    List<Node> inputs = node.inputs().stream().map(input -> shrunk(input, before, b)).toList();
    Node result = elementwise(node.op(), inputs, b);
    return Optional.of(b.expand(result, node.shape()));
  }

  /** The operation on operands of another shape. */
  static Node elementwise(Op op, List<Node> inputs, NodeBuilder b) {
    return switch (inputs.size()) {
      case 1 -> b.unary(op, inputs.get(0));
      case 2 -> b.binary(op, inputs.get(0), inputs.get(1));
      default -> b.select(inputs.get(0), inputs.get(1), inputs.get(2));
    };
  }

  private static Node shrunk(Node input, Shape shape, NodeBuilder b) {
    return input.op() == Op.EXPAND
        ? b.expand(input.input(0), shape)
        : b.constant(input.value(), shape, input.kind());
  }

  /** The shape to which both broadcast. */
  private static Shape join(Shape x, Shape y) {
    int rank = Math.max(x.rank(), y.rank());
    int[] dims = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int inX = axis - (rank - x.rank());
      int inY = axis - (rank - y.rank());
      dims[axis] = Math.max(inX < 0 ? 1 : x.dim(inX), inY < 0 ? 1 : y.dim(inY));
    }
    return Shape.of(dims);
  }

  /** A sum over repeated axes is their number times the value. */
  private static Optional<Node> sum(Node node, NodeBuilder b) {
    Shape full = node.input(0).shape();
    Node x = node.input(0).input(0);
    int offset = full.rank() - x.shape().rank();
    int[] dims = new int[full.rank()];
    Arrays.fill(dims, 0, offset, 1);
    System.arraycopy(x.shape().dims(), 0, dims, offset, x.shape().rank());
    double count = 1;
    for (int axis : node.axes()) {
      count *= dims[axis] == 1 ? full.dim(axis) : 1;
    }
    if (count == 1) {
      return Optional.empty();
    }
    List<Integer> rest = node.axes().stream().filter(axis -> dims[axis] != 1).toList();
    Node sum = b.sum(b.reshape(x, Shape.of(dims)), rest);
    int[] kept =
        IntStream.range(0, dims.length)
            .filter(axis -> !node.axes().contains(axis))
            .map(axis -> dims[axis])
            .toArray();
    Node small = b.reshape(sum, Shape.of(kept));
    return Optional.of(b.expand(b.multiply(b.constant(count, small.shape()), small), node.shape()));
  }
}
