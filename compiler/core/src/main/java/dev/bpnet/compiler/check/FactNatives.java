package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * Facts about shapes and kinds, known while compiling, and what exists in the training pass alone.
 */
final class FactNatives {
  static final List<Native> TABLE =
      List.of(
          Native.visible("dim", Native.Signature.of("x:TENSOR", "axis:INTEGER"), FactNatives::dim),
          Native.visible(
              "size",
              Native.Signature.of("x:TENSOR"),
              a -> new Value.Int(a.node("x").shape().size())),
          Native.visible(
              "rank",
              Native.Signature.of("x:TENSOR"),
              a -> new Value.Int(a.node("x").shape().rank())),
          Native.visible("batch_mean", Native.Signature.of("x:REAL"), FactNatives::batchMean),
          Native.visible("random_uniform", Native.Signature.of("shape:SHAPE"), FactNatives::random),
          Native.hidden(
              "is_class",
              Native.Signature.of("x:TENSOR"),
              a -> new Value.Bool(a.node("x").kind().isClass())),
          Native.hidden(
              "count",
              Native.Signature.of("x:TENSOR", "axis:AXES?"),
              a ->
                  new Value.Int(
                      a.axes("axis").stream()
                          .mapToInt(a.node("x").shape()::dim)
                          .reduce(1, (m, n) -> m * n))),
          Native.hidden(
              "matching", Native.Signature.of("x:REAL", "t:TENSOR"), FactNatives::matching),
          Native.hidden(
              "at_least", Native.Signature.of("x:TENSOR", "rank:INTEGER"), FactNatives::atLeast));

  private FactNatives() {}

  private static Value dim(Arguments a) {
    Shape shape = a.node("x").shape();
    return a.axis(a.integer("axis"), shape.rank(), a.span("axis"))
        .<Value>map(axis -> new Value.Int(shape.dim(axis)))
        .orElse(Value.UNKNOWN);
  }

  private static Value batchMean(Arguments a) {
    if (!a.frame().pass().training()) {
      return refuse(a, "batch_mean");
    }
    Node x = a.node("x");
    return new Value.Tensor(x.perExample() ? a.at().batchMean(x) : x);
  }

  private static Value refuse(Arguments a, String name) {
    a.frame()
        .reportWithHint(
            "put it under 'if training { … }' or in an update",
            Code.OUTSIDE_TRAINING,
            a.span(),
            name);
    return Value.UNKNOWN;
  }

  private static Value random(Arguments a) {
    if (!a.frame().pass().training()) {
      return refuse(a, "random_uniform");
    }
    List<Node> indices = a.frame().place().loops().stream().map(a.at()::index).toList();
    int site = a.frame().site(a.span());
    return new Value.Tensor(a.at().random(site, a.shape("shape"), indices));
  }

  /** x, after a look whether t has its shape or is a scalar. */
  private static Value matching(Arguments a) {
    Shape x = a.node("x").shape();
    Node t = a.node("t");
    if (t.kind().isClass()) {
      return a.refuse(Code.WRONG_KIND, "the target of this loss", "a real", t.kind().toString());
    }
    if (!x.equals(t.shape()) && !x.isScalar() && !t.shape().isScalar()) {
      return a.refuse(Code.SHAPE_MISMATCH, "compare", x, t.shape());
    }
    return new Value.Tensor(a.node("x"));
  }

  /** x, after a look at its rank. */
  private static Value atLeast(Arguments a) {
    Node x = a.node("x");
    if (x.shape().rank() < a.integer("rank")) {
      Span span = a.frame().shown(a.span());
      String name =
          Optional.of(span.text().split("\\W", 2)[0]).filter(n -> !n.isEmpty()).orElse("it");
      return a.refuse(Code.RANK_TOO_LOW, name, a.integer("rank"), x.shape());
    }
    return new Value.Tensor(x);
  }
}
