package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Functions that rearrange or make tensors without calculating. */
final class MovementNatives {
  static final List<Native> TABLE =
      List.of(
          Native.visible(
              "reshape",
              Native.Signature.of("x:TENSOR", "shape:SHAPE"),
              a -> reshape(a, a.shape("shape"))),
          Native.visible(
              "flatten",
              Native.Signature.of("x:TENSOR"),
              a -> reshape(a, Shape.of(a.node("x").shape().size()))),
          Native.visible(
              "transpose",
              Native.Signature.of("x:TENSOR", "axes:AXES?"),
              MovementNatives::transpose),
          Native.visible(
              "concat", Native.Signature.variadic("axis:INTEGER?"), MovementNatives::concat),
          Native.visible(
              "stack", Native.Signature.variadic("axis:INTEGER?"), MovementNatives::stack),
          Native.visible(
              "pad",
              Native.Signature.of("x:REAL", "width:ANY", "value:NUMBER?"),
              MovementNatives::pad),
          filled("zeros", 0),
          filled("ones", 1),
          Native.visible(
              "full", Native.Signature.of("shape:SHAPE", "value:REAL"), MovementNatives::full),
          Native.visible("one_hot", Native.Signature.of("k:CLASS"), a -> oneHot(a, a.node("k"))),
          Native.hidden("pick", Native.Signature.of("p:REAL", "k:CLASS"), MovementNatives::pick),
          Native.hidden(
              "spread",
              Native.Signature.of("v:REAL", "x:TENSOR", "axis:AXES?"),
              MovementNatives::spread));

  private MovementNatives() {}

  private static Value reshape(Arguments a, Shape shape) {
    Node x = a.node("x");
    if (x.shape().size() != shape.size()) {
      return a.refuse(Code.RESHAPE_SIZE, x.shape(), x.shape().size(), shape, shape.size());
    }
    return new Value.Tensor(a.at().reshape(x, shape));
  }

  private static Value transpose(Arguments a) {
    Node x = a.node("x");
    List<Integer> axes = new ArrayList<>(a.axes("axes"));
    if (!a.has("axes")) {
      Collections.reverse(axes);
    }
    if (axes.size() != x.shape().rank()) {
      return a.refuse(Code.NOT_A_PERMUTATION, x.shape().rank());
    }
    return new Value.Tensor(a.at().transpose(x, axes));
  }

  private static Value concat(Arguments a) {
    int rank = a.variadic().get(0).shape().rank();
    if (rank == 0) {
      return a.refuse(Code.RANK_TOO_LOW, "concat", 1, Shape.SCALAR);
    }
    long axis = a.has("axis") ? a.integer("axis") : 0;
    return a.axis(axis, rank, a.span("axis"))
        .map(k -> new Joining(a.tensors(), a.at()).concat(a.variadic(), k))
        .orElse(Value.UNKNOWN);
  }

  private static Value stack(Arguments a) {
    int rank = a.variadic().get(0).shape().rank() + 1;
    long axis = a.has("axis") ? a.integer("axis") : 0;
    return a.axis(axis, rank, a.span("axis"))
        .map(k -> new Joining(a.tensors(), a.at()).stack(a.variadic(), k))
        .orElse(Value.UNKNOWN);
  }

  /**
   * As {@code numpy.pad}: one width for all, {@code [before, after]} for all, or such a pair per
   * axis.
   */
  private static Value pad(Arguments a) {
    Node x = a.node("x");
    int rank = x.shape().rank();
    Optional<long[][]> widths = widths(a.value("width"), rank);
    if (widths.isEmpty()) {
      return a.refuse(Code.BAD_PADDING, x.shape());
    }
    long[] dims = new long[rank];
    List<Affine> starts = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      long[] width = widths.get()[axis];
      dims[axis] = width[0] + x.shape().dim(axis) + width[1];
      starts.add(Affine.constant((int) width[0]));
    }
    Optional<Shape> shape = a.tensors().shape(dims);
    if (shape.isEmpty()) {
      return Value.UNKNOWN;
    }
    NodeBuilder at = a.at();
    Node padded = at.pad(x, starts, shape.get());
    double value = a.has("value") ? a.number("value") : 0;
    if (value != 0) {
      Node inside = at.pad(at.constant(1, x.shape()), starts, shape.get());
      Node isInside = at.binary(Op.LESS, at.constant(0), inside);
      padded = at.select(isInside, padded, at.constant(value));
    }
    return new Value.Tensor(padded);
  }

  private static Optional<long[][]> widths(Value value, int rank) {
    long[][] widths = new long[rank][];
    boolean perAxis =
        value instanceof Value.Sequence outer
            && outer.shape().rank() == 2
            && outer.elements().size() == rank;
    for (int axis = 0; axis < rank; axis++) {
      Value one = perAxis ? ((Value.Sequence) value).elements().get(axis) : value;
      List<Value> pair =
          one instanceof Value.Sequence sequence ? sequence.elements() : List.of(one, one);
      boolean valid =
          pair.size() == 2
              && pair.stream()
                  .allMatch(
                      w -> w instanceof Value.Int i && i.value() >= 0 && i.value() < 1L << 31);
      if (!valid) {
        return Optional.empty();
      }
      widths[axis] = pair.stream().mapToLong(w -> ((Value.Int) w).value()).toArray();
    }
    return Optional.of(widths);
  }

  /** With a shape a tensor, without one an initialiser. */
  private static Native filled(String name, double value) {
    return Native.visible(
        name,
        Native.Signature.of("shape:SHAPE?"),
        a ->
            a.has("shape")
                ? new Value.Tensor(a.at().constant(value, a.shape("shape")))
                : new Value.Initial(new Initializer(name, List.of())));
  }

  private static Value full(Arguments a) {
    Node value = a.node("value");
    if (!value.shape().isScalar()) {
      return a.refuse(Code.NOT_A_SCALAR, "'value' of 'full'", value.shape());
    }
    return new Value.Tensor(a.at().expand(value, a.shape("shape")));
  }

  private static Value oneHot(Arguments a, Node k) {
    long[] dims = new long[k.shape().rank() + 1];
    IntStream.range(0, dims.length - 1).forEach(i -> dims[i] = k.shape().dim(i));
    dims[dims.length - 1] = k.kind().classes();
    return a.tensors().shape(dims).isEmpty()
        ? Value.UNKNOWN
        : new Value.Tensor(a.at().oneHot(k, k.kind().classes()));
  }

  /** One element along the last axis of p for each class of k. */
  private static Value pick(Arguments a) {
    Node p = a.node("p");
    Node k = a.node("k");
    int rank = p.shape().rank();
    if (rank != k.shape().rank() + 1 || !p.shape().without(List.of(rank - 1)).equals(k.shape())) {
      return a.refuse(Code.CLASS_SHAPE, k.shape(), p.shape());
    }
    if (p.shape().dim(rank - 1) != k.kind().classes()) {
      return a.refuse(Code.CLASS_COUNT, k.kind(), p.shape().dim(rank - 1), p.shape());
    }
    return new Value.Tensor(a.at().pick(p, k));
  }

  /** What a reduction of x over the axes gave, in the shape of x again. */
  private static Value spread(Arguments a) {
    Shape shape = a.node("x").shape();
    int[] dims = shape.dims();
    a.axes("axis").forEach(axis -> dims[axis] = 1);
    return new Value.Tensor(a.at().expand(a.at().reshape(a.node("v"), Shape.of(dims)), shape));
  }
}
