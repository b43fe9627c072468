package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.source.Span;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks of tensors at one place: kinds, broadcasting, sizes. A breach is reported, the result is
 * empty.
 */
final class Tensors {
  private final Frame frame;
  private final Span span;

  Tensors(Frame frame, Span span) {
    this.frame = frame;
    this.span = span;
  }

  Frame frame() {
    return frame;
  }

  Span span() {
    return span;
  }

  /** A tensor of any kind. */
  Optional<Node> any(Value value) {
    if (value.isUnknown()) {
      return Optional.empty();
    }
    Optional<Node> node = value.tensor(frame.at(span));
    if (node.isEmpty()) {
      String hint = value instanceof Value.Function ? "call it: f(x)" : "";
      report(hint, Code.NOT_A_TENSOR, value.describe());
    }
    return node;
  }

  /**
   * A tensor of reals, bools converted.
   *
   * @param use what wants it, for the message
   */
  Optional<Node> real(Value value, String use) {
    Optional<Node> node = any(value);
    if (node.isPresent() && node.get().kind().isClass()) {
      report(
          "a class only knows == and !=, row selection and losses",
          Code.WRONG_KIND,
          use,
          "a real",
          value.describe());
      return Optional.empty();
    }
    return node.map(frame.at(span)::toReal);
  }

  /** A tensor of bools. */
  Optional<Node> bool(Value value, String use) {
    Optional<Node> node = any(value);
    if (node.isPresent() && !node.get().kind().isBool()) {
      report("compare it: x > 0", Code.WRONG_KIND, use, "a bool", value.describe());
      return Optional.empty();
    }
    return node;
  }

  /** The shape to which both broadcast as in NumPy. */
  Optional<Shape> common(String verb, Shape x, Shape y) {
    if (x.equals(y)) {
      return Optional.of(x);
    }
    int rank = Math.max(x.rank(), y.rank());
    long[] dims = new long[rank];
    for (int i = 1; i <= rank; i++) {
      int a = i <= x.rank() ? x.dim(x.rank() - i) : 1;
      int b = i <= y.rank() ? y.dim(y.rank() - i) : 1;
      if (a != b && a != 1 && b != 1) {
        frame.report(Code.SHAPE_MISMATCH, span, verb, x, y);
        return Optional.empty();
      }
      dims[rank - i] = Math.max(a, b);
    }
    return shape(dims);
  }

  /** A shape, if it has not too many elements. */
  Optional<Shape> shape(long... dims) {
    long size = 1;
    for (long dim : dims) {
      size = dim > Shape.MAX_SIZE || size > Shape.MAX_SIZE ? Long.MAX_VALUE : size * dim;
    }
    if (size > Shape.MAX_SIZE) {
      String text =
          Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
      frame.report(Code.TENSOR_TOO_LARGE, span, text, Shape.MAX_SIZE);
      return Optional.empty();
    }
    return Optional.of(Shape.of(Arrays.stream(dims).mapToInt(d -> (int) d).toArray()));
  }

  void report(String hint, Code code, Object... arguments) {
    if (hint.isEmpty()) {
      frame.report(code, span, arguments);
    } else {
      frame.reportWithHint(hint, code, span, arguments);
    }
  }
}
