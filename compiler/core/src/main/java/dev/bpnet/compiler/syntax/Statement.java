package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A statement of a network, layer or function as written; where it may stand is for checking to
 * say.
 */
public sealed interface Statement extends CompilationUnit.Documented {
  Span span();

  @Override
  default Optional<CompilationUnit.Documentation> documentation() {
    return Optional.empty();
  }

  /** Calls the method for the kind of statement. */
  <R> R accept(Visitor<R> visitor);

  /** One method per kind. */
  interface Visitor<R> {
    R visitData(Data statement);

    R visitKept(Kept statement);

    R visitUpdate(Update statement);

    R visitAssignment(Assignment statement);

    R visitOutput(Output statement);

    R visitLoss(Loss statement);

    R visitMetric(Metric statement);

    R visitTrain(Train statement);

    R visitFor(For statement);

    R visitYield(Yield statement);

    R visitRepeat(Repeat statement);

    R visitIf(If statement);

    R visitReturn(Return statement);

    R visitBroken(Broken statement);
  }

  /**
   * {@code input x[64]}, {@code target k: class(10)}.
   *
   * @param shape the expressions between the brackets; empty for a scalar
   * @param classes the argument of {@code class(n)}; empty for reals
   */
  record Data(
      boolean target,
      Identifier name,
      List<Expression> shape,
      Optional<Expression> classes,
      Optional<CompilationUnit.Documentation> documentation,
      Span span)
      implements Statement {
    public Data {
      shape = List.copyOf(shape);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitData(this);
    }
  }

  /**
   * {@code param W[3, 2] = init}, {@code frozen param …}, {@code state m[8] = zeros()}.
   *
   * @param initializer a name or a call as written
   */
  record Kept(
      Role role,
      Identifier name,
      List<Expression> shape,
      Optional<Expression> initializer,
      Optional<CompilationUnit.Documentation> documentation,
      Span span)
      implements Statement {
    public Kept {
      shape = List.copyOf(shape);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitKept(this);
    }
  }

  /** What a network keeps between steps. */
  enum Role {
    PARAMETER,
    FROZEN,
    STATE
  }

  /** {@code update m = e}. */
  record Update(Identifier name, Expression value, Span span) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUpdate(this);
    }
  }

  /** {@code y = e}. */
  record Assignment(
      Identifier name,
      Expression value,
      Optional<CompilationUnit.Documentation> documentation,
      Span span)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAssignment(this);
    }
  }

  /** {@code output y = e} or {@code output y}. */
  record Output(
      Identifier name,
      Optional<Expression> value,
      Optional<CompilationUnit.Documentation> documentation,
      Span span)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOutput(this);
    }
  }

  /** {@code loss e}. */
  record Loss(Expression value, Span span) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLoss(this);
    }
  }

  /** {@code metric accuracy = e}. */
  record Metric(
      Identifier name,
      Expression value,
      Optional<CompilationUnit.Documentation> documentation,
      Span span)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMetric(this);
    }
  }

  /** {@code train { name = value … }}. */
  record Train(List<Entry> entries, Span span) implements Statement {
    public Train {
      entries = List.copyOf(entries);
    }

    /** One setting. */
    public record Entry(Identifier name, Expression value, Span span) {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTrain(this);
    }
  }

  /**
   * {@code for t in 0..T { … }} or {@code ys = for t in 0..T { … yield e }}; {@code from} must be
   * 0.
   */
  record For(
      Optional<Identifier> result,
      Identifier index,
      Expression from,
      Expression to,
      List<Statement> body,
      Optional<CompilationUnit.Documentation> documentation,
      Span span)
      implements Statement {
    public For {
      body = List.copyOf(body);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFor(this);
    }
  }

  /** {@code yield e}. */
  record Yield(Expression value, Span span) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitYield(this);
    }
  }

  /**
   * {@code repeat n { … }} or {@code repeat i in 0..n { … }}.
   *
   * @param range for the second form its index and lower bound, which must be 0
   */
  record Repeat(Optional<Range> range, Expression count, List<Statement> body, Span span)
      implements Statement {
    public Repeat {
      body = List.copyOf(body);
    }

    /** The head of the second form. */
    public record Range(Identifier index, Expression from) {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRepeat(this);
    }
  }

  /** {@code if c { … } else { … }}; {@code else if} is an If in an else branch. */
  record If(Expression condition, List<Statement> thenBranch, List<Statement> elseBranch, Span span)
      implements Statement {
    public If {
      thenBranch = List.copyOf(thenBranch);
      elseBranch = List.copyOf(elseBranch);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIf(this);
    }
  }

  /** {@code return e}. */
  record Return(Expression value, Span span) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReturn(this);
    }
  }

  /**
   * What could not be parsed; reported already.
   *
   * @param defines the names that it would have defined, as far as they can be told: silently
   *     unknown from here on
   */
  record Broken(List<Identifier> defines, Span span) implements Statement {
    public Broken {
      defines = List.copyOf(defines);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBroken(this);
    }
  }
}
