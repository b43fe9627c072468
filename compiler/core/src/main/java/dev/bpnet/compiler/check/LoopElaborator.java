package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.ShapeTooLargeException;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the body of a {@code for} once, over an index and carried values that stand for every step,
 * and makes a loop of it. Whether a carried value exists per example is found by trying: it is
 * taken to be what its initial value is, and where the updated value turns out to be per example
 * the body is run again.
 */
final class LoopElaborator {
  private final Frame frame;

  LoopElaborator(Frame frame) {
    this.frame = frame;
  }

  /**
   * A variable that is carried from step to step.
   *
   * @param leaf stands for its value at the start of a step
   */
  private record Carried(String name, Node initial, Node leaf) {}

  /** One run of the body. */
  private record Run(
      LoopIndex index, List<Carried> carried, Scope scope, Optional<Value> yielded) {}

  void loop(Statement.For statement) {
    Frame header = frame.inStatement(statement.span(), Optional.empty());
    ExpressionElaborator expressions = new ExpressionElaborator(header);
    Optional<Long> count = expressions.integer(statement.to(), "the number of steps");
    count = startingAtZero(header, expressions, statement.from(), count);
    if (count.isPresent() && (count.get() < 1 || count.get() > Shape.MAX_SIZE)) {
      header.report(
          Code.BAD_LOOP_COUNT, statement.to().span(), "for", 1, Shape.MAX_SIZE, count.get());
      count = Optional.empty();
    }
    if (count.isEmpty()) {
      AssignedNames.of(List.of(statement))
          .forEach(name -> frame.scope().assign(name, Value.UNKNOWN));
      return;
    }
    Set<String> perExample = frame.pass().carriedPerExample(frame.here(statement.span()));
    Run run = run(statement, count.get().intValue(), perExample);
    while (!settled(run, perExample)) {
      run = run(statement, count.get().intValue(), perExample);
    }
    finish(statement, run);
  }

  /** The count, if the lower bound is 0; anything else is reported. */
  static Optional<Long> startingAtZero(
      Frame frame, ExpressionElaborator expressions, Expression from, Optional<Long> count) {
    Optional<Long> first = expressions.integer(from, "the first step");
    if (first.isPresent() && first.get() != 0) {
      frame.report(Code.LOOP_STARTS_AT_ZERO, from.span(), first.get());
      return Optional.empty();
    }
    return first.isPresent() ? count : Optional.empty();
  }

  private Run run(Statement.For statement, int count, Set<String> perExample) {
    LoopIndex index = new LoopIndex(statement.index().text(), count);
    Frame inner = frame.inLoop(index);
    List<Carried> carried = new ArrayList<>();
    for (String name : AssignedNames.of(statement.body())) {
      Optional<Value> value = frame.scope().find(name);
      if (value.isPresent() && !name.equals(statement.index().text())) {
        Value start = carry(statement, index, name, value.get(), carried, perExample);
        inner.scope().declare(name, start);
      }
    }
    Affine affine = new Affine(0, List.of(new Affine.Term(1, index)));
    inner.scope().declare(statement.index().text(), new Value.Index(affine));
    StatementElaborator body = new StatementElaborator(inner);
    body.body(statement.body());
    return new Run(index, carried, inner.scope(), body.yielded());
  }

  /** The value of a carried variable at the start of a step. */
  private Value carry(
      Statement.For statement,
      LoopIndex index,
      String name,
      Value value,
      List<Carried> carried,
      Set<String> perExample) {
    Span span = statement.index().span();
    NodeBuilder at = frame.at(span);
    Optional<Node> initial = value.tensor(at);
    if (initial.isEmpty()) {
      if (!value.isUnknown()) {
        frame.report(Code.CANNOT_CARRY, span, name, value.describe());
      }
      return Value.UNKNOWN;
    }
    Node first = initial.get();
    Dependence dependence = perExample.contains(name) ? Dependence.EXAMPLE : first.dependence();
    Origin origin = at.origin().named(frame.copyName(name));
    Node leaf =
        new NodeBuilder(origin)
            .carried(index, carried.size(), first.shape(), first.kind(), dependence);
    carried.add(new Carried(name, first, leaf));
    return new Value.Tensor(leaf);
  }

  /** Whether each carried value exists as often as its successor; notes what does not. */
  private boolean settled(Run run, Set<String> perExample) {
    boolean settled = true;
    for (Carried carried : run.carried) {
      Optional<Node> next = next(run, carried);
      if (next.isPresent() && next.get().perExample() && !carried.leaf.perExample()) {
        perExample.add(carried.name);
        settled = false;
      }
    }
    return settled;
  }

