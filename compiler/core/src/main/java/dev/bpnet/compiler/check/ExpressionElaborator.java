package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Expression.BinaryOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what an expression is worth in a frame. */
final class ExpressionElaborator implements Expression.Visitor<Value> {
  private final Frame frame;

  ExpressionElaborator(Frame frame) {
    this.frame = frame;
  }

  Value evaluate(Expression expression) {
    Value value = frame.enter(expression.span()) ? expression.accept(this) : Value.UNKNOWN;
    frame.leave();
    if (value.isUnknown()) {
      frame.pass().foundUnknown();
    }
    return value;
  }

  @Override
  public Value visitNumber(Expression.NumberLiteral literal) {
    if (literal.integral()) {
      try {
        return new Value.Int(Long.parseLong(literal.span().text()));
      } catch (NumberFormatException tooLarge) {
        return new Value.Real(literal.value());
      }
    }
    return new Value.Real(literal.value());
  }

  @Override
  public Value visitBoolean(Expression.BooleanLiteral literal) {
    return new Value.Bool(literal.value());
  }

  @Override
  public Value visitName(Expression.Name name) {
    return new Names(frame).value(name.text(), name.span());
  }

  @Override
  public Value visitTraining(Expression.Training expression) {
    boolean constant = frame.place().sort() == Frame.Sort.CONSTANT;
    if (constant || frame.pass().mode() == Pass.Mode.CONSTANT) {
      frame.report(Code.NOT_CONSTANT, expression.span(), "'training'");
      return Value.UNKNOWN;
    }
    return new Value.Bool(frame.pass().training());
  }

  @Override
  public Value visitUnary(Expression.Unary unary) {
    Value operand = evaluate(unary.operand());
    Operators operators = new Operators(frame, unary.span());
    return switch (unary.operator()) {
      case NEGATE -> operators.negate(operand);
      case NOT -> operators.not(operand);
    };
  }

  @Override
  public Value visitBinary(Expression.Binary chain) {
    List<Expression> operands = chain.operands();
    Value left = evaluate(operands.get(0));
    for (int i = 0; i < chain.operators().size(); i++) {
      BinaryOperator operator = chain.operators().get(i).kind();
      if (decides(operator, left)) {
        return left;
      }
      Value right = evaluate(operands.get(i + 1));
      Span span = operands.get(0).span().to(operands.get(i + 1).span());
      left = new Operators(frame, span).binary(operator, left, right);
    }
    return left;
  }

  /** Whether a compile-time left side of {@code &&} or {@code ||} is the result already. */
  private static boolean decides(BinaryOperator operator, Value left) {
    return left instanceof Value.Bool bool
        && (operator == BinaryOperator.AND && !bool.value()
            || operator == BinaryOperator.OR && bool.value());
  }

  @Override
  public Value visitConditional(Expression.Conditional conditional) {
    Value condition = evaluate(conditional.condition());
    if (condition instanceof Value.Bool bool) {
      return evaluate(bool.value() ? conditional.first() : conditional.second());
    }
    Value first = evaluate(conditional.first());
    Value second = evaluate(conditional.second());
    return new Operators(frame, conditional.span()).select(condition, first, second);
  }

  @Override
  public Value visitPipe(Expression.Pipe pipe) {
    Value value = evaluate(pipe.source());
    CallElaborator calls = new CallElaborator(frame, this);
    for (Expression stage : pipe.stages()) {
      value = calls.pipe(value, stage);
    }
    return value;
  }

  @Override
  public Value visitCall(Expression.Call call) {
    return new CallElaborator(frame, this).call(call);
  }

  @Override
  public Value visitIndex(Expression.Index index) {
    return new Indexing(frame, this).index(index);
  }

  @Override
  public Value visitStack(Expression.Stack stack) {
    List<Value> elements = stack.elements().stream().map(this::evaluate).toList();
    if (elements.stream().anyMatch(Value::isUnknown)) {
      return Value.UNKNOWN;
    }
    Tensors tensors = new Tensors(frame, stack.span());
    NodeBuilder at = frame.at(stack.span());
    if (elements.isEmpty()) {
      return new Value.Sequence(List.of(), Shape.SCALAR);
    }
    List<Node> nodes = new ArrayList<>();
    if (elements.stream().allMatch(Value::isConstant)) {
      List<Shape> shapes = elements.stream().map(ExpressionElaborator::constantShape).toList();
      if (shapes.stream().distinct().count() == 1) {
        return new Value.Sequence(elements, shapes.get(0).prepend(elements.size()));
      }
    }
    for (int i = 0; i < elements.size(); i++) {
      Optional<Node> node = new Tensors(frame, stack.elements().get(i).span()).any(elements.get(i));
      if (node.isEmpty()) {
        return Value.UNKNOWN;
      }
      nodes.add(node.get());
    }
    return new Joining(tensors, at).stack(nodes, 0);
  }

  private static Shape constantShape(Value value) {
    return value instanceof Value.Sequence sequence ? sequence.shape() : Shape.SCALAR;
  }

  @Override
  public Value visitBroken(Expression.Broken broken) {
    return Value.UNKNOWN;
  }

  /** A compile-time integer; reported and empty otherwise. */
  Optional<Long> integer(Expression expression, String use) {
    return integer(evaluate(expression), expression.span(), use);
  }

  Optional<Long> integer(Value value, Span span, String use) {
    if (value instanceof Value.Int integer) {
      return Optional.of(integer.value());
    }
    if (value instanceof Value.Real real
        && real.value() == Math.rint(real.value())
        && Math.abs(real.value()) <= 1L << 53) {
      return Optional.of((long) real.value());
    }
    if (!value.isUnknown()) {
      if (value instanceof Value.Index) {
        frame.reportWithHint(
            "it changes while the network runs; a 'repeat' has a constant one",
            Code.NOT_AN_INTEGER,
            span,
            use,
            value.describe());
      } else {
        frame.report(Code.NOT_AN_INTEGER, span, use, value.describe());
      }
    }
    return Optional.empty();
  }

  /** A shape of the given sizes; reported and empty if one is no size. */
  Optional<Shape> shape(List<Expression> sizes, Span span) {
    long[] dims = new long[sizes.size()];
    boolean valid = true;
    for (int axis = 0; axis < dims.length; axis++) {
      Value value = evaluate(sizes.get(axis));
      Optional<Long> size = size(value, sizes.get(axis).span());
      valid &= size.isPresent();
      dims[axis] = size.orElse(1L);
    }
    return valid ? new Tensors(frame, span).shape(dims) : Optional.empty();
  }

  /** A size of a dimension: a positive integer. */
  Optional<Long> size(Value value, Span span) {
    Optional<Long> size = integer(value, span, "a size");
    if (size.isPresent() && size.get() < 1) {
      frame.report(Code.NOT_A_SIZE, span, size.get());
      return Optional.empty();
    }
    return size;
  }
}
