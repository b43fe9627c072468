package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression.BinaryOperator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators on compile-time numbers: integers are exact, other numbers are doubles. */
final class Arithmetic {
  private final Frame frame;
  private final Span span;

  Arithmetic(Frame frame, Span span) {
    this.frame = frame;
    this.span = span;
  }

  /** The result for two numbers or bools. */
  Value apply(BinaryOperator operator, Value left, Value right) {
    Value x = plain(left);
    Value y = plain(right);
    if (x instanceof Value.Int a && y instanceof Value.Int b) {
      return integers(operator, a.value(), b.value());
    }
    return reals(operator, left.number().orElseThrow(), right.number().orElseThrow());
  }

  /** A bool as an integer. */
  private static Value plain(Value value) {
    return value instanceof Value.Bool bool ? new Value.Int(bool.value() ? 1 : 0) : value;
  }

  private Value integers(BinaryOperator operator, long x, long y) {
    try {
      return switch (operator) {
        case ADD -> new Value.Int(Math.addExact(x, y));
        case SUBTRACT -> new Value.Int(Math.subtractExact(x, y));
        case MULTIPLY -> new Value.Int(Math.multiplyExact(x, y));
        case DIVIDE -> quotient(x, y);
        case POWER -> y < 0 ? quotient(1, power(x, -y)) : new Value.Int(power(x, y));
        case EQUAL -> new Value.Bool(x == y);
        case NOT_EQUAL -> new Value.Bool(x != y);
        case LESS -> new Value.Bool(x < y);
        case LESS_EQUAL -> new Value.Bool(x <= y);
        case GREATER -> new Value.Bool(x > y);
        case GREATER_EQUAL -> new Value.Bool(x >= y);
        case MATMUL, OR, AND -> throw new IllegalArgumentException(operator.toString());
      };
    } catch (ArithmeticException overflow) {
      frame.reportWithHint(
          "write a real number, such as 1.0, to calculate approximately",
          Code.INTEGER_OVERFLOW,
          span);
      return Value.UNKNOWN;
    }
  }

  private Value quotient(long x, long y) {
    if (y == 0) {
      frame.report(Code.DIVISION_BY_ZERO, span);
      return Value.UNKNOWN;
    }
    if (y == -1) {
      return new Value.Int(Math.negateExact(x));
    }
    return x % y == 0 ? new Value.Int(x / y) : new Value.Real((double) x / y);
  }

  private static long power(long base, long exponent) {
    if (base == 0 || base == 1) {
      return exponent == 0 ? 1 : base;
    }
    if (base == -1) {
      return exponent % 2 == 0 ? 1 : -1;
    }
    long result = 1;
    for (long i = 0; i < exponent; i++) {
      result = Math.multiplyExact(result, base);
    }
    return result;
  }

  private static Value reals(BinaryOperator operator, double x, double y) {
    return switch (operator) {
      case ADD -> new Value.Real(x + y);
      case SUBTRACT -> new Value.Real(x - y);
      case MULTIPLY -> new Value.Real(x * y);
      case DIVIDE -> new Value.Real(x / y);
      case POWER -> new Value.Real(StrictMath.pow(x, y));
      case EQUAL -> new Value.Bool(x == y);
      case NOT_EQUAL -> new Value.Bool(x != y);
      case LESS -> new Value.Bool(x < y);
      case LESS_EQUAL -> new Value.Bool(x <= y);
      case GREATER -> new Value.Bool(x > y);
      case GREATER_EQUAL -> new Value.Bool(x >= y);
      case MATMUL, OR, AND -> throw new IllegalArgumentException(operator.toString());
    };
  }

  /** The negative of a number. */
  Value negate(Value operand) {
    Value value = plain(operand);
    if (value instanceof Value.Int integer) {
      return apply(BinaryOperator.SUBTRACT, new Value.Int(0), integer);
    }
    return new Value.Real(-operand.number().orElseThrow());
  }

  /**
   * The sum, difference or product of loop indices and integers, if it is affine and its numbers
   * are small enough for an index.
   */
  static Optional<Value> affine(BinaryOperator operator, Value left, Value right) {
    Optional<Affine> x = affine(left);
    Optional<Affine> y = affine(right);
    if (x.isEmpty() || y.isEmpty()) {
      return Optional.empty();
    }
    try {
      return switch (operator) {
        case ADD -> Optional.of(new Value.Index(combined(x.get(), y.get(), 1)));
        case SUBTRACT -> Optional.of(new Value.Index(combined(x.get(), y.get(), -1)));
        case MULTIPLY ->
            y.get().isConstant()
                ? Optional.of(new Value.Index(scaled(x.get(), y.get().offset())))
                : x.get().isConstant()
                    ? Optional.of(new Value.Index(scaled(y.get(), x.get().offset())))
                    : Optional.empty();
        default -> Optional.empty();
      };
    } catch (ArithmeticException overflow) {
      return Optional.empty();
    }
  }

  /** An index or integer as an affine function. */
  static Optional<Affine> affine(Value value) {
    if (value instanceof Value.Index index) {
      return Optional.of(index.affine());
    }
    if (value instanceof Value.Int integer && integer.value() == (int) integer.value()) {
      return Optional.of(Affine.constant((int) integer.value()));
    }
    return Optional.empty();
  }

  private static Affine combined(Affine x, Affine y, int sign) {
    Map<LoopIndex, Integer> terms = new LinkedHashMap<>();
    x.terms().forEach(term -> terms.put(term.index(), term.coefficient()));
    y.terms()
        .forEach(
            term ->
                terms.merge(
                    term.index(), Math.multiplyExact(sign, term.coefficient()), Math::addExact));
    return of(Math.addExact(x.offset(), Math.multiplyExact(sign, y.offset())), terms);
  }

  private static Affine scaled(Affine x, int factor) {
    Map<LoopIndex, Integer> terms = new LinkedHashMap<>();
    x.terms().forEach(t -> terms.put(t.index(), Math.multiplyExact(factor, t.coefficient())));
    return of(Math.multiplyExact(factor, x.offset()), terms);
  }

  private static Affine of(int offset, Map<LoopIndex, Integer> coefficients) {
    List<Affine.Term> terms = new ArrayList<>();
    coefficients.forEach(
        (index, coefficient) -> {
          if (coefficient != 0) {
            terms.add(new Affine.Term(coefficient, index));
          }
        });
    return new Affine(offset, terms);
  }
}
