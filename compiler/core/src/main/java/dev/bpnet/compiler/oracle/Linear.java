package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import java.util.List;

/**
 * Operations that are linear in their real operands: sums and data movement. The tangent is the
 * same operation on the tangents, so each is written once.
 */
abstract class Linear extends ExampleRule {
  /**
   * @param values the values of the operands, for those that are classes
   * @param in numbers or tangents of the operands; a class operand has no tangent
   * @param out zeros at first
   */
  abstract void apply(Node node, Scope scope, View[] values, View[] in, View out);

  @Override
  final void value(Node node, Scope scope, View[] in, View out) {
    apply(node, scope, in, in, out);
  }

  @Override
  final void tangent(Node node, Tangents tangents, Dual[] in, Dual out) {
    View[] values = new View[in.length];
    View[] moves = new View[in.length];
    for (int i = 0; i < in.length; i++) {
      values[i] = in[i].value();
      boolean still = in[i].tangent() == null;
      moves[i] = still ? View.zeros(node.input(i).shape().size()) : in[i].tangent();
    }
    apply(node, tangents.values, values, moves, out.tangent());
  }

  /** Adds element j of a view to element i of another, without the rounding. */
  private static void add(View to, int i, View from, int j) {
    to.set(i, to.value(i) + from.value(j), to.magnitude(i) + from.magnitude(j));
  }

  /** Counts the rounding of sums: once their result. */
  private static void round(View out, int size) {
    for (int i = 0; i < size; i++) {
      out.set(i, out.value(i), out.magnitude(i) + Math.abs(out.value(i)));
    }
  }

  static final class Sum extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      Offsets offsets = Reduction.offsets(node, scope);
      for (int r = 0; r < offsets.starts().length; r++) {
        for (int step : offsets.steps()) {
          add(out, r, in[0], offsets.starts()[r] + step);
        }
      }
      round(out, node.shape().size());
    }
  }

  static final class Reshape extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      for (int i = 0; i < node.shape().size(); i++) {
        out.copy(i, in[0], i);
      }
    }
  }

  static final class Transpose extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      int[] source = scope.run.offsets(node, Transpose::sources).get(0).steps();
      for (int i = 0; i < source.length; i++) {
        out.copy(i, in[0], source[i]);
      }
    }

    private static List<Offsets> sources(Node node) {
      int[] strides = node.input(0).shape().strides();
      int[] permuted = node.axes().stream().mapToInt(axis -> strides[axis]).toArray();
      return List.of(new Offsets(new int[1], Offsets.of(node.shape().dims(), permuted)));
    }
  }

  static final class Expand extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      int[] source = scope.run.offsets(node, Expand::sources).get(0).steps();
      for (int i = 0; i < source.length; i++) {
        out.copy(i, in[0], source[i]);
      }
    }

    private static List<Offsets> sources(Node node) {
      int[] from = node.input(0).shape().dims();
      int[] strides = node.input(0).shape().strides();
      int[] spread = new int[node.shape().rank()];
      int missing = spread.length - from.length;
      for (int axis = 0; axis < from.length; axis++) {
        spread[axis + missing] = from[axis] == 1 ? 0 : strides[axis];
      }
      return List.of(new Offsets(new int[1], Offsets.of(node.shape().dims(), spread)));
    }
  }

  static final class Slice extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      int[] strides = node.input(0).shape().strides();
      int start = start(node, scope, strides);
      int[] places = places(node, scope, node.shape().dims(), strides);
      for (int i = 0; i < places.length; i++) {
        out.copy(i, in[0], start + places[i]);
      }
    }
  }

  static final class Pad extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      int[] strides = node.shape().strides();
      int start = start(node, scope, strides);
      int[] places = places(node, scope, node.input(0).shape().dims(), strides);
      for (int i = 0; i < places.length; i++) {
        out.copy(start + places[i], in[0], i);
      }
    }
  }

  /** Where a box lies in what surrounds it. */
  private static int start(Node node, Scope scope, int[] strides) {
    List<Affine> starts = ((Attribute.Box) node.attribute()).starts();
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += scope.at(starts.get(axis)) * strides[axis];
    }
    return start;
  }

  private static int[] places(Node node, Scope scope, int[] dims, int[] strides) {
    return scope
        .run
        .offsets(node, n -> List.of(new Offsets(new int[1], Offsets.of(dims, strides))))
        .get(0)
        .steps();
  }

  static final class Concat extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      int axis = node.axes().get(0);
      int[] strides = node.shape().strides();
      int start = 0;
      for (int part = 0; part < in.length; part++) {
        int[] dims = node.input(part).shape().dims();
        int[] places = Offsets.of(dims, strides);
        for (int i = 0; i < places.length; i++) {
          out.copy(start + places[i], in[part], i);
        }
        start += dims[axis] * strides[axis];
      }
    }
  }

  static final class Pick extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      int length = node.input(0).shape().dim(node.shape().rank());
      for (int i = 0; i < node.shape().size(); i++) {
        out.copy(i, in[0], i * length + (int) values[1].value(i));
      }
    }
  }

  static final class OneHot extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      int length = node.shape().dim(node.shape().rank() - 1);
      for (int i = 0; i < node.input(0).shape().size(); i++) {
        out.set(i * length + (int) values[0].value(i), 1, 1);
      }
    }
  }

  static final class Gather extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      int row = node.input(0).shape().size() / node.input(0).shape().dim(0);
      for (int i = 0; i < node.shape().size(); i++) {
        out.copy(i, in[0], (int) values[1].value(i / row) * row + i % row);
      }
    }
  }

  static final class Scatter extends Linear {
    @Override
    void apply(Node node, Scope scope, View[] values, View[] in, View out) {
      int row = node.shape().size() / node.shape().dim(0);
      for (int i = 0; i < node.input(0).shape().size(); i++) {
        add(out, (int) values[1].value(i / row) * row + i % row, in[0], i);
      }
      round(out, node.shape().size());
    }
  }
}
