package dev.bpnet.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * One line of a table: a benchmark and its subject.
 *
 * @param net as the table calls it
 * @param shape of the network
 * @param benchmark the simple name of the benchmark's class
 * @param parameters of the benchmark besides the contender
 * @param divisor the units, such as examples, of one measured operation
 * @param metric what a reference program calls the figure
 */
record Row(
    String net,
    String shape,
    String benchmark,
    Map<String, String> parameters,
    double divisor,
    String metric) {
  static Row training(Task task) {
    return new Row(
        task.label(),
        task.shape() + " (" + task.steps().batch() + ")",
        "TrainingBenchmark",
        Map.of("subject", task.label()),
        (double) task.stepRepetitions() * task.steps().batch(),
        "train_ns_per_sample");
  }

  static Row prediction(Task task) {
    return new Row(
        task.label(),
        task.shape(),
        "PredictionBenchmark",
        Map.of("subject", task.label()),
        task.predictionRepetitions(),
        "infer_b1_ns_per_sample");
  }

  static Row dense(int width) {
    return new Row(
        DenseLayer.PREFIX + width,
        width + "-" + width,
        "PredictionBenchmark",
        Map.of("subject", DenseLayer.PREFIX + width),
        Task.repetitions((long) width * width),
        "infer_b1_ns_per_sample");
  }

  static Row gradient() {
    return new Row(
        "gradient", "24-8-2 (200)", "GradientBenchmark", Map.of(), 1, "gradient_ns_per_batch");
  }

  /** Who takes part. */
  List<Contender.Kind> contenders() {
    return benchmark.equals("GradientBenchmark")
        ? List.of(Contender.Kind.BPNET, Contender.Kind.VECTORS, Contender.Kind.TEXTBOOK)
        : List.of(Contender.Kind.values());
  }
}
