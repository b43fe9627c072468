package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The arguments of one call of a native, converted to what its signature wants. */
final class Arguments {
  private final Frame frame;
  private final Span span;
  private final Native function;
  private final Map<String, Value> values;
  private final Map<String, Span> spans;
  private final Map<String, Object> converted = new HashMap<>();
  private final List<Node> variadic = new ArrayList<>();

  private Arguments(
      Frame frame, Span span, Native function, Map<String, Value> values, Map<String, Span> spans) {
    this.frame = frame;
    this.span = span;
    this.function = function;
    this.values = values;
    this.spans = spans;
  }

  /** Empty if an argument is unknown or does not fit, which is reported. */
  static Optional<Arguments> of(
      Frame frame,
      Span span,
      Native function,
      Map<String, Value> values,
      Map<String, Span> spans,
      List<Value> variadic) {
    Arguments arguments = new Arguments(frame, span, function, values, spans);
    boolean valid = values.values().stream().noneMatch(Value::isUnknown);
    for (Native.Parameter parameter : function.signature().parameters()) {
      if (valid && values.containsKey(parameter.name())) {
        valid = arguments.convert(parameter);
      }
    }
    for (Value value : variadic) {
      Optional<Node> node = new Tensors(frame, span).any(value);
      node.ifPresent(arguments.variadic::add);
      valid &= node.isPresent();
    }
    return valid ? Optional.of(arguments) : Optional.empty();
  }

  private boolean convert(Native.Parameter parameter) {
    Value value = values.get(parameter.name());
    Span place = spans.get(parameter.name());
    Tensors tensors = new Tensors(frame, place);
    ExpressionElaborator numbers = new ExpressionElaborator(frame);
    String use = "'" + parameter.name() + "' of '" + function.name() + "'";
    Optional<?> result =
        switch (parameter.type()) {
          case REAL -> tensors.real(value, use);
          case TENSOR -> tensors.any(value);
          case CLASS -> classes(tensors.any(value), value, place, use);
          case NUMBER -> number(value, place, use);
          case INTEGER -> numbers.integer(value, place, use);
          case SHAPE -> shape(value, place);
          case AXES -> axes(value, place);
          case ANY -> Optional.of(value);
        };
    result.ifPresent(object -> converted.put(parameter.name(), object));
    return result.isPresent();
  }

  private Optional<Node> classes(Optional<Node> node, Value value, Span place, String use) {
    if (node.isPresent() && !node.get().kind().isClass()) {
      frame.report(Code.WRONG_KIND, place, use, "a class", value.describe());
      return Optional.empty();
    }
    return node;
  }

  private Optional<Double> number(Value value, Span place, String use) {
    if (value.number().isEmpty()) {
      frame.report(Code.NOT_A_NUMBER, place, use, value.describe());
    }
    return value.number();
  }

  private Optional<Shape> shape(Value value, Span place) {
    ExpressionElaborator numbers = new ExpressionElaborator(frame);
    List<Value> sizes =
        value instanceof Value.Sequence sequence ? sequence.elements() : List.of(value);
    if (value instanceof Value.Sequence sequence && sequence.shape().rank() > 1
        || value instanceof Value.Tensor) {
      frame.report(Code.NOT_A_SHAPE, place, value.describe());
      return Optional.empty();
    }
    long[] dims = new long[sizes.size()];
    for (int i = 0; i < dims.length; i++) {
      Optional<Long> size = numbers.size(sizes.get(i), place);
      if (size.isEmpty()) {
        return Optional.empty();
      }
      dims[i] = size.get();
    }
    return new Tensors(frame, place).shape(dims);
  }

  private Optional<List<Integer>> axes(Value value, Span place) {
    int rank = rankOfOperand();
    if (value instanceof Value.AllAxes) {
      return Optional.of(IntStream.range(0, rank).boxed().toList());
    }
    List<Value> written =
        value instanceof Value.Sequence sequence ? sequence.elements() : List.of(value);
    List<Integer> axes = new ArrayList<>();
    for (Value one : written) {
      Optional<Long> number = new ExpressionElaborator(frame).integer(one, place, "an axis");
      Optional<Integer> axis = number.flatMap(n -> axis(n, rank, place));
      if (axis.isEmpty()) {
        return Optional.empty();
      }
      if (axes.contains(axis.get())) {
        frame.report(Code.DUPLICATE_AXIS, place, axis.get());
        return Optional.empty();
      }
      axes.add(axis.get());
    }
    return Optional.of(axes);
  }

  private int rankOfOperand() {
    return ((Node) converted.get("x")).shape().rank();
  }

  /** An axis from 0, where negative ones count from the end. */
  Optional<Integer> axis(long written, int rank, Span place) {
    if (written < -rank || written >= rank) {
      frame.report(Code.AXIS_OUT_OF_RANGE, place, written, rank);
      return Optional.empty();
    }
    return Optional.of((int) (written < 0 ? written + rank : written));
  }

  boolean has(String name) {
    return converted.containsKey(name);
  }

  Value value(String name) {
    return values.get(name);
  }

  Node node(String name) {
    return (Node) converted.get(name);
  }

  double number(String name) {
    return (Double) converted.get(name);
  }

  long integer(String name) {
    return (Long) converted.get(name);
  }

  Shape shape(String name) {
    return (Shape) converted.get(name);
  }

  /** Ascending; all axes of {@code x} if the argument is left out. */
  List<Integer> axes(String name) {
    if (!has(name)) {
      return IntStream.range(0, rankOfOperand()).boxed().toList();
    }
    @SuppressWarnings("unchecked")
    List<Integer> axes = (List<Integer>) converted.get(name);
    return axes;
  }

  List<Node> variadic() {
    return variadic;
  }

  Frame frame() {
    return frame;
  }

  /** The whole call. */
  Span span() {
    return span;
  }

  Span span(String name) {
    return spans.getOrDefault(name, span);
  }

  Tensors tensors() {
    return new Tensors(frame, span);
  }

  NodeBuilder at() {
    return frame.at(span);
  }

  /** Reports and gives the unknown value. */
  Value refuse(Code code, Object... arguments) {
    frame.report(code, span, arguments);
    return Value.UNKNOWN;
  }
}
