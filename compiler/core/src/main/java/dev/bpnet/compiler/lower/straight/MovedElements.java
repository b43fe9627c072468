package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.loop.Expr;
import java.util.Arrays;
import java.util.List;

/**
 * The rules of operations that compute nothing: each element of the result is an element of an
 * operand, or a zero beside them.
 */
final class MovedElements {
  private MovedElements() {}

  /** The indices of a row-major element number. */
  static int[] place(Shape shape, int element) {
    int[] at = new int[shape.rank()];
    int rest = element;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      at[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return at;
  }

  /** The row-major element number of indices. */
  static int number(Shape shape, int[] at) {
    int[] strides = shape.strides();
    int number = 0;
    for (int axis = 0; axis < at.length; axis++) {
      number += at[axis] * strides[axis];
    }
    return number;
  }

  static Expr[] transpose(Node node, Expr[] x) {
    Expr[] result = new Expr[x.length];
    for (int i = 0; i < x.length; i++) {
      int[] at = place(node.shape(), i);
      int[] from = new int[at.length];
      for (int axis = 0; axis < at.length; axis++) {
        from[node.axes().get(axis)] = at[axis];
      }
      result[i] = x[number(node.input(0).shape(), from)];
    }
    return result;
  }

  static Expr[] expand(Node node, Expr[] x) {
    Shape from = node.input(0).shape();
    Expr[] result = new Expr[node.shape().size()];
    for (int i = 0; i < result.length; i++) {
      int[] at = place(node.shape(), i);
      int[] source = Arrays.copyOfRange(at, at.length - from.rank(), at.length);
      for (int axis = 0; axis < source.length; axis++) {
        source[axis] = from.dim(axis) == 1 ? 0 : source[axis];
      }
      result[i] = x[number(from, source)];
    }
    return result;
  }

  static Expr[] slice(Node node, Expr[] x) {
    Expr[] result = new Expr[node.shape().size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = x[number(node.input(0).shape(), shifted(node, place(node.shape(), i)))];
    }
    return result;
  }

  static Expr[] pad(Node node, Expr[] x) {
    Expr[] result = new Expr[node.shape().size()];
    Arrays.fill(result, new Expr.Real(0));
    for (int i = 0; i < x.length; i++) {
      result[number(node.shape(), shifted(node, place(node.input(0).shape(), i)))] = x[i];
    }
    return result;
  }

  private static int[] shifted(Node node, int[] at) {
    List<Affine> starts = ((Attribute.Box) node.attribute()).starts();
    for (int axis = 0; axis < at.length; axis++) {
      at[axis] += starts.get(axis).offset();
    }
    return at;
  }

  static Expr[] concat(Node node, List<Expr[]> x) {
    int axis = node.axes().get(0);
    Expr[] result = new Expr[node.shape().size()];
    int start = 0;
    for (int part = 0; part < x.size(); part++) {
      Shape shape = node.input(part).shape();
      for (int i = 0; i < shape.size(); i++) {
        int[] at = place(shape, i);
        at[axis] += start;
        result[number(node.shape(), at)] = x.get(part)[i];
      }
      start += shape.dim(axis);
    }
    return result;
  }
}
