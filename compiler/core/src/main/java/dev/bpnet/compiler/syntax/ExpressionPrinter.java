package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.syntax.Expression.Argument;
import dev.bpnet.compiler.syntax.Expression.Subscript;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Expressions with all their parentheses: {@code (a + (b * c))}; a chain of operators has one pair.
 */
final class ExpressionPrinter implements Expression.Visitor<String> {
  @Override
  public String visitNumber(Expression.NumberLiteral expression) {
    return expression.span().text();
  }

  @Override
  public String visitBoolean(Expression.BooleanLiteral expression) {
    return String.valueOf(expression.value());
  }

  @Override
  public String visitName(Expression.Name expression) {
    return expression.text();
  }

  @Override
  public String visitTraining(Expression.Training expression) {
    return "training";
  }

  @Override
  public String visitUnary(Expression.Unary expression) {
    String symbol =
        switch (expression.operator()) {
          case NEGATE -> "-";
          case NOT -> "!";
        };
    return "(" + symbol + " " + of(expression.operand()) + ")";
  }

  @Override
  public String visitBinary(Expression.Binary expression) {
    StringBuilder chain = new StringBuilder("(").append(of(expression.operands().get(0)));
    for (int i = 0; i < expression.operators().size(); i++) {
      chain.append(' ').append(expression.operators().get(i).kind().symbol());
      chain.append(' ').append(of(expression.operands().get(i + 1)));
    }
    return chain.append(')').toString();
  }

  @Override
  public String visitConditional(Expression.Conditional expression) {
    String branches = of(expression.first()) + " : " + of(expression.second());
    return "(" + of(expression.condition()) + " ? " + branches + ")";
  }

  @Override
  public String visitPipe(Expression.Pipe expression) {
    return expression.stages().stream()
        .map(stage -> " |> " + of(stage))
        .collect(Collectors.joining("", "(" + of(expression.source()), ")"));
  }

  @Override
  public String visitCall(Expression.Call expression) {
    return expression.arguments().stream()
        .map(this::argument)
        .collect(Collectors.joining(", ", expression.callee().text() + "(", ")"));
  }

  private String argument(Argument argument) {
    return argument.name().map(n -> n.text() + " = ").orElse("") + of(argument.value());
  }

  @Override
  public String visitIndex(Expression.Index expression) {
    return expression.subscripts().stream()
        .map(this::subscript)
        .collect(Collectors.joining(", ", of(expression.operand()) + "[", "]"));
  }

  private String subscript(Subscript subscript) {
    if (subscript instanceof Subscript.At at) {
      return of(at.index());
    }
    if (subscript instanceof Subscript.Range range) {
      return of(range.from()) + ".." + of(range.to());
    }
    return "..";
  }

  @Override
  public String visitStack(Expression.Stack expression) {
    return list(expression.elements());
  }

  @Override
  public String visitBroken(Expression.Broken expression) {
    return "<broken>";
  }

  private String list(List<Expression> elements) {
    return elements.stream().map(this::of).collect(Collectors.joining(", ", "[", "]"));
  }

  private String of(Expression expression) {
    return expression.accept(this);
  }
}
