package dev.bpnet.compiler.check;

import dev.bpnet.compiler.syntax.Identifier;
import dev.bpnet.compiler.syntax.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names that statements assign, nested statements included: what a loop may carry. */
final class AssignedNames implements Statement.Visitor<Void> {
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> declared = new LinkedHashSet<>();

  private AssignedNames() {}

  /** In source order. */
  static Set<String> of(List<Statement> statements) {
    AssignedNames collector = new AssignedNames();
    collector.all(statements);
    return collector.names;
  }

  /** Also those that declarations bind. */
  static Set<String> withDeclared(List<Statement> statements) {
    AssignedNames collector = new AssignedNames();
    collector.all(statements);
    collector.names.addAll(collector.declared);
    return collector.names;
  }

  private Void all(List<Statement> statements) {
    statements.forEach(statement -> statement.accept(this));
    return null;
  }

  @Override
  public Void visitAssignment(Statement.Assignment statement) {
    names.add(statement.name().text());
    return null;
  }

  @Override
  public Void visitFor(Statement.For statement) {
    statement.result().map(Identifier::text).ifPresent(names::add);
    return all(statement.body());
  }

  @Override
  public Void visitRepeat(Statement.Repeat statement) {
    return all(statement.body());
  }

  @Override
  public Void visitIf(Statement.If statement) {
    all(statement.thenBranch());
    return all(statement.elseBranch());
  }

  @Override
  public Void visitBroken(Statement.Broken statement) {
    statement.defines().forEach(name -> names.add(name.text()));
    return null;
  }

  @Override
  public Void visitData(Statement.Data statement) {
    declared.add(statement.name().text());
    return null;
  }

  @Override
  public Void visitKept(Statement.Kept statement) {
    declared.add(statement.name().text());
    return null;
  }

  @Override
  public Void visitUpdate(Statement.Update statement) {
    return null;
  }

  @Override
  public Void visitOutput(Statement.Output statement) {
    declared.add(statement.name().text());
    return null;
  }

  @Override
  public Void visitLoss(Statement.Loss statement) {
    return null;
  }

  @Override
  public Void visitMetric(Statement.Metric statement) {
    return null;
  }

  @Override
  public Void visitTrain(Statement.Train statement) {
    return null;
  }

  @Override
  public Void visitYield(Statement.Yield statement) {
    return null;
  }

  @Override
  public Void visitReturn(Statement.Return statement) {
    return null;
  }
}
