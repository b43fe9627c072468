package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression.BinaryOperator;
import java.util.Optional;

/** Infix and prefix operators and the select, with broadcasting made explicit. */
final class Operators {
  /** Beyond this a constant exponent is left to the power operation. */
  private static final double MOST_EXPONENT = 1 << 30;

  private final Frame frame;
  private final Span span;
  private final Tensors tensors;

  Operators(Frame frame, Span span) {
    this.frame = frame;
    this.span = span;
    this.tensors = new Tensors(frame, span);
  }

  Value binary(BinaryOperator operator, Value left, Value right) {
    if (left.isUnknown() || right.isUnknown()) {
      return Value.UNKNOWN;
    }
    return switch (operator) {
      case OR, AND -> logical(operator, left, right);
      case MATMUL -> matmul(left, right);
      case POWER -> power(left, right);
      case EQUAL, NOT_EQUAL -> equality(operator, left, right);
      case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, ADD, SUBTRACT, MULTIPLY, DIVIDE ->
          arithmetic(operator, left, right);
    };
  }

  Value negate(Value operand) {
    if (operand.isUnknown()) {
      return operand;
    }
    if (operand.number().isPresent()) {
      return new Arithmetic(frame, span).negate(operand);
    }
    Optional<Value> affine = Arithmetic.affine(BinaryOperator.SUBTRACT, new Value.Int(0), operand);
    return affine.orElseGet(
        () ->
            tensors
                .real(operand, "the operand of '-'")
                .map(x -> of(at().negate(x)))
                .orElse(Value.UNKNOWN));
  }

  Value not(Value operand) {
    if (operand.isUnknown()) {
      return operand;
    }
    if (operand instanceof Value.Bool bool) {
      return new Value.Bool(!bool.value());
    }
    return tensors
        .bool(operand, "the operand of '!'")
        .map(x -> of(at().unary(Op.NOT, x)))
        .orElse(Value.UNKNOWN);
  }

  /** The run-time select. */
  Value select(Value condition, Value first, Value second) {
    if (condition.isUnknown() || first.isUnknown() || second.isUnknown()) {
      return Value.UNKNOWN;
    }
    Optional<Node> c = tensors.bool(condition, "the condition");
    Optional<Node> x = tensors.any(first);
    Optional<Node> y = tensors.any(second);
    if (c.isEmpty() || x.isEmpty() || y.isEmpty()) {
      return Value.UNKNOWN;
    }
    Optional<Pair> pair = unified(first, second, new Pair(x.get(), y.get()), "choose between");
    if (pair.isEmpty()) {
      return Value.UNKNOWN;
    }
    Optional<Shape> shape = tensors.common("choose between", x.get().shape(), y.get().shape());
    shape = shape.flatMap(s -> tensors.common("select by", c.get().shape(), s));
    return shape
        .map(
            s ->
                of(
                    at().select(
                            at().expand(c.get(), s),
                            at().expand(pair.get().x, s),
                            at().expand(pair.get().y, s))))
        .orElse(Value.UNKNOWN);
  }

  private Value logical(BinaryOperator operator, Value left, Value right) {
    Optional<Node> x = tensors.bool(left, "the left of '" + operator.symbol() + "'");
    Optional<Node> y = tensors.bool(right, "the right of '" + operator.symbol() + "'");
    if (x.isEmpty() || y.isEmpty()) {
      return Value.UNKNOWN;
    }
    if (left instanceof Value.Bool a && right instanceof Value.Bool b) {
      boolean both = a.value() && b.value();
      boolean either = a.value() || b.value();
      return new Value.Bool(operator == BinaryOperator.AND ? both : either);
    }
    Op op = operator == BinaryOperator.AND ? Op.AND : Op.OR;
    return elementwise(op, verb(operator), x.get(), y.get());
  }

  private Value arithmetic(BinaryOperator operator, Value left, Value right) {
    if (left.number().isPresent() && right.number().isPresent()) {
      return new Arithmetic(frame, span).apply(operator, left, right);
    }
    Optional<Value> affine = Arithmetic.affine(operator, left, right);
    if (affine.isPresent()) {
      return affine.get();
    }
    Optional<Pair> pair = reals(operator, left, right);
    if (pair.isEmpty()) {
      return Value.UNKNOWN;
    }
    Node x = pair.get().x;
    Node y = pair.get().y;
    return switch (operator) {
      case ADD -> elementwise(Op.ADD, "add", x, y);
      case SUBTRACT -> elementwise(Op.SUBTRACT, "subtract", x, y);
      case MULTIPLY -> elementwise(Op.MULTIPLY, "multiply", x, y);
      case DIVIDE -> elementwise(Op.DIVIDE, "divide", x, y);
      case LESS -> elementwise(Op.LESS, "compare", x, y);
      case LESS_EQUAL -> elementwise(Op.LESS_EQUAL, "compare", x, y);
      case GREATER -> greater(Op.LESS, x, y);
      case GREATER_EQUAL -> greater(Op.LESS_EQUAL, x, y);
      case OR, AND, EQUAL, NOT_EQUAL, MATMUL, POWER ->
          throw new IllegalArgumentException(operator.toString());
    };
  }

