package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code @} as NumPy's {@code matmul}: a vector on the left is a row, on the right a column, and
 * vanishes from the result; leading axes broadcast.
 */
final class MatrixProduct {
  private final Tensors tensors;
  private final NodeBuilder at;

  MatrixProduct(Tensors tensors, NodeBuilder at) {
    this.tensors = tensors;
    this.at = at;
  }

  Optional<Node> apply(Node x, Node y) {
    int inner = x.shape().rank() - 1;
    int outer = Math.max(0, y.shape().rank() - 2);
    boolean fits =
        inner >= 0
            && y.shape().rank() > 0
            && x.shape().dim(inner) == y.shape().dim(outer)
            && batchFits(x.shape(), y.shape());
    if (!fits) {
      String hint = x.shape().isScalar() || y.shape().isScalar() ? "use * for scalars" : "";
      tensors.report(hint, Code.SHAPE_MISMATCH, "matrix-multiply", x.shape(), y.shape());
      return Optional.empty();
    }
    return contract(x, y);
  }

  private static boolean batchFits(Shape x, Shape y) {
    boolean fits = true;
    for (int i = 3; i <= Math.min(x.rank(), y.rank()); i++) {
      int a = x.dim(x.rank() - i);
      int b = y.dim(y.rank() - i);
      fits &= a == b || a == 1 || b == 1;
    }
    return fits;
  }

  /**
   * Labels: 0 the common axis, 1 the rows, 2 the columns, 3 and up the leading axes from the last.
   */
  private Optional<Node> contract(Node x, Node y) {
    List<Integer> first = labels(x.shape().rank(), true);
    List<Integer> second = labels(y.shape().rank(), false);
    List<Integer> result = new ArrayList<>();
    for (int label = 2 + Math.max(first.size(), second.size()); label > 2; label--) {
      if (first.contains(label) || second.contains(label)) {
        result.add(label);
      }
    }
    if (first.contains(1)) {
      result.add(1);
    }
    if (second.contains(2)) {
      result.add(2);
    }
    long[] dims =
        result.stream()
            .mapToLong(
                label -> Math.max(dim(x.shape(), first, label), dim(y.shape(), second, label)))
            .toArray();
    Optional<Shape> shape = tensors.shape(dims);
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> a = new ArrayList<>(first);
    List<Integer> b = new ArrayList<>(second);
    Node left = squeezed(x, a, y.shape(), second);
    Node right = squeezed(y, b, x.shape(), first);
    Node product =
        at.contract(
            left,
            right,
            new Attribute.Labels(
                a, b, result.stream().filter(l -> a.contains(l) || b.contains(l)).toList()));
    return Optional.of(at.reshape(product, shape.get()));
  }

  private static List<Integer> labels(int rank, boolean left) {
    List<Integer> labels = new ArrayList<>();
    for (int label = rank; label > 2; label--) {
      labels.add(label);
    }
    if (left) {
      if (rank > 1) {
        labels.add(1);
      }
      labels.add(0);
    } else {
      labels.add(0);
      if (rank > 1) {
        labels.add(2);
      }
    }
    return labels;
  }

  private static int dim(Shape shape, List<Integer> labels, int label) {
    int axis = labels.indexOf(label);
    return axis < 0 ? 1 : shape.dim(axis);
  }

  /** Without leading axes of 1 that the other operand has too: they broadcast. */
  private Node squeezed(Node node, List<Integer> labels, Shape other, List<Integer> theirs) {
    List<Integer> dropped = new ArrayList<>();
    for (int axis = 0; axis < labels.size(); axis++) {
      int label = labels.get(axis);
      if (label > 2 && node.shape().dim(axis) == 1 && theirs.contains(label)) {
        int theirDim = dim(other, theirs, label);
        if (theirDim > 1) {
          dropped.add(axis);
        }
      }
    }
    Shape kept = node.shape().without(dropped);
    for (int i = dropped.size() - 1; i >= 0; i--) {
      labels.remove((int) dropped.get(i));
    }
    return at.reshape(node, kept);
  }
}
