package dev.bpnet.cli;

import dev.bpnet.cli.data.ColumnChoice;
import dev.bpnet.cli.data.Columns;
import dev.bpnet.cli.data.CsvFile;
import dev.bpnet.cli.data.ExampleReader;
import dev.bpnet.cli.data.Labels;
import dev.bpnet.cli.data.RememberedColumns;
import dev.bpnet.cli.data.SameColumns;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.data.Split;
import dev.bpnet.runtime.data.Standardization;
import dev.bpnet.runtime.data.Widths;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The examples of a training in the units of the tables, and how to scale them.
 *
 * @param skipped rows that were left out because a cell was missing
 */
record TrainingData(
    Dataset training,
    Optional<Dataset> holdout,
    Optional<Standardization> scaling,
    Labels labels,
    RememberedColumns columns,
    int skipped) {
  /**
   * What to make of a table.
   *
   * @param holdout fraction of the examples to hold out; null for none
   * @param test another table to judge by; null for none
   */
  record Plan(ColumnChoice choice, Double holdout, Path test, Scaling scaling, long seed) {}

  /** What to scale. */
  enum Scaling {
    NONE,
    INPUTS,
    /** Inputs and real targets. */
    ALL
  }

  /** What a network of its parameters alone sees: one example that holds nothing. */
  static final Dataset EMPTY_EXAMPLE =
      Dataset.of(
          new Examples.OfDouble(1, new double[0], new int[0], new double[0], new int[0]),
          new Widths(0, 0, 0, 0));

  static TrainingData read(DataOptions options, Plan plan, Description network) {
    Labels labels = Labels.empty(network);
    if (options.data == null) {
      return new TrainingData(
          EMPTY_EXAMPLE, Optional.empty(), Optional.empty(), labels, RememberedColumns.NONE, 0);
    }
    ExampleReader reader =
        new ExampleReader(network, labels, new ExampleReader.Options(options.skipMissing, true));
    CsvFile file = options.open(options.data);
    Columns columns = Columns.resolve(file, network, plan.choice());
    ExampleReader.Table table = reader.read(file, columns);
    Dataset training = table.dataset();
    Optional<Dataset> holdout = Optional.empty();
    int skipped = table.skipped();
    if (plan.test() != null) {
      CsvFile testFile = options.open(plan.test());
      Columns same =
          new SameColumns(file, columns).find(testFile, "--test", network, plan.choice());
      ExampleReader.Table test = reader.read(testFile, same);
      holdout = Optional.of(test.dataset());
      skipped += test.skipped();
    } else if (plan.holdout() != null) {
      Split split = training.split(plan.holdout(), plan.seed());
      training = split.training();
      holdout = Optional.of(split.holdout());
    }
    return new TrainingData(
        training,
        holdout,
        scaling(plan.scaling(), training),
        labels,
        RememberedColumns.of(file, columns),
        skipped);
  }

  private static Optional<Standardization> scaling(Scaling scaling, Dataset training) {
    return switch (scaling) {
      case NONE -> Optional.empty();
      case INPUTS -> Optional.of(Standardization.ofInputs(training));
      case ALL -> Optional.of(Standardization.of(training));
    };
  }

  /** Examples as the network is to see them. */
  Dataset scaled(Dataset dataset) {
    return scaling.map(factors -> factors.apply(dataset)).orElse(dataset);
  }
}