  private Value equality(BinaryOperator operator, Value left, Value right) {
    if (left.number().isPresent() && right.number().isPresent()) {
      return new Arithmetic(frame, span).apply(operator, left, right);
    }
    Optional<Node> x = tensors.any(left);
    Optional<Node> y = tensors.any(right);
    if (x.isEmpty() || y.isEmpty()) {
      return Value.UNKNOWN;
    }
    Op op = operator == BinaryOperator.EQUAL ? Op.EQUAL : Op.NOT_EQUAL;
    return unified(left, right, new Pair(x.get(), y.get()), "compare")
        .map(pair -> elementwise(op, "compare", pair.x, pair.y))
        .orElse(Value.UNKNOWN);
  }

  private Value power(Value base, Value exponent) {
    if (base.number().isPresent() && exponent.number().isPresent()) {
      return new Arithmetic(frame, span).apply(BinaryOperator.POWER, base, exponent);
    }
    Optional<Pair> pair = reals(BinaryOperator.POWER, base, exponent);
    if (pair.isEmpty()) {
      return Value.UNKNOWN;
    }
    Node x = pair.get().x;
    if (exponent.number().isPresent()) {
      double number = exponent.number().get();
      if (number == Math.rint(number) && Math.abs(number) <= MOST_EXPONENT) {
        return of(repeated(x, (long) number));
      }
      if (number == 0.5) {
        return of(at().unary(Op.SQRT, x));
      }
    }
    return elementwise(Op.POWER, "raise", x, pair.get().y);
  }

  /** Repeated multiplication, by squaring; a negative exponent divides 1 by it. */
  private Node repeated(Node x, long exponent) {
    if (exponent < 0) {
      return at().divide(at().constant(1), repeated(x, -exponent));
    }
    if (exponent == 0) {
      return at().constant(1, x.shape());
    }
    Node result = null;
    Node square = x;
    for (long rest = exponent; ; rest >>= 1) {
      if ((rest & 1) == 1) {
        result = result == null ? square : at().multiply(result, square);
      }
      if (rest == 1) {
        return result;
      }
      square = at().multiply(square, square);
    }
  }

  private Value matmul(Value left, Value right) {
    Optional<Pair> pair = reals(BinaryOperator.MATMUL, left, right);
    return pair.flatMap(p -> new MatrixProduct(tensors, at()).apply(p.x, p.y))
        .map(Operators::of)
        .orElse(Value.UNKNOWN);
  }

  /** {@code x > y} as {@code y < x}. */
  private Value greater(Op less, Node x, Node y) {
    return tensors
        .common("compare", x.shape(), y.shape())
        .map(shape -> of(at().binary(less, at().expand(y, shape), at().expand(x, shape))))
        .orElse(Value.UNKNOWN);
  }

  private Value elementwise(Op op, String verb, Node x, Node y) {
    return tensors
        .common(verb, x.shape(), y.shape())
        .map(shape -> of(at().binary(op, at().expand(x, shape), at().expand(y, shape))))
        .orElse(Value.UNKNOWN);
  }

  private record Pair(Node x, Node y) {}

  private Optional<Pair> reals(BinaryOperator operator, Value left, Value right) {
    Optional<Node> x = tensors.any(left);
    Optional<Node> y = tensors.any(right);
    if (x.isEmpty() || y.isEmpty()) {
      return Optional.empty();
    }
    boolean ordered =
        switch (operator) {
          case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> true;
          default -> false;
        };
    boolean bools = x.get().kind().isBool() || y.get().kind().isBool();
    boolean classes = x.get().kind().isClass() || y.get().kind().isClass();
    if (classes || ordered && bools) {
      String hint = classes ? "a class only knows == and !=" : "write a < b && b < c for a range";
      frame.reportWithHint(
          hint, Code.KIND_MISMATCH, span, verb(operator), left.describe(), right.describe());
      return Optional.empty();
    }
    return Optional.of(new Pair(at().toReal(x.get()), at().toReal(y.get())));
  }

  /** Both of one kind: an integer beside a class is a class, a bool beside a real is a real. */
  private Optional<Pair> unified(Value left, Value right, Pair pair, String verb) {
    Kind x = pair.x.kind();
    Kind y = pair.y.kind();
    if (x.equals(y) || verb.equals("compare") && x.isClass() && y.isClass()) {
      return Optional.of(pair);
    }
    if (x.isClass() && right instanceof Value.Int k) {
      return classConstant(k, x).map(node -> new Pair(pair.x, node));
    }
    if (y.isClass() && left instanceof Value.Int k) {
      return classConstant(k, y).map(node -> new Pair(node, pair.y));
    }
    if (!x.isClass() && !y.isClass() && !verb.equals("compare")) {
      return Optional.of(new Pair(at().toReal(pair.x), at().toReal(pair.y)));
    }
    frame.report(Code.KIND_MISMATCH, span, verb, left.describe(), right.describe());
    return Optional.empty();
  }

  private Optional<Node> classConstant(Value.Int value, Kind kind) {
    if (value.value() < 0 || value.value() >= kind.classes()) {
      frame.report(Code.NOT_A_CLASS, span, value.value(), kind, kind.classes() - 1);
      return Optional.empty();
    }
    return Optional.of(at().constant(value.value(), Shape.SCALAR, kind));
  }

  private static String verb(BinaryOperator operator) {
    return switch (operator) {
      case ADD -> "add";
      case SUBTRACT -> "subtract";
      case MULTIPLY -> "multiply";
      case DIVIDE -> "divide";
      case POWER -> "raise";
      case MATMUL -> "matrix-multiply";
      case OR, AND -> "combine";
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> "compare";
    };
  }

  private NodeBuilder at() {
    return frame.at(span);
  }

  private static Value of(Node node) {
    return new Value.Tensor(node);
  }
}
