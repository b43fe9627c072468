package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression.Argument;
import dev.bpnet.compiler.syntax.Expression.BinaryOperator;
import dev.bpnet.compiler.syntax.Expression.Operator;
import dev.bpnet.compiler.syntax.Expression.Subscript;
import dev.bpnet.compiler.syntax.Expression.UnaryOperator;
import dev.bpnet.grammar.BpNetBaseListener;
import dev.bpnet.grammar.BpNetParser;
import dev.bpnet.grammar.BpNetParser.ArgumentContext;
import dev.bpnet.grammar.BpNetParser.SubscriptContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * Builds expressions while the parser runs: each rule leaves its value on a stack, the enclosing
 * rule takes it from there. So no parse tree is kept, and nothing here recurses. What a failed rule
 * left behind is dropped by {@link #truncate}.
 */
final class ExpressionBuilder extends BpNetBaseListener {
  private final TokenSpans spans;
  private final Diagnostics sink;
  private final List<Expression> values = new ArrayList<>();

  ExpressionBuilder(TokenSpans spans, Diagnostics sink) {
    this.spans = spans;
    this.sink = sink;
  }

  /** How many values are on the stack. */
  int height() {
    return values.size();
  }

  /** Drops the values above a height. */
  void truncate(int height) {
    values.subList(height, values.size()).clear();
  }

  /** Puts a value on top. */
  void push(Expression value) {
    values.add(value);
  }

  /** Takes the value on top. */
  Expression pop() {
    return values.remove(values.size() - 1);
  }

  /** Takes the topmost values, in source order. */
  List<Expression> pop(int count) {
    List<Expression> tail = values.subList(values.size() - count, values.size());
    List<Expression> popped = List.copyOf(tail);
    tail.clear();
    return popped;
  }

  @Override
  public void exitExpression(BpNetParser.ExpressionContext context) {
    if (context.exception == null && !context.pipes.isEmpty()) {
      List<Expression> stages = pop(context.pipes.size());
      values.add(new Expression.Pipe(pop(), stages, spans.of(context)));
    }
  }

  @Override
  public void exitConditional(BpNetParser.ConditionalContext context) {
    if (context.exception == null && context.question != null) {
      List<Expression> parts = pop(3);
      values.add(
          new Expression.Conditional(parts.get(0), parts.get(1), parts.get(2), spans.of(context)));
    }
  }

  @Override
  public void exitDisjunction(BpNetParser.DisjunctionContext context) {
    chain(context, context.operators);
  }

  @Override
  public void exitConjunction(BpNetParser.ConjunctionContext context) {
    chain(context, context.operators);
  }

  @Override
  public void exitEquality(BpNetParser.EqualityContext context) {
    chain(context, context.operators);
  }

  @Override
  public void exitComparison(BpNetParser.ComparisonContext context) {
    chain(context, context.operators);
  }

  @Override
  public void exitSum(BpNetParser.SumContext context) {
    chain(context, context.operators);
  }

  @Override
  public void exitProduct(BpNetParser.ProductContext context) {
    chain(context, context.operators);
  }

  @Override
  public void exitPower(BpNetParser.PowerContext context) {
    if (context.operator != null) {
      chain(context, List.of(context.operator));
    }
  }

  private void chain(ParserRuleContext context, List<Token> symbols) {
    if (context.exception != null || symbols.isEmpty()) {
      return;
    }
    List<Operator> operators = new ArrayList<>(symbols.size());
    for (Token symbol : symbols) {
      operators.add(new Operator(operator(symbol), spans.of(symbol)));
    }
    values.add(new Expression.Binary(pop(symbols.size() + 1), operators, spans.of(context)));
  }

  private static BinaryOperator operator(Token symbol) {
    return switch (symbol.getType()) {
      case BpNetParser.OR -> BinaryOperator.OR;
      case BpNetParser.AND -> BinaryOperator.AND;
      case BpNetParser.EQUAL -> BinaryOperator.EQUAL;
      case BpNetParser.NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
      case BpNetParser.LESS -> BinaryOperator.LESS;
      case BpNetParser.LESS_EQUAL -> BinaryOperator.LESS_EQUAL;
      case BpNetParser.GREATER -> BinaryOperator.GREATER;
      case BpNetParser.GREATER_EQUAL -> BinaryOperator.GREATER_EQUAL;
      case BpNetParser.PLUS -> BinaryOperator.ADD;
      case BpNetParser.MINUS -> BinaryOperator.SUBTRACT;
      case BpNetParser.STAR -> BinaryOperator.MULTIPLY;
      case BpNetParser.SLASH -> BinaryOperator.DIVIDE;
      case BpNetParser.AT -> BinaryOperator.MATMUL;
      case BpNetParser.CARET -> BinaryOperator.POWER;
      default -> throw new IllegalStateException("not an operator: " + symbol);
    };
  }

  @Override
  public void exitPrefixed(BpNetParser.PrefixedContext context) {
    if (context.exception == null) {
      UnaryOperator operator =
          context.operator.getType() == BpNetParser.MINUS
              ? UnaryOperator.NEGATE
              : UnaryOperator.NOT;
      values.add(new Expression.Unary(operator, pop(), spans.of(context)));
    }
  }

  @Override
  public void exitSubscripts(BpNetParser.SubscriptsContext context) {
    if (context.exception != null) {
      return;
    }
    List<Expression> bounds =
        new ArrayList<>(pop(context.parts.stream().mapToInt(ExpressionBuilder::bounds).sum()));
    List<Subscript> subscripts = new ArrayList<>();
    int next = 0;
    for (SubscriptContext part : context.parts) {
      Span span = spans.of(part);
      if (part.whole != null) {
        subscripts.add(new Subscript.Whole(span));
      } else if (part.range != null) {
        subscripts.add(new Subscript.Range(bounds.get(next), bounds.get(next + 1), span));
      } else {
        subscripts.add(new Subscript.At(bounds.get(next), span));
      }
      next += bounds(part);
    }
    Expression operand = pop();
    values.add(new Expression.Index(operand, subscripts, operand.span().to(spans.of(context))));
  }

  private static int bounds(SubscriptContext part) {
    return part.whole != null ? 0 : part.range != null ? 2 : 1;
  }

  @Override
  public void exitPrimary(BpNetParser.PrimaryContext context) {
    if (context.exception != null) {
      return;
    }
    if (context.truth != null) {
      boolean value = context.truth.getType() == BpNetParser.TRUE;
      values.add(new Expression.BooleanLiteral(value, spans.of(context)));
    } else if (context.training != null) {
      values.add(new Expression.Training(spans.of(context)));
    } else if (context.call != null) {
      List<Argument> arguments = arguments(context.call.list);
      Identifier callee = spans.identifier(context.name);
      values.add(new Expression.Call(callee, arguments, spans.of(context)));
    } else if (context.name != null) {
      values.add(new Expression.Name(context.name.getText(), spans.of(context)));
    }
  }

  private List<Argument> arguments(List<ArgumentContext> written) {
    List<Expression> popped = pop(written.size());
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Optional<Identifier> name = Optional.ofNullable(written.get(i).name).map(spans::identifier);
      arguments.add(new Argument(name, popped.get(i), spans.of(written.get(i))));
    }
    return arguments;
  }

  @Override
  public void exitStack(BpNetParser.StackContext context) {
    if (context.exception == null) {
      values.add(new Expression.Stack(pop(context.elements.size()), spans.of(context)));
    }
  }

  @Override
  public void exitNumber(BpNetParser.NumberContext context) {
    if (context.exception == null) {
      values.add(Literals.number(context.literal, spans.of(context), sink));
    }
  }
}
