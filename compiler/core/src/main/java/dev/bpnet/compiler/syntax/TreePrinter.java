package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.syntax.CompilationUnit.Documented;
import dev.bpnet.compiler.syntax.CompilationUnit.Import;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tree as indented text, for {@code --dump ast} and tests: a line for each declaration and
 * statement, expressions with all their parentheses. Says nothing of places and ordinary comments.
 */
public final class TreePrinter {
  private final StringBuilder text = new StringBuilder();
  private final ExpressionPrinter expressions = new ExpressionPrinter();
  private int depth;

  private TreePrinter() {}

  /** The text of a unit; each line ends with a line feed. */
  public static String print(CompilationUnit unit) {
    return DeepStack.call(() -> new TreePrinter().lines(unit));
  }

  /** The text of an expression, on one line. */
  public static String print(Expression expression) {
    return DeepStack.call(() -> expression.accept(new ExpressionPrinter()));
  }

  private String lines(CompilationUnit unit) {
    if (!unit.packageName().isEmpty()) {
      line(
          unit.packageName().stream()
              .map(Identifier::text)
              .collect(Collectors.joining(".", "package ", "")));
    }
    for (Import clause : unit.imports()) {
      line("import \"" + clause.path() + "\"");
    }
    DeclarationLines declarations = new DeclarationLines();
    for (Declaration declaration : unit.declarations()) {
      documentation(declaration);
      declaration.accept(declarations);
    }
    return text.toString();
  }

  private void line(String content) {
    text.append("  ".repeat(depth)).append(content).append('\n');
  }

  private void documentation(Documented documented) {
    documented.documentation().ifPresent(d -> d.text().lines().forEach(l -> line("/// " + l)));
  }

  private void block(List<Statement> statements) {
    StatementLines lines = new StatementLines();
    depth++;
    for (Statement statement : statements) {
      documentation(statement);
      statement.accept(lines);
    }
    depth--;
  }

  private String of(Expression expression) {
    return expression.accept(expressions);
  }

  private String sizes(List<Expression> shape) {
    return shape.isEmpty()
        ? ""
        : shape.stream().map(this::of).collect(Collectors.joining(", ", "[", "]"));
  }

  private String assigned(Optional<Expression> value) {
    return value.map(v -> " = " + of(v)).orElse("");
  }

  private String parameters(List<Declaration.Parameter> parameters) {
    return parameters.stream()
        .map(p -> p.name().text() + assigned(p.defaultValue()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private final class DeclarationLines implements Declaration.Visitor<Void> {
    @Override
    public Void visitConstant(Declaration.Constant declaration) {
      line("const " + declaration.name().text() + " = " + of(declaration.value()));
      return null;
    }

    @Override
    public Void visitFunction(Declaration.Function declaration) {
      line("fn " + declaration.name().text() + parameters(declaration.parameters()));
      block(declaration.body());
      return null;
    }

    @Override
    public Void visitLayer(Declaration.Layer declaration) {
      line("layer " + declaration.name().text() + parameters(declaration.parameters()));
      block(declaration.body());
      return null;
    }

    @Override
    public Void visitNetwork(Declaration.Network declaration) {
      line("network " + declaration.name().text() + parameters(declaration.settings()));
      block(declaration.body());
      return null;
    }

    @Override
    public Void visitBroken(Declaration.Broken declaration) {
      line("broken " + declaration.name().text());
      return null;
    }
  }

  private final class StatementLines implements Statement.Visitor<Void> {
    @Override
    public Void visitData(Statement.Data statement) {
      line(
          (statement.target() ? "target " : "input ")
              + statement.name().text()
              + sizes(statement.shape())
              + statement.classes().map(n -> ": class(" + of(n) + ")").orElse(""));
      return null;
    }

    @Override
    public Void visitKept(Statement.Kept statement) {
      String role =
          switch (statement.role()) {
            case PARAMETER -> "param ";
            case FROZEN -> "frozen param ";
            case STATE -> "state ";
          };
      String name = statement.name().text() + sizes(statement.shape());
      line(role + name + assigned(statement.initializer()));
      return null;
    }

    @Override
    public Void visitUpdate(Statement.Update statement) {
      line("update " + statement.name().text() + " = " + of(statement.value()));
      return null;
    }

    @Override
    public Void visitAssignment(Statement.Assignment statement) {
      line(statement.name().text() + " = " + of(statement.value()));
      return null;
    }

    @Override
    public Void visitOutput(Statement.Output statement) {
      line("output " + statement.name().text() + assigned(statement.value()));
      return null;
    }

    @Override
    public Void visitLoss(Statement.Loss statement) {
      line("loss " + of(statement.value()));
      return null;
    }

    @Override
    public Void visitMetric(Statement.Metric statement) {
      line("metric " + statement.name().text() + " = " + of(statement.value()));
      return null;
    }

    @Override
    public Void visitTrain(Statement.Train statement) {
      line("train");
      depth++;
      for (Statement.Train.Entry entry : statement.entries()) {
        line(entry.name().text() + " = " + of(entry.value()));
      }
      depth--;
      return null;
    }

    @Override
    public Void visitFor(Statement.For statement) {
      String result = statement.result().map(r -> r.text() + " = ").orElse("");
      String range = of(statement.from()) + ".." + of(statement.to());
      line(result + "for " + statement.index().text() + " in " + range);
      block(statement.body());
      return null;
    }

    @Override
    public Void visitYield(Statement.Yield statement) {
      line("yield " + of(statement.value()));
      return null;
    }

    @Override
    public Void visitRepeat(Statement.Repeat statement) {
      String range =
          statement.range().map(r -> r.index().text() + " in " + of(r.from()) + "..").orElse("");
      line("repeat " + range + of(statement.count()));
      block(statement.body());
      return null;
    }

    @Override
    public Void visitIf(Statement.If statement) {
      line("if " + of(statement.condition()));
      block(statement.thenBranch());
      if (!statement.elseBranch().isEmpty()) {
        line("else");
        block(statement.elseBranch());
      }
      return null;
    }

    @Override
    public Void visitReturn(Statement.Return statement) {
      line("return " + of(statement.value()));
      return null;
    }

    @Override
    public Void visitBroken(Statement.Broken statement) {
      line(
          statement.defines().stream()
              .map(n -> " " + n.text())
              .collect(Collectors.joining("", "broken", "")));
      return null;
    }
  }
}
