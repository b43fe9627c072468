package dev.bpnet.cli.data;

import dev.bpnet.cli.UserError;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Tensor;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.data.Widths;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Reads the rows of a table into examples of a network. */
public final class ExampleReader {
  private final Description network;
  private final Labels labels;
  private final Options options;

  /**
   * How to read.
   *
   * @param skipMissing whether rows with missing cells are left out instead of being an error
   * @param newClasses whether class names may appear that are not known yet
   */
  public record Options(boolean skipMissing, boolean newClasses) {}

  /**
   * What was read.
   *
   * @param dataset in double precision
   * @param skipped rows that were left out because a cell was missing
   */
  public record Table(Dataset dataset, int skipped) {}

  /**
   * @param labels class names; new ones are added as they appear, if the options allow it
   */
  public ExampleReader(Description network, Labels labels, Options options) {
    this.network = network;
    this.labels = labels;
    this.options = options;
  }

  /**
   * Reads all rows.
   *
   * @param columns where the targets are empty, the examples have none
   * @throws UserError that names the row and column that cannot be used
   */
  public Table read(CsvFile file, Columns columns) {
    Reading reading = new Reading(file, columns);
    file.read(reading::row);
    return reading.finish();
  }

  /** One pass over a file. */
  private final class Reading {
    private final CsvFile file;
    private final Side inputs;
    private final Side targets;
    private final MissingCells missing;
    private int count;

    Reading(CsvFile file, Columns columns) {
      this.file = file;
      this.inputs = new Side(file, network.inputs(), columns.inputs());
      this.targets =
          new Side(
              file, columns.targets().isEmpty() ? List.of() : network.targets(), columns.targets());
      this.missing = new MissingCells(file);
    }

    void row(CsvFile.Row row) {
      if (missing.find(row, inputs.columns) || missing.find(row, targets.columns)) {
        return;
      }
      inputs.add(row);
      targets.add(row);
      count++;
    }

    Table finish() {
      if (!options.skipMissing()) {
        missing.refuse();
      }
      if (count == 0) {
        String rows =
            missing.rows() > 0
                ? ": each of its rows has a missing cell"
                : file.header().isPresent()
                    ? ": it has a header only (--no-header if the first row holds data)"
                    : "";
        throw new UserError("no examples in " + file.path() + rows);
      }
      inputs.renumber();
      targets.renumber();
      Widths widths =
          new Widths(
              inputs.reals.width(count),
              inputs.classes.width(count),
              targets.reals.width(count),
              targets.classes.width(count));
      Examples.OfDouble examples =
          new Examples.OfDouble(
              count,
              inputs.reals.toArray(),
              inputs.classes.toArray(),
              targets.reals.toArray(),
              targets.classes.toArray());
      return new Table(Dataset.of(examples, widths), missing.rows());
    }
  }

  /** The inputs or the targets while they are read. */
  private final class Side {
    private final CsvFile file;
    private final List<Tensor> tensors;
    private final List<Integer> columns;
    private final Numbers.Reals reals = new Numbers.Reals();
    private final Numbers.Classes classes = new Numbers.Classes();

    Side(CsvFile file, List<Tensor> tensors, List<Integer> columns) {
      this.file = file;
      this.tensors = tensors;
      this.columns = columns;
    }

    void add(CsvFile.Row row) {
      int next = 0;
      for (Tensor tensor : tensors) {
        for (int element = 0; element < tensor.size(); element++) {
          int column = columns.get(next++);
          String cell = row.cells().get(column);
          if (tensor.isClass()) {
            classes.add(classNumber(tensor, row, column));
          } else {
            reals.add(real(tensor, cell, file.place(row.number(), column)));
          }
        }
      }
    }

    private double real(Tensor tensor, String cell, String place) {
      OptionalDouble number = Cell.number(cell);
      if (number.isEmpty()) {
        String advice =
            Cell.looksNumeric(cell)
                ? ""
                : " (if it names a class, declare " + tensor.name() + ": class(…))";
        throw new UserError(place + ": " + Cell.whyNoNumber(cell) + advice);
      }
      double value = number.getAsDouble();
      if (network.precision() == Description.Precision.FLOAT && Float.isInfinite((float) value)) {
        throw new UserError(place + ": " + cell + " is too large for --precision float");
      }
      return value;
    }

    private int classNumber(Tensor tensor, CsvFile.Row row, int column) {
      ClassNames names = labels.of(tensor);
      String name = Cell.className(row.cells().get(column));
      if (name.indexOf(TextFile.NOT_UTF8) >= 0) {
        throw new UserError(
            file.place(row.number(), column) + ": '" + Cell.shortened(name) + "' is not UTF-8");
      }
      OptionalInt number = options.newClasses() ? names.add(name) : names.number(name);
      if (number.isPresent()) {
        return number.getAsInt();
      }
      String why =
          options.newClasses()
              ? "is one class more than " + tensor.name() + ": class(" + tensor.classes() + ") has"
              : "is none of the classes of " + tensor.name();
      throw new UserError(
          file.place(row.number(), column)
              + ": '"
              + Cell.shortened(name)
              + "' "
              + why
              + "; the others are "
              + sample(names.names()));
    }

    private void renumber() {
      if (!options.newClasses()) {
        return;
      }
      for (Tensor tensor : tensors) {
        if (tensor.isClass()) {
          labels
              .of(tensor)
              .renumber()
              .ifPresent(numbers -> classes.renumber(tensor, numbers, classWidth()));
        }
      }
    }

    private int classWidth() {
      return tensors.stream().filter(Tensor::isClass).mapToInt(Tensor::size).sum();
    }
  }

  private static String sample(List<String> names) {
    List<String> some = new ArrayList<>(names.subList(0, Math.min(8, names.size())));
    if (names.size() > some.size()) {
      some.add("…");
    }
    return some.stream().map(Cell::shortened).collect(Collectors.joining(", "));
  }
}
