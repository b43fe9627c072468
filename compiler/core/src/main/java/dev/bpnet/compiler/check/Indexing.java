package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Expression.BinaryOperator;
import dev.bpnet.compiler.syntax.Expression.Subscript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code x[i, a..b, ..]} as in NumPy: an index drops its axis, a slice keeps it. */
final class Indexing {
  private final Frame frame;
  private final ExpressionElaborator expressions;

  Indexing(Frame frame, ExpressionElaborator expressions) {
    this.frame = frame;
    this.expressions = expressions;
  }

  /**
   * What a subscript takes of an axis.
   *
   * @param dropped whether the axis vanishes
   */
  private record Part(Affine start, int size, boolean dropped) {}

  Value index(Expression.Index index) {
    Value operand = expressions.evaluate(index.operand());
    List<Subscript> subscripts = index.subscripts();
    List<Value> indices = new ArrayList<>();
    for (Subscript subscript : subscripts) {
      indices.add(
          subscript instanceof Subscript.At at ? expressions.evaluate(at.index()) : Value.UNKNOWN);
    }
    if (operand instanceof Value.Sequence sequence
        && subscripts.size() == 1
        && indices.get(0) instanceof Value.Int) {
      return element(sequence, ((Value.Int) indices.get(0)).value(), subscripts.get(0).span());
    }
    Optional<Node> node = new Tensors(frame, index.operand().span()).any(operand);
    if (node.isEmpty()) {
      return Value.UNKNOWN;
    }
    if (subscripts.size() > node.get().shape().rank()) {
      frame.report(Code.TOO_MANY_SUBSCRIPTS, index.span(), subscripts.size(), node.get().shape());
      return Value.UNKNOWN;
    }
    if (indices.get(0) instanceof Value.Tensor rows && rows.node().kind().isClass()) {
      return rows(node.get(), rows.node(), index, indices);
    }
    return slice(node.get(), 0, subscripts, indices, index.span());
  }

  private Value element(Value.Sequence sequence, long index, Span span) {
    return inRange(
            Affine.constant((int) Math.max(-1, Math.min(index, Integer.MAX_VALUE))),
            sequence.elements().size(),
            span)
        ? sequence.elements().get((int) index)
        : Value.UNKNOWN;
  }

  /** Selects rows at run time; what stands after the class applies to the rows. */
  private Value rows(Node table, Node k, Expression.Index index, List<Value> indices) {
    int rows = table.shape().dim(0);
    Span span = index.span();
    if (k.kind().classes() > rows) {
      frame.report(Code.CLASS_TOO_LARGE, span, k.kind(), rows, table.shape());
      return Value.UNKNOWN;
    }
    long[] dims = new long[k.shape().rank() + table.shape().rank() - 1];
    for (int axis = 0; axis < dims.length; axis++) {
      int rank = k.shape().rank();
      dims[axis] = axis < rank ? k.shape().dim(axis) : table.shape().dim(axis - rank + 1);
    }
    if (new Tensors(frame, span).shape(dims).isEmpty()) {
      return Value.UNKNOWN;
    }
    Node gathered = frame.at(span).gather(table, k);
    List<Subscript> rest = index.subscripts().subList(1, index.subscripts().size());
    return slice(gathered, k.shape().rank(), rest, indices.subList(1, indices.size()), span);
  }

  private Value slice(
      Node node, int firstAxis, List<Subscript> subscripts, List<Value> indices, Span span) {
    Shape shape = node.shape();
    List<Affine> starts = new ArrayList<>();
    int[] sizes = shape.dims();
    List<Integer> dropped = new ArrayList<>();
    boolean valid = true;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int i = axis - firstAxis;
      Optional<Part> part =
          i < 0 || i >= subscripts.size()
              ? Optional.of(new Part(Affine.constant(0), sizes[axis], false))
              : part(subscripts.get(i), indices.get(i), sizes[axis]);
      valid &= part.isPresent();
      if (part.isPresent()) {
        starts.add(part.get().start);
        sizes[axis] = part.get().size;
        if (part.get().dropped) {
          dropped.add(axis);
        }
      }
    }
    if (!valid) {
      return Value.UNKNOWN;
    }
    NodeBuilder at = frame.at(span);
    Shape box = Shape.of(sizes);
    return new Value.Tensor(at.reshape(at.slice(node, starts, box), box.without(dropped)));
  }

  private Optional<Part> part(Subscript subscript, Value index, int size) {
    if (subscript instanceof Subscript.At at) {
      return at(index, size, at.span());
    }
    if (subscript instanceof Subscript.Range range) {
      return range(range, size);
    }
    return Optional.of(new Part(Affine.constant(0), size, false));
  }

  private Optional<Part> at(Value index, int size, Span span) {
    return affine(index, span)
        .filter(start -> inRange(start, size, span))
        .map(start -> new Part(start, 1, true));
  }

  private Optional<Part> range(Subscript.Range range, int size) {
    Value from = expressions.evaluate(range.from());
    Value to = expressions.evaluate(range.to());
    Optional<Affine> start = affine(from, range.from().span());
    Optional<Affine> end = affine(to, range.to().span());
    if (start.isEmpty() || end.isEmpty()) {
      return Optional.empty();
    }
    Optional<Affine> length =
        Arithmetic.affine(
                BinaryOperator.SUBTRACT, new Value.Index(end.get()), new Value.Index(start.get()))
            .flatMap(Arithmetic::affine);
    if (length.isEmpty() || !length.get().isConstant()) {
      frame.report(Code.SLICE_LENGTH_VARIES, range.span());
      return Optional.empty();
    }
    if (length.get().offset() < 1) {
      frame.report(Code.EMPTY_SLICE, range.span(), start.get(), end.get());
      return Optional.empty();
    }
    if (start.get().min() < 0 || end.get().max() > size) {
      frame.report(Code.SLICE_OUT_OF_RANGE, range.span(), start.get().min(), end.get().max(), size);
      return Optional.empty();
    }
    return Optional.of(new Part(start.get(), length.get().offset(), false));
  }

  private Optional<Affine> affine(Value value, Span span) {
    Value exact = value;
    if (value instanceof Value.Real real && real.value() == Math.rint(real.value())) {
      exact = new Value.Int((long) real.value());
    }
    Optional<Affine> affine = Arithmetic.affine(exact);
    if (affine.isEmpty()
        && value instanceof Value.Tensor tensor
        && tensor.node().kind().isClass()) {
      frame.report(Code.CLASS_NOT_FIRST, span);
    } else if (affine.isEmpty() && !value.isUnknown()) {
      frame.report(Code.NOT_AN_INDEX, span, value.describe());
    }
    return affine;
  }

  private boolean inRange(Affine index, int size, Span span) {
    boolean valid = index.min() >= 0 && index.max() < size;
    if (!valid && index.isConstant()) {
      frame.report(Code.INDEX_OUT_OF_RANGE, span, index.offset(), size - 1);
    } else if (!valid) {
      frame.report(Code.INDEX_RANGE_TOO_WIDE, span, index.min(), index.max(), size - 1);
    }
    return valid;
  }
}
