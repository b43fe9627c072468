package dev.bpnet.cli.data;

import dev.bpnet.cli.UserError;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which columns of a table hold a network's inputs and targets, 0-based, in declaration order: a
 * tensor of k elements takes k columns.
 */
public record Columns(List<Integer> inputs, List<Integer> targets) {
  public Columns {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
  }

  /** The columns for training: inputs and targets. */
  public static Columns resolve(CsvFile file, Description network, ColumnChoice choice) {
    Columns columns = new Resolution(file, network, choice).columns();
    columns.inputs.forEach(file::refuseDoubled);
    columns.targets.forEach(file::refuseDoubled);
    return columns;
  }

  /**
   * The named columns, in order.
   *
   * @param option that names them
   */
  static List<Integer> named(CsvFile file, String option, List<String> names) {
    List<Integer> columns =
        names.stream().flatMap(name -> find(file, option, name).stream()).toList();
    Set<Integer> seen = new HashSet<>();
    for (int column : columns) {
      if (!seen.add(column)) {
        throw new UserError(option + ": " + file.columnLabel(column) + " is named twice");
      }
    }
    return columns;
  }

  private static List<Integer> find(CsvFile file, String option, String name) {
    Optional<Integer> byName = file.column(name);
    if (byName.isPresent()) {
      return List.of(byName.get());
    }
    if (name.matches("[0-9]{1,9}(-[0-9]{1,9})?")) {
      String[] ends = name.split("-");
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (first >= 1 && first <= last && last <= file.width()) {
        return IntStream.range(first - 1, last).boxed().toList();
      }
      throw new UserError(
          option
              + ": no column "
              + name
              + ": "
              + file.path()
              + " has columns 1 to "
              + file.width());
    }
    String known =
        file.header()
            .map(header -> " has the columns " + String.join(", ", header))
            .orElse(" names no columns; give their numbers, 1 to " + file.width());
    throw new UserError(option + ": no column '" + name + "': " + file.path() + known);
  }

  /** One attempt to find the columns. */
  private static final class Resolution {
    private final CsvFile file;
    private final Description network;
    private final ColumnChoice choice;
    private final int inputCount;
    private final int targetCount;

    Resolution(CsvFile file, Description network, ColumnChoice choice) {
      this.file = file;
      this.network = network;
      this.choice = choice;
      this.inputCount = size(network.inputs());
      this.targetCount = size(network.targets());
    }

    Columns columns() {
      List<Integer> inputs = named(file, "--input", choice.inputs());
      List<Integer> targets = named(file, "--target", choice.targets());
      if (!choice.inputs().isEmpty()) {
        checkCount("--input", inputs, inputCount, network.inputs());
      }
      if (!choice.targets().isEmpty()) {
        checkCount("--target", targets, targetCount, network.targets());
      }
      inputs.stream().filter(targets::contains).findFirst().ifPresent(this::refuseBoth);
      if (choice.inputs().isEmpty() && choice.targets().isEmpty()) {
        return byPosition();
      }
      if (choice.targets().isEmpty()) {
        return new Columns(inputs, lastBut(inputs));
      }
      return new Columns(choice.inputs().isEmpty() ? allBut(targets) : inputs, targets);
    }

    private Columns byPosition() {
      if (file.width() != inputCount + targetCount) {
        throw new UserError(
            file.path()
                + " has "
                + Plural.of(file.width(), "column")
                + ", but "
                + network.name()
                + " takes "
                + (inputCount + targetCount)
                + ": "
                + needs()
                + advice(file.width() - inputCount - targetCount));
      }
      List<Integer> all = range(0, file.width());
      return new Columns(all.subList(0, inputCount), all.subList(inputCount, all.size()));
    }

    private List<Integer> lastBut(List<Integer> inputs) {
      List<Integer> rest = rest(inputs);
      if (rest.size() < targetCount) {
        throw new UserError(
            "beside its inputs "
                + file.path()
                + " has "
                + Plural.of(rest.size(), "column")
                + ", but "
                + network.name()
                + " takes "
                + Plural.of(targetCount, "target")
                + ": "
                + tensors(network.targets()));
      }
      return rest.subList(rest.size() - targetCount, rest.size());
    }

    private List<Integer> allBut(List<Integer> targets) {
      List<Integer> rest = rest(targets);
      if (rest.size() != inputCount) {
        throw new UserError(
            "beside its targets "
                + file.path()
                + " has "
                + Plural.of(rest.size(), "column")
                + " ("
                + rest.stream().map(file::columnName).collect(Collectors.joining(", "))
                + "), but "
                + network.name()
                + " takes "
                + tensors(network.inputs())
                + "; name the columns with --input");
      }
      return rest;
    }

    private List<Integer> rest(List<Integer> without) {
      List<Integer> rest = new ArrayList<>(range(0, file.width()));
      rest.removeAll(without);
      return rest;
    }

    private void checkCount(String option, List<Integer> named, int count, List<Tensor> tensors) {
      if (named.size() != count) {
        throw new UserError(
            option
                + " names "
                + Plural.of(named.size(), "column")
                + ", but "
                + network.name()
                + " takes "
                + count
                + ": "
                + tensors(tensors));
      }
    }

    private void refuseBoth(int column) {
      throw new UserError(file.columnLabel(column) + " is named as input and as target");
    }

    private String needs() {
      return inputCount == 0 || targetCount == 0
          ? tensors(network.inputs()) + tensors(network.targets())
          : tensors(network.inputs()) + ", then " + tensors(network.targets());
    }

    private String advice(int tooMany) {
      if (tooMany < 0) {
        return "";
      }
      String example =
          file.header()
              .map(header -> " --target " + header.get(file.width() - 1))
              .orElse(" --target " + file.width());
      String extra =
          range(file.width() - tooMany, file.width()).stream()
              .map(file::columnName)
              .collect(Collectors.joining(", "));
      return "\n  taken in order, "
          + extra
          + (tooMany == 1 ? " is" : " are")
          + " too many; choose with --input and --target, such as --input "
          + file.columnName(0)
          + (inputCount > 1 ? ",…" : "")
          + example;
    }
  }

  private static int size(List<Tensor> tensors) {
    return tensors.stream().mapToInt(Tensor::size).sum();
  }

  private static String tensors(List<Tensor> tensors) {
    return tensors.stream()
        .map(t -> t.name() + (t.shape().isEmpty() ? "" : t.shape()))
        .collect(Collectors.joining(", "));
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
