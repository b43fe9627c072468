package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** What may stand at the top of a file. */
public sealed interface Declaration extends CompilationUnit.Documented {
  Identifier name();

  Span span();

  /** Calls the method for the kind of declaration. */
  <R> R accept(Visitor<R> visitor);

  /** One method per kind. */
  interface Visitor<R> {
    R visitConstant(Constant declaration);

    R visitFunction(Function declaration);

    R visitLayer(Layer declaration);

    R visitNetwork(Network declaration);

    R visitBroken(Broken declaration);
  }

  /** {@code const NAME = value}. */
  record Constant(
      Identifier name,
      Expression value,
      Optional<CompilationUnit.Documentation> documentation,
      Span span)
      implements Declaration {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitConstant(this);
    }
  }

  /**
   * {@code fn f(a, b = 2) = e} or {@code fn f(a) { … return e }}.
   *
   * @param body for the short form a single {@link Statement.Return}
   */
  record Function(
      Identifier name,
      List<Parameter> parameters,
      List<Statement> body,
      Optional<CompilationUnit.Documentation> documentation,
      Span span)
      implements Declaration {
    public Function {
      parameters = List.copyOf(parameters);
      body = List.copyOf(body);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFunction(this);
    }
  }

  /** {@code layer l(x, units) { … return e }}; the short form with {@code =} likewise. */
  record Layer(
      Identifier name,
      List<Parameter> parameters,
      List<Statement> body,
      Optional<CompilationUnit.Documentation> documentation,
      Span span)
      implements Declaration {
    public Layer {
      parameters = List.copyOf(parameters);
      body = List.copyOf(body);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLayer(this);
    }
  }

  /** {@code network N(setting = 1) { … }}. */
  record Network(
      Identifier name,
      List<Parameter> settings,
      List<Statement> body,
      Optional<CompilationUnit.Documentation> documentation,
      Span span)
      implements Declaration {
    public Network {
      settings = List.copyOf(settings);
      body = List.copyOf(body);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNetwork(this);
    }
  }

  /** What could not be parsed; reported already. Its name is silently unknown from here on. */
  record Broken(Identifier name, Span span) implements Declaration {
    @Override
    public Optional<CompilationUnit.Documentation> documentation() {
      return Optional.empty();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBroken(this);
    }
  }

  /** A parameter of a function or layer, or a setting of a network. */
  record Parameter(Identifier name, Optional<Expression> defaultValue, Span span) {}
}
