package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.CompilationUnit;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** Declares what arrives with an example and what the network keeps. */
final class Declarations {
  private final Frame frame;
  private final ExpressionElaborator expressions;

  Declarations(Frame frame) {
    this.frame = frame;
    this.expressions = new ExpressionElaborator(frame);
  }

  void data(Statement.Data statement) {
    String name = statement.name().text();
    Optional<Shape> shape = expressions.shape(statement.shape(), statement.span());
    Optional<Kind> kind =
        statement.classes().isEmpty() ? Optional.of(Kind.REAL) : classes(statement.classes().get());
    if (shape.isEmpty() || kind.isEmpty()) {
      frame.scope().declare(name, Value.UNKNOWN);
      return;
    }
    Variable variable =
        new Variable(
            statement.target() ? Variable.Role.TARGET : Variable.Role.INPUT,
            name,
            shape.get(),
            kind.get(),
            Optional.empty(),
            statement.name().span(),
            text(statement.documentation()));
    Optional<Variable> known =
        frame.pass().round().data(name).filter(other -> other.span().equals(variable.span()));
    if (known.isEmpty()) {
      frame.pass().round().addData(variable);
    } else if (!known.get().shape().equals(shape.get()) || !known.get().kind().equals(kind.get())) {
      frame.report(Code.DECLARED_TWICE_DIFFERENTLY, statement.name().span(), name);
    }
    declare(name, known.orElse(variable), statement.name().span());
  }

  private Optional<Kind> classes(Expression count) {
    Optional<Long> classes = expressions.size(expressions.evaluate(count), count.span());
    if (classes.isPresent() && classes.get() > Integer.MAX_VALUE) {
      frame.report(Code.INTEGER_OVERFLOW, count.span());
      return Optional.empty();
    }
    return classes.map(n -> Kind.classOf(n.intValue()));
  }

  void kept(Statement.Kept statement) {
    String name = statement.name().text();
    Optional<Shape> shape = expressions.shape(statement.shape(), statement.span());
    Optional<Initializer> initializer = initializer(statement, shape);
    if (shape.isEmpty() || initializer.isEmpty()) {
      frame.scope().declare(name, Value.UNKNOWN);
      return;
    }
    Variable.Role role = role(statement.role());
    Ownership.Entry entry = frame.place().copy().declare();
    Ownership.Declared declared =
        new Ownership.Declared(
            role,
            shape.get(),
            initializer.get(),
            frame.shown(statement.name().span()),
            text(statement.documentation()));
    Round round = frame.pass().round();
    boolean again = round.isDeclared(entry);
    if (again && !entry.declared().equals(Optional.of(declared))) {
      frame.report(Code.DECLARED_TWICE_DIFFERENTLY, statement.name().span(), name);
    }
    Variable variable = again ? round.variable(entry) : round.declare(entry, declared);
    if (role == Variable.Role.STATE) {
      frame.scope().declareState(name, variable);
    }
    declare(name, variable, statement.name().span());
  }

  private void declare(String name, Variable variable, Span span) {
    frame
        .scope()
        .declare(
            name,
            new Value.Tensor(
                new NodeBuilder(frame.at(span).origin().named(frame.copyName(name)))
                    .variable(variable)));
  }

  private static Variable.Role role(Statement.Role role) {
    return switch (role) {
      case PARAMETER -> Variable.Role.PARAMETER;
      case FROZEN -> Variable.Role.FROZEN;
      case STATE -> Variable.Role.STATE;
    };
  }

  private Optional<Initializer> initializer(Statement.Kept statement, Optional<Shape> shape) {
    if (statement.initializer().isEmpty()) {
      boolean matrix =
          statement.role() != Statement.Role.STATE && shape.isPresent() && shape.get().rank() >= 2;
      return Optional.of(new Initializer(matrix ? "xavier_uniform" : "zeros", List.of()));
    }
    Expression written = statement.initializer().get();
    Value value = expressions.evaluate(written);
    Optional<Initializer> initializer =
        InitializerNatives.initializer(value, frame, written.span());
    if (initializer.isEmpty()) {
      if (!value.isUnknown()) {
        String hint =
            value.number().isPresent()
                ? "write constant(" + written.span().text() + ")"
                : "such as zeros(), normal(0, 0.1), xavier_uniform()";
        frame.reportWithHint(hint, Code.NOT_AN_INITIALIZER, written.span(), value.describe());
      }
      return initializer;
    }
    if (shape.isPresent()
        && shape.get().rank() < 2
        && InitializerNatives.needsMatrix(initializer.get())) {
      frame.reportWithHint(
          "zeros(), uniform(lo, hi) and normal(mean, std) do for any rank",
          Code.INITIALIZER_NEEDS_MATRIX,
          written.span(),
          initializer.get().name(),
          shape.get());
      return Optional.empty();
    }
    return initializer;
  }

  private static String text(Optional<CompilationUnit.Documentation> documentation) {
    return documentation.map(CompilationUnit.Documentation::text).orElse("");
  }
}
