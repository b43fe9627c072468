package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Identifier;
import dev.bpnet.compiler.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** Runs the statements of a body in a frame. */
final class StatementElaborator implements Statement.Visitor<Void> {
  private final Frame frame;
  private Optional<Value> returned = Optional.empty();
  private Optional<Value> yielded = Optional.empty();

  StatementElaborator(Frame frame) {
    this.frame = frame;
  }

  /** Runs a body; gives what it returns. */
  Optional<Value> body(List<Statement> statements) {
    if (statements.isEmpty()) {
      return returned;
    }
    if (frame.enter(statements.get(0).span())) {
      statements.stream()
          .takeWhile(statement -> !frame.pass().exhausted())
          .forEach(statement -> statement.accept(this));
    }
    frame.leave();
    return returned;
  }

  /** What the body yields, after it was run. */
  Optional<Value> yielded() {
    return yielded;
  }

  @Override
  public Void visitData(Statement.Data statement) {
    if (isInNetwork()) {
      new Declarations(frame).data(statement);
    } else {
      frame.scope().declare(statement.name().text(), Value.UNKNOWN);
    }
    return null;
  }

  @Override
  public Void visitKept(Statement.Kept statement) {
    if (frame.place().sort() == Frame.Sort.FUNCTION) {
      frame.scope().declare(statement.name().text(), Value.UNKNOWN);
      return null;
    }
    Frame inner = frame.inStatement(statement.span(), Optional.of(statement.name().text()));
    new Declarations(inner).kept(statement);
    return null;
  }

  @Override
  public Void visitUpdate(Statement.Update statement) {
    boolean inFor = !frame.place().loops().isEmpty();
    if (frame.place().outerLoops() > 0) {
      frame.report(
          Code.MISPLACED_STATEMENT, statement.span(), "update", BodyStructure.UPDATE_IN_FOR);
    } else if (!inFor && frame.place().sort() != Frame.Sort.FUNCTION) {
      new Results(frame).update(statement);
    }
    return null;
  }

  @Override
  public Void visitAssignment(Statement.Assignment statement) {
    Value value = assigned(statement.name(), statement.value(), statement.span());
    frame.scope().assign(statement.name().text(), value);
    return null;
  }

  private Value assigned(Identifier name, Expression expression, Span span) {
    Frame inner = frame.inStatement(span, Optional.of(name.text()));
    Value value = new ExpressionElaborator(inner).evaluate(expression);
    boolean alias = expression instanceof Expression.Name;
    return value instanceof Value.Tensor tensor && !alias
        ? new Value.Tensor(named(tensor.node(), name.text()))
        : value;
  }

  /** The node under the name of the variable, unless it bears one of this body already. */
  private Node named(Node node, String name) {
    Origin origin = node.origin();
    List<String> path = frame.path();
    boolean leaf = node.attribute() instanceof Attribute.Leaf;
    boolean mine = origin.name().isPresent() && origin.scope().equals(path);
    return leaf || mine
        ? node
        : node.withOrigin(
            new Origin(origin.span(), path, Optional.of(frame.copyName(name)), false));
  }

  @Override
  public Void visitOutput(Statement.Output statement) {
    Value value =
        statement.value().isPresent()
            ? assigned(statement.name(), statement.value().get(), statement.span())
            : new Names(frame).value(statement.name().text(), statement.name().span());
    frame.scope().assign(statement.name().text(), value);
    if (isInNetwork()) {
      new Results(frame).output(statement, value);
    }
    return null;
  }

  @Override
  public Void visitLoss(Statement.Loss statement) {
    if (isInNetwork()) {
      new Results(unassigned(statement.span())).loss(statement);
    }
    return null;
  }

  @Override
  public Void visitMetric(Statement.Metric statement) {
    if (isInNetwork()) {
      Frame inner = frame.inStatement(statement.span(), Optional.of(statement.name().text()));
      new Results(inner).metric(statement);
    }
    return null;
  }

  @Override
  public Void visitTrain(Statement.Train statement) {
    if (isInNetwork()) {
      new TrainElaborator(frame).train(statement);
    }
    return null;
  }

  @Override
  public Void visitFor(Statement.For statement) {
    new LoopElaborator(frame).loop(statement);
    return null;
  }

  @Override
  public Void visitYield(Statement.Yield statement) {
    Frame inner = unassigned(statement.span());
    yielded = Optional.of(new ExpressionElaborator(inner).evaluate(statement.value()));
    return null;
  }

  @Override
  public Void visitRepeat(Statement.Repeat statement) {
    ExpressionElaborator expressions = new ExpressionElaborator(unassigned(statement.span()));
    Optional<Long> count = expressions.integer(statement.count(), "a repeat count");
    if (statement.range().isPresent()) {
      count =
          LoopElaborator.startingAtZero(frame, expressions, statement.range().get().from(), count);
    }
    if (count.isPresent() && (count.get() < 0 || count.get() > Pass.MOST_WORK)) {
      frame.report(
          Code.BAD_LOOP_COUNT, statement.count().span(), "repeat", 0, Pass.MOST_WORK, count.get());
      count = Optional.empty();
    }
    if (count.isEmpty()) {
      AssignedNames.of(statement.body()).forEach(name -> frame.scope().assign(name, Value.UNKNOWN));
      return null;
    }
    int cost = frame.place().repeats().size() + 1;
    for (int copy = 0; copy < count.get() && frame.spend(cost, statement.count().span()); copy++) {
      Frame inner = frame.inRepeat(copy);
      int index = copy;
      statement
          .range()
          .ifPresent(range -> inner.scope().declare(range.index().text(), new Value.Int(index)));
      new StatementElaborator(inner).body(statement.body());
    }
    return null;
  }

  @Override
  public Void visitIf(Statement.If statement) {
    Value condition =
        new ExpressionElaborator(unassigned(statement.span())).evaluate(statement.condition());
    if (condition instanceof Value.Bool bool) {
      body(bool.value() ? statement.thenBranch() : statement.elseBranch());
      return null;
    }
    if (!condition.isUnknown()) {
      frame.report(Code.CONDITION_NOT_CONSTANT, statement.condition().span(), condition.describe());
    }
    AssignedNames.withDeclared(List.of(statement))
        .forEach(name -> frame.scope().assign(name, Value.UNKNOWN));
    returned = Optional.of(Value.UNKNOWN);
    return null;
  }

  @Override
  public Void visitReturn(Statement.Return statement) {
    Frame inner = unassigned(statement.span());
    returned = Optional.of(new ExpressionElaborator(inner).evaluate(statement.value()));
    return null;
  }

  @Override
  public Void visitBroken(Statement.Broken statement) {
    statement.defines().forEach(name -> frame.scope().assign(name.text(), Value.UNKNOWN));
    return null;
  }

  /**
   * Whether what belongs into the network itself stands there; elsewhere that is reported already.
   */
  private boolean isInNetwork() {
    return frame.place().sort() == Frame.Sort.NETWORK
        && frame.place().repeats().isEmpty()
        && frame.place().loops().isEmpty();
  }

  private Frame unassigned(Span span) {
    return frame.inStatement(span, Optional.empty());
  }
}