  private Optional<Node> next(Run run, Carried carried) {
    return run.scope
        .find(carried.name)
        .flatMap(value -> value.tensor(frame.at(carried.leaf.origin().span())));
  }

  private void finish(Statement.For statement, Run run) {
    Span span = statement.index().span();
    Optional<Node> yield =
        run.yielded.flatMap(value -> new Tensors(frame, yieldSpan(statement)).any(value));
    List<Carried> valid = new ArrayList<>();
    List<Node> next = new ArrayList<>();
    for (Carried carried : run.carried) {
      Optional<Node> value = checkedNext(statement, run, carried);
      if (value.isPresent()) {
        valid.add(carried);
        next.add(value.get());
      } else {
        frame.scope().assign(carried.name, Value.UNKNOWN);
      }
    }
    if (yield.isPresent() && !fits(run.index, yield.get(), yieldSpan(statement))) {
      yield = Optional.empty();
    }
    statement.result().ifPresent(result -> frame.scope().assign(result.text(), Value.UNKNOWN));
    boolean complete =
        valid.size() == run.carried.size() && yield.isPresent() == statement.result().isPresent();
    if (!complete) {
      valid.forEach(c -> frame.scope().assign(c.name, new Value.Tensor(c.initial)));
      return;
    }
    Optional<LoopSplitter.Results> results = split(span, run.index, valid, next, yield);
    if (results.isEmpty()) {
      valid.forEach(c -> frame.scope().assign(c.name, Value.UNKNOWN));
      return;
    }
    for (int i = 0; i < valid.size(); i++) {
      assign(valid.get(i).name, results.get().carried().get(i));
    }
    statement.result().ifPresent(result -> assign(result.text(), results.get().yields().get(0)));
  }

  /** The loops that the body makes; empty if it makes none, which is reported. */
  private Optional<LoopSplitter.Results> split(
      Span span, LoopIndex index, List<Carried> carried, List<Node> next, Optional<Node> yield) {
    try {
      Optional<LoopSplitter.Results> results =
          new LoopSplitter(frame.at(span), index)
              .split(
                  carried.stream().map(Carried::initial).toList(),
                  carried.stream().map(Carried::leaf).toList(),
                  next,
                  yield.map(List::of).orElse(List.of()));
      if (results.isEmpty()) {
        frame.report(Code.BATCH_MEAN_IN_RECURRENCE, span);
      }
      return results;
    } catch (ShapeTooLargeException e) {
      frame.report(Code.TENSOR_TOO_LARGE, e.span().orElse(span), e.shape(), Shape.MAX_SIZE);
      return Optional.empty();
    }
  }

  private void assign(String name, Node node) {
    Node named =
        node.op() == Op.RESULT ? node.withOrigin(node.origin().named(frame.copyName(name))) : node;
    frame.scope().assign(name, new Value.Tensor(named));
  }

  private static Span yieldSpan(Statement.For statement) {
    List<Statement> body = statement.body();
    return body.isEmpty() ? statement.span() : body.get(body.size() - 1).span();
  }

  private boolean fits(LoopIndex index, Node yield, Span span) {
    long[] dims = new long[yield.shape().rank() + 1];
    dims[0] = index.count();
    for (int axis = 1; axis < dims.length; axis++) {
      dims[axis] = yield.shape().dim(axis - 1);
    }
    return new Tensors(frame, span).shape(dims).isPresent();
  }

  /**
   * The updated value, if its shape and kind are those of the initial one; bools become reals
   * again.
   */
  private Optional<Node> checkedNext(Statement.For statement, Run run, Carried carried) {
    Value value = run.scope.find(carried.name).orElseThrow();
    if (value.isUnknown()) {
      return Optional.empty();
    }
    Span span = statement.span();
    Optional<Node> next = next(run, carried);
    if (next.isEmpty()) {
      frame.report(Code.CANNOT_CARRY, statement.index().span(), carried.name, value.describe());
      return next;
    }
    Node node = next.get();
    if (carried.leaf.kind().isReal() && node.kind().isBool()) {
      node = frame.at(span).toReal(node);
    }
    boolean same =
        node.shape().equals(carried.leaf.shape()) && node.kind().equals(carried.leaf.kind());
    if (!same) {
      frame.reportWithHint(
          "give it its full shape before the loop, such as "
              + carried.name
              + " = zeros("
              + node.shape()
              + ")",
          Code.CARRIED_CHANGES,
          statement.index().span(),
          carried.name,
          carried.leaf.kind() + " " + carried.leaf.shape(),
          node.kind() + " " + node.shape());
      return Optional.empty();
    }
    return Optional.of(node);
  }
}
