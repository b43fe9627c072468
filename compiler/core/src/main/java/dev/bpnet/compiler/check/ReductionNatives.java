package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.syntax.Expression.BinaryOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Functions that reduce axes, or run along one. */
final class ReductionNatives {
  static final List<Native> TABLE =
      List.of(
          reduction("sum", Op.SUM),
          reduction("prod", Op.PRODUCT),
          reduction("logsumexp", Op.LOG_SUM_EXP),
          extremum("max", Op.MAX, Op.MAXIMUM),
          extremum("min", Op.MIN, Op.MINIMUM),
          Native.visible(
              "argmax",
              Native.Signature.of("x:REAL", "axis:AXES?"),
              a -> overOneAxis(Op.ARGMAX, a)),
          alongAxis("softmax", Op.SOFTMAX),
          alongAxis("log_softmax", Op.LOG_SOFTMAX));

  private ReductionNatives() {}

  private static Native reduction(String name, Op op) {
    return Native.visible(
        name,
        Native.Signature.of("x:REAL", "axis:AXES?"),
        a -> {
          List<Integer> axes = a.axes("axis");
          return axes.isEmpty()
              ? new Value.Tensor(a.node("x"))
              : new Value.Tensor(a.at().reduce(op, a.node("x"), axes));
        });
  }

  /**
   * {@code max(x)}, {@code max(x, axis = k)}, or of each element of two tensors: {@code max(x, y)}.
   */
  private static Native extremum(String name, Op overAxis, Op ofTwo) {
    return Native.visible(
        name,
        Native.Signature.of("x:REAL", "y:REAL?", "axis:AXES?"),
        a -> {
          if (!a.has("y")) {
            return overOneAxis(overAxis, a);
          }
          if (a.has("axis")) {
            return a.refuse(Code.EXTREMUM_ARGUMENTS, name);
          }
          Value x = a.value("x");
          Value y = a.value("y");
          if (x.number().isPresent() && y.number().isPresent()) {
            Value less = new Arithmetic(a.frame(), a.span()).apply(BinaryOperator.LESS, x, y);
            boolean first = ((Value.Bool) less).value() == (ofTwo == Op.MINIMUM);
            return first ? x : y;
          }
          return elementwise(ofTwo, a);
        });
  }

  private static Value elementwise(Op op, Arguments a) {
    Node x = a.node("x");
    Node y = a.node("y");
    String verb = op == Op.MAXIMUM ? "take the maximum of" : "take the minimum of";
    return a.tensors()
        .common(verb, x.shape(), y.shape())
        .<Value>map(
            s -> new Value.Tensor(a.at().binary(op, a.at().expand(x, s), a.at().expand(y, s))))
        .orElse(Value.UNKNOWN);
  }

  /** Several axes are first made one, the last, in their order in {@code x}. */
  private static Value overOneAxis(Op op, Arguments a) {
    Node x = a.node("x");
    List<Integer> axes = a.axes("axis").stream().sorted().toList();
    NodeBuilder at = a.at();
    if (axes.size() == 1) {
      return new Value.Tensor(at.reduce(op, x, axes));
    }
    if (axes.isEmpty() && op != Op.ARGMAX) {
      return new Value.Tensor(x);
    }
    List<Integer> order =
        new ArrayList<>(
            IntStream.range(0, x.shape().rank()).filter(i -> !axes.contains(i)).boxed().toList());
    int kept = order.size();
    order.addAll(axes);
    int[] dims = new int[kept + 1];
    int merged = 1;
    for (int i = 0; i < order.size(); i++) {
      if (i < kept) {
        dims[i] = x.shape().dim(order.get(i));
      } else {
        merged *= x.shape().dim(order.get(i));
      }
    }
    dims[kept] = merged;
    Node flat = at.reshape(at.transpose(x, order), Shape.of(dims));
    return new Value.Tensor(at.reduce(op, flat, List.of(kept)));
  }

  private static Native alongAxis(String name, Op op) {
    return Native.visible(
        name,
        Native.Signature.of("x:REAL", "axis:INTEGER?"),
        a -> {
          Node x = a.node("x");
          if (x.shape().isScalar()) {
            return a.refuse(Code.RANK_TOO_LOW, name, 1, x.shape());
          }
          long written = a.has("axis") ? a.integer("axis") : -1;
          return a.axis(written, x.shape().rank(), a.span("axis"))
              .<Value>map(axis -> new Value.Tensor(a.at().along(op, x, List.of(axis))))
              .orElse(Value.UNKNOWN);
        });
  }
}
