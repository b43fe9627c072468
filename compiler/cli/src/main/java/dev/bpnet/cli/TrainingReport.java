package dev.bpnet.cli;

import dev.bpnet.cli.data.Plural;
import dev.bpnet.cli.output.Pairing;
import dev.bpnet.cli.output.Predictions;
import dev.bpnet.cli.output.Score;
import dev.bpnet.cli.output.Scores;
import dev.bpnet.cli.report.Chart;
import dev.bpnet.cli.report.Figures;
import dev.bpnet.cli.report.Json;
import dev.bpnet.cli.report.Sparkline;
import dev.bpnet.cli.report.TextTable;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Tensor;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.training.ConsoleProgress;
import dev.bpnet.training.Evaluation;
import dev.bpnet.training.History;
import dev.bpnet.training.TrainingListener;
import dev.bpnet.training.TrainingResult;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Says how a training goes and how good the network became. */
final class TrainingReport {
  private final Console console;
  private final Network network;
  private final TrainingData data;
  private final Pairing pairing;
  private boolean json;

  TrainingReport(Console console, Network network, Pairing pairing, TrainingData data) {
    this.console = console;
    this.network = network;
    this.pairing = pairing;
    this.data = data;
  }

  /** Whether the summary is for programs. */
  TrainingReport asJson(boolean newJson) {
    json = newJson;
    return this;
  }

  /** Loss, metrics and scores on one set of examples, with the final weights. */
  private record Measurement(Evaluation evaluation, List<Score> scores) {
    Optional<Score> score(String name) {
      return scores.stream().filter(score -> score.name().equals(name)).findFirst();
    }
  }

  /** Where the course of the training is told; the output stays clean where a program reads it. */
  PrintStream stream() {
    return json ? console.err() : console.out();
  }

  /** Tells the course of the training while it runs. */
  TrainingListener progress() {
    return console.isTerminal() ? ConsoleProgress.bar(stream()) : ConsoleProgress.lines(stream());
  }

  void begin() {
    StringBuilder line = new StringBuilder(network.description().name());
    line.append(": ").append(Plural.of(data.training().size(), "example"));
    data.holdout()
        .ifPresent(set -> line.append(" to train on, ").append(set.size()).append(" to judge by"));
    if (data.skipped() > 0) {
      line.append("; ")
          .append(Plural.of(data.skipped(), "row"))
          .append(" with missing cells left out");
    }
    stream().print(line + "\n");
  }

  void end(TrainingResult result, Optional<Path> saved) {
    Measurement training = measure(data.training());
    Optional<Measurement> holdout = data.holdout().map(this::measure);
    if (json) {
      console.out().print(Json.of(summary(result, training, holdout, saved)) + "\n");
      return;
    }
    PrintStream out = console.out();
    out.print("\n" + curves(result.history()));
    out.print(table(training, holdout));
    out.print("\n" + Plural.of(result.epochs(), "epoch") + ": " + result.end().text());
    out.print(
        result.bestEpoch() < result.epochs()
            ? "; the weights are those of epoch " + result.bestEpoch() + "\n"
            : "\n");
    if (scalesTargets()) {
      out.print("loss and metrics are those of standardised targets; R² does not depend on it\n");
      unscaledOutputs(pairing).ifPresent(note -> out.print(note + "\n"));
    }
    saved.ifPresent(path -> out.print("weights saved in " + path + "\n"));
  }

