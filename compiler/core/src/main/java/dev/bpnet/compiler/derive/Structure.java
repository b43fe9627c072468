package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The parts of derivative rules that move, sum and spread: what the table's longer arms are made
 * of.
 */
final class Structure {
  private Structure() {}

  /** The adjoint of a reduction, repeated along the reduced axes: of the operand's shape. */
  static Node spread(NodeBuilder b, Node g, Node reduction) {
    return spread(b, g, reduction.input(0).shape(), reduction.axes());
  }

  /** A value of the shape without the axes, repeated along them. Of any kind. */
  static Node spread(NodeBuilder b, Node g, Shape shape, List<Integer> axes) {
    return b.expand(b.reshape(g, kept(shape, axes)), shape);
  }

  /** The sums along the axes, each repeated where its terms stood. */
  static Node total(NodeBuilder b, Node x, List<Integer> axes) {
    return spread(b, b.sum(x, axes), x.shape(), axes);
  }

  /** The adjoint of an EXPAND from the shape: sums over the repeated axes. */
  static Node collapse(NodeBuilder b, Node g, Shape from) {
    return b.reshape(b.sum(g, repeatedAxes(from, g.shape())), from);
  }

  /** The axes of {@code to} along which an EXPAND from {@code from} repeats. */
  static List<Integer> repeatedAxes(Shape from, Shape to) {
    int offset = to.rank() - from.rank();
    return IntStream.range(0, to.rank())
        .filter(axis -> axis < offset || from.dim(axis - offset) != to.dim(axis))
        .boxed()
        .toList();
  }

  /** The adjoint of MAX or MIN: all of it to the first extremal element. */
  static Node toExtremal(NodeBuilder b, Node g, Node y, Op arg) {
    Node x = y.input(0);
    int axis = y.axes().get(0);
    Node where = b.oneHot(b.reduce(arg, x, y.axes()), x.shape().dim(axis));
    List<Integer> order = new ArrayList<>(axes(x.shape().rank() - 1));
    order.add(axis, x.shape().rank() - 1);
    return b.multiply(b.transpose(where, order), spread(b, g, y));
  }

  /** exp(x) over its sum along all the given axes together. */
  static Node softmax(NodeBuilder b, Node x, List<Integer> axes) {
    if (axes.size() == 1) {
      return b.along(Op.SOFTMAX, x, axes);
    }
    List<Integer> order = new ArrayList<>(axes(x.shape().rank()));
    order.removeAll(axes);
    int rest = order.size();
    order.addAll(axes);
    Node moved = b.transpose(x, order);
    int[] dims = new int[rest + 1];
    dims[rest] = 1;
    for (int i = 0; i < order.size(); i++) {
      if (i < rest) {
        dims[i] = moved.shape().dim(i);
      } else {
        dims[rest] *= moved.shape().dim(i);
      }
    }
    Node merged = b.along(Op.SOFTMAX, b.reshape(moved, Shape.of(dims)), List.of(rest));
    return b.transpose(b.reshape(merged, moved.shape()), inverse(order));
  }

  /**
   * The adjoint of one operand of a contraction: the other operand contracted with g. Labels that
   * only this operand has were summed, so that their adjoint is the same along them.
   */
  static Node contract(NodeBuilder b, Node g, Node y, int operand) {
    Attribute.Labels labels = (Attribute.Labels) y.attribute();
    List<Integer> own = operand == 0 ? labels.first() : labels.second();
    List<Integer> others = operand == 0 ? labels.second() : labels.first();
    Shape shape = y.input(operand).shape();
    List<Integer> known = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    for (int axis = 0; axis < own.size(); axis++) {
      int label = own.get(axis);
      if (labels.result().contains(label) || others.contains(label)) {
        known.add(label);
      } else {
        missing.add(axis);
      }
    }
    Node other = y.input(1 - operand);
    Node contribution =
        operand == 0
            ? b.contract(g, other, new Attribute.Labels(labels.result(), others, known))
            : b.contract(other, g, new Attribute.Labels(others, labels.result(), known));
    return spread(b, contribution, shape, missing);
  }

  /** The stretch of a CONCAT's adjoint that belongs to one part. */
  static Node part(NodeBuilder b, Node g, Node y, int operand) {
    int axis = y.axes().get(0);
    int start = 0;
    for (int i = 0; i < operand; i++) {
      start += y.input(i).shape().dim(axis);
    }
    List<Affine> starts =
        new ArrayList<>(Collections.nCopies(g.shape().rank(), Affine.constant(0)));
    starts.set(axis, Affine.constant(start));
    return b.slice(g, starts, y.input(operand).shape());
  }

  /** The adjoint of PICK: g where the element was picked. */
  static Node toPicked(NodeBuilder b, Node g, Node y) {
    Shape shape = y.input(0).shape();
    int last = shape.rank() - 1;
    Node where = b.oneHot(y.input(1), shape.dim(last));
    return b.multiply(where, spread(b, g, shape, List.of(last)));
  }

  static List<Integer> inverse(List<Integer> permutation) {
    return axes(permutation.size()).stream().map(permutation::indexOf).toList();
  }

  private static List<Integer> axes(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }

  private static Shape kept(Shape shape, List<Integer> axes) {
    int[] dims = shape.dims();
    axes.forEach(axis -> dims[axis] = 1);
    return Shape.of(dims);
  }
}
