package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Statement;
import java.util.Optional;

/** What a network is for: outputs, loss, metrics, and the updates of its states. */
final class Results {
  private final Frame frame;

  Results(Frame frame) {
    this.frame = frame;
  }

  void output(Statement.Output statement, Value value) {
    String name = statement.name().text();
    if (!frame.pass().isFirstOutput(name)) {
      frame.report(Code.SECOND_OUTPUT, statement.name().span(), name);
      return;
    }
    Span span = statement.value().map(Expression::span).orElse(statement.name().span());
    new Tensors(frame, span).any(value).ifPresent(node -> frame.pass().outputs().put(name, node));
  }

  void loss(Statement.Loss statement) {
    if (frame.pass().hasLoss()) {
      frame.report(Code.SECOND_LOSS, statement.span());
      return;
    }
    frame.pass().foundLoss();
    scalar(statement.value(), "the loss")
        .ifPresent(
            node ->
                frame
                    .pass()
                    .setLoss(
                        node.origin().name().isPresent()
                            ? node
                            : node.withOrigin(node.origin().named("loss"))));
  }

  void metric(Statement.Metric statement) {
    String name = statement.name().text();
    if (!frame.pass().isFirstMetric(name)) {
      frame.report(Code.SECOND_METRIC, statement.name().span(), name);
      return;
    }
    scalar(statement.value(), "a metric")
        .ifPresent(
            node -> frame.pass().metrics().put(name, node.withOrigin(node.origin().named(name))));
  }

  private Optional<Node> scalar(Expression expression, String what) {
    Value value = new ExpressionElaborator(frame).evaluate(expression);
    Optional<Node> node = new Tensors(frame, expression.span()).real(value, what);
    if (node.isPresent() && !node.get().shape().isScalar()) {
      frame.reportWithHint(
          "sum or mean makes a scalar of it",
          Code.NOT_A_SCALAR,
          expression.span(),
          what,
          node.get().shape());
      return Optional.empty();
    }
    return node;
  }

  /** Only the training pass updates; the right side may use what exists there alone. */
  void update(Statement.Update statement) {
    String name = statement.name().text();
    Optional<Variable> state = frame.scope().state(name);
    if (state.isEmpty()) {
      boolean known = frame.scope().find(name).map(value -> !value.isUnknown()).orElse(false);
      if (known) {
        frame.report(Code.NOT_A_STATE, statement.name().span(), name);
      }
      return;
    }
    if (!frame.pass().training()) {
      return;
    }
    Frame inner = frame.inStatement(statement.span(), Optional.of(name));
    Value value = new ExpressionElaborator(inner).evaluate(statement.value());
    Span span = statement.value().span();
    Optional<Node> node = new Tensors(inner, span).real(value, "an update");
    if (node.isPresent() && frame.pass().updates().containsKey(state.get())) {
      frame.report(Code.SECOND_UPDATE, statement.name().span(), name);
    } else {
      node.ifPresent(n -> update(state.get(), n, statement));
    }
  }

  private void update(Variable state, Node node, Statement.Update statement) {
    Span span = statement.value().span();
    NodeBuilder at = frame.at(span);
    Shape shape = state.shape();
    boolean fits = node.shape().equals(shape) || node.shape().isScalar();
    if (!fits) {
      frame.report(Code.UPDATE_SHAPE, span, statement.name().text(), shape, node.shape());
    } else if (node.perExample()) {
      frame.reportWithHint(
          "batch_mean(x) is the mean over the batch",
          Code.PER_EXAMPLE_UPDATE,
          span,
          statement.name().text());
    } else {
      Node whole = at.expand(node, shape);
      frame
          .pass()
          .updates()
          .put(state, whole.withOrigin(at.origin().named(statement.name().text())));
    }
  }
}