  /** Says which outputs keep the scale that they have inside of the network. */
  static Optional<String> unscaledOutputs(Pairing pairing) {
    List<String> names = pairing.unpaired().stream().map(Tensor::name).toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "not scaled back, since the loss compares it with no target: "
                + String.join(", ", names));
  }

  private boolean scalesTargets() {
    return data.scaling().isPresent()
        && IntStream.range(0, network.description().targetSize())
            .anyMatch(i -> data.scaling().get().targetDeviations()[i] != 1);
  }

  private Measurement measure(Dataset dataset) {
    Dataset scaled = data.scaled(dataset);
    Predictions predictions = Predictions.of(network, scaled, pairing, data.scaling());
    return new Measurement(Evaluation.of(network, scaled), Scores.of(predictions, dataset));
  }

  private String curves(History history) {
    Chart.Glyphs glyphs = console.glyphs();
    Chart loss = new Chart(glyphs).curve("training", series(history, history::loss));
    if (history.holdsOut()) {
      loss.curve("held out", series(history, history::holdoutLoss));
    }
    String chart = loss.draw("loss");
    if (chart.isEmpty() || history.metrics().isEmpty()) {
      return chart.isEmpty() ? "" : chart + "\n";
    }
    TextTable lines = new TextTable();
    for (String metric : history.metrics()) {
      double[] onTraining = series(history, epoch -> history.metric(metric, epoch));
      lines.row(metric, "training", Sparkline.of(glyphs, onTraining), range(metric, onTraining));
      if (history.holdsOut()) {
        double[] heldOut = series(history, epoch -> history.holdoutMetric(metric, epoch));
        lines.row("", "held out", Sparkline.of(glyphs, heldOut), range(metric, heldOut));
      }
    }
    return chart + "\n" + lines + "\n";
  }

  private static String range(String metric, double... values) {
    return figure(metric, values[0]) + " to " + figure(metric, values[values.length - 1]);
  }

  private static double[] series(History history, IntToDoubleFunction byEpoch) {
    return IntStream.rangeClosed(1, history.epochs()).mapToDouble(byEpoch).toArray();
  }

  private TextTable table(Measurement training, Optional<Measurement> holdout) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("", "training", holdout.map(h -> "held out")));
    rows.add(
        row(
            "loss",
            Figures.of(training.evaluation().loss()),
            holdout.map(h -> Figures.of(h.evaluation().loss()))));
    training
        .evaluation()
        .metrics()
        .forEach(
            (name, value) ->
                rows.add(
                    row(
                        name,
                        figure(name, value),
                        holdout.map(h -> figure(name, h.evaluation().metrics().get(name))))));
    for (Score score : training.scores()) {
      if (!training.evaluation().metrics().containsKey(score.name())) {
        String name = console.glyphs() == Chart.Glyphs.UNICODE ? score.symbol() : score.name();
        rows.add(row(name, figure(score), holdout.map(h -> figure(h.score(score.name())))));
      }
    }
    TextTable table = new TextTable();
    rows.forEach(table::row);
    return table;
  }

  private static List<String> row(String name, String training, Optional<String> holdout) {
    return holdout.map(h -> List.of(name, training, h)).orElse(List.of(name, training));
  }

  /** A metric of the network's own; its accuracy looks like ours. */
  private static String figure(String metric, double value) {
    return metric.equals(Score.Kind.ACCURACY.text()) && value >= 0 && value <= 1
        ? Figures.percent(value)
        : Figures.of(value);
  }

  private static String figure(Optional<Score> score) {
    return score.map(TrainingReport::figure).orElse("-");
  }

  private static String figure(Score score) {
    return score.kind() == Score.Kind.ACCURACY
        ? Figures.percent(score.value())
        : Figures.of(score.value());
  }

  private Map<String, Object> summary(
      TrainingResult result,
      Measurement training,
      Optional<Measurement> holdout,
      Optional<Path> saved) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("network", network.description().name());
    summary.put("epochs", result.epochs());
    summary.put("steps", result.steps());
    summary.put("end", result.end().name().toLowerCase(java.util.Locale.ROOT));
    summary.put("bestEpoch", result.bestEpoch());
    summary.put("skippedRows", data.skipped());
    summary.put("training", json(training, data.training()));
    holdout.ifPresent(h -> summary.put("holdout", json(h, data.holdout().orElseThrow())));
    History history = result.history();
    Map<String, Object> curves = new LinkedHashMap<>();
    curves.put("loss", boxed(series(history, history::loss)));
    if (history.holdsOut()) {
      curves.put("holdoutLoss", boxed(series(history, history::holdoutLoss)));
    }
    summary.put("history", curves);
    saved.ifPresent(path -> summary.put("weights", path.toString()));
    return summary;
  }

  private static List<Double> boxed(double... values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }

  private static Map<String, Object> json(Measurement measurement, Dataset dataset) {
    Map<String, Object> scores = new LinkedHashMap<>();
    measurement.scores().forEach(score -> scores.put(score.name(), score.value()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("examples", dataset.size());
    json.put("loss", measurement.evaluation().loss());
    json.put("metrics", measurement.evaluation().metrics());
    json.put("scores", scores);
    return json;
  }
}
