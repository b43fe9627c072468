package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.gradcheck.GradientReport.Row;
import dev.bpnet.compiler.gradcheck.GradientReport.Subject;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Evaluation;
import dev.bpnet.compiler.oracle.Oracle;
import dev.bpnet.compiler.oracle.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what the passes compute besides gradients: losses, outputs, metrics, state updates. */
final class ValuesCheck {
  private final Graph training;
  private final Graph prediction;
  private final CompiledSubject subject;

  ValuesCheck(Model model, CompiledSubject subject) {
    this.training = model.training();
    this.prediction = model.prediction();
    this.subject = subject;
  }

  List<Row> rows(Bindings bindings) {
    List<Row> rows = new ArrayList<>();
    Evaluation trained = Oracle.of(training.withGradients(Map.of())).evaluate(bindings);
    Evaluation predicted = Oracle.of(prediction.withGradients(Map.of())).evaluate(bindings);
    rows.add(trainingLoss(subject.loss(bindings), trained.objective()));
    Map<String, Double> evaluated = subject.evaluated(bindings);
    if (prediction.loss().isPresent()) {
      rows.add(row("loss", evaluated.get("loss"), predicted.objective()));
    }
    prediction
        .metrics()
        .forEach((name, node) -> rows.add(row(name, evaluated.get(name), mean(predicted, node))));
    Map<String, double[]> outputs = subject.predicted(bindings);
    prediction
        .outputs()
        .forEach((name, node) -> rows.add(row(name, outputs.get(name), predicted, node)));
    if (!training.updates().isEmpty()) {
      subject
          .updated(bindings)
          .forEach(
              (variable, numbers) ->
                  rows.add(
                      row(variable.name(), numbers, trained, training.updates().get(variable))));
    }
    return rows;
  }

  /** Where the loss is not finite nothing was checked, however well infinities agree. */
  private Row trainingLoss(double generated, Quantity oracle) {
    boolean finite = Double.isFinite(oracle.value());
    return row(
        "training loss", finite ? generated : Double.NaN, finite ? oracle : new Quantity(0, 0));
  }

  private Row row(String name, double generated, Quantity oracle) {
    Tally tally = new Tally(subject.bound());
    tally.add("[]", generated, oracle);
    return tally.row(Subject.VALUE, name, Shape.SCALAR);
  }

  private Row row(String name, double[] generated, Evaluation evaluation, Node node) {
    Tally tally = new Tally(subject.bound());
    int count = evaluation.values(node).length;
    for (int i = 0; i < generated.length; i++) {
      tally.add("number " + i, generated[i], evaluation.at(node, i % count));
    }
    return tally.row(Subject.VALUE, name, node.shape());
  }

  /** Over the examples. */
  private static Quantity mean(Evaluation evaluation, Node node) {
    double[] values = evaluation.values(node);
    double[] magnitudes = evaluation.magnitudes(node);
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] / values.length;
      magnitude += magnitudes[i] / values.length;
    }
    return new Quantity(sum, magnitude);
  }
}
