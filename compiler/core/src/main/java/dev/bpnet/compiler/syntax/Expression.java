package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** An expression as written. */
public sealed interface Expression {
  Span span();

  /** Calls the method for the kind of expression. */
  <R> R accept(Visitor<R> visitor);

  /** One method per kind. */
  interface Visitor<R> {
    R visitNumber(NumberLiteral expression);

    R visitBoolean(BooleanLiteral expression);

    R visitName(Name expression);

    R visitTraining(Training expression);

    R visitUnary(Unary expression);

    R visitBinary(Binary expression);

    R visitConditional(Conditional expression);

    R visitPipe(Pipe expression);

    R visitCall(Call expression);

    R visitIndex(Index expression);

    R visitStack(Stack expression);

    R visitBroken(Broken expression);
  }

  /**
   * @param integral whether it is written without point and exponent: {@code 12} but not {@code
   *     12.0}
   */
  record NumberLiteral(double value, boolean integral, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNumber(this);
    }
  }

  /** {@code true} or {@code false}. */
  record BooleanLiteral(boolean value, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBoolean(this);
    }
  }

  /** A reference to whatever bears the name. */
  record Name(String text, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitName(this);
    }
  }

  /** The keyword {@code training}. */
  record Training(Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTraining(this);
    }
  }

  /** {@code -x} or {@code !x}. */
  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUnary(this);
    }
  }

  /** Prefix operators. */
  enum UnaryOperator {
    NEGATE,
    NOT
  }

  /**
   * A chain of operators of one precedence, evaluated from the left: {@code a - b + c} has operands
   * a, b, c and operators -, +. So a sum of 100,000 terms is one node. {@code ^} groups to the
   * right and always has two operands.
   *
   * @param operators one fewer than the operands
   */
  record Binary(List<Expression> operands, List<Operator> operators, Span span)
      implements Expression {
    public Binary {
      operands = List.copyOf(operands);
      operators = List.copyOf(operators);
      if (operators.isEmpty() || operands.size() != operators.size() + 1) {
        throw new IllegalArgumentException(operands.size() + " operands");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBinary(this);
    }
  }

  /** An infix operator where it stands. */
  record Operator(BinaryOperator kind, Span span) {}

  /** Infix operators. */
  enum BinaryOperator {
    OR("||"),
    AND("&&"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_EQUAL("<="),
    GREATER(">"),
    GREATER_EQUAL(">="),
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    MATMUL("@"),
    POWER("^");

    private final String symbol;

    BinaryOperator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  /** {@code condition ? first : second}. */
  record Conditional(Expression condition, Expression first, Expression second, Span span)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitConditional(this);
    }
  }

  /**
   * A chain {@code x |> f(a) |> g}.
   *
   * @param stages names or calls; anything else is for checking to refuse
   */
  record Pipe(Expression source, List<Expression> stages, Span span) implements Expression {
    public Pipe {
      stages = List.copyOf(stages);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPipe(this);
    }
  }

  /** {@code f(a, name = b)}. */
  record Call(Identifier callee, List<Argument> arguments, Span span) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCall(this);
    }
  }

  /** An argument, with its name if it is written. */
  record Argument(Optional<Identifier> name, Expression value, Span span) {}

  /** {@code x[i, a..b, ..]}. */
  record Index(Expression operand, List<Subscript> subscripts, Span span) implements Expression {
    public Index {
      subscripts = List.copyOf(subscripts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIndex(this);
    }
  }

  /** One of the things between the brackets. */
  sealed interface Subscript {
    Span span();

    /** {@code i}. */
    record At(Expression index, Span span) implements Subscript {}

    /** {@code a..b}, half-open. */
    record Range(Expression from, Expression to, Span span) implements Subscript {}

    /** {@code ..}, the whole axis. */
    record Whole(Span span) implements Subscript {}
  }

  /** {@code [a, b, c]}; as an argument it may also be a shape. */
  record Stack(List<Expression> elements, Span span) implements Expression {
    public Stack {
      elements = List.copyOf(elements);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitStack(this);
    }
  }

  /** What could not be parsed; reported already, silently unknown from here on. */
  record Broken(Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBroken(this);
    }
  }
}
