package dev.bpnet.cli.data;

import dev.bpnet.cli.UserError;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Tensor;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where the inputs stood in the table that a network was trained on, to find them again in another.
 *
 * @param names of the columns, in order; empty if that table had none
 * @param positions 0-based, in order; empty if nothing is remembered
 * @param width the number of columns of that table
 */
public record RememberedColumns(List<String> names, List<Integer> positions, int width) {
  public static final RememberedColumns NONE = new RememberedColumns(List.of(), List.of(), -1);

  public RememberedColumns {
    names = List.copyOf(names);
    positions = List.copyOf(positions);
  }

  /** What to remember of a table. */
  public static RememberedColumns of(CsvFile file, Columns columns) {
    List<String> names =
        file.header().isPresent()
            ? columns.inputs().stream().map(file::columnName).toList()
            : List.of();
    return new RememberedColumns(names, columns.inputs(), file.width());
  }

  /**
   * The input columns of a table to predict from: those that the user names, else those of the
   * remembered names, else those at the remembered places, else all or the first of them.
   */
  public Columns find(CsvFile file, Description network, ColumnChoice choice) {
    int count = network.inputs().stream().mapToInt(Tensor::size).sum();
    if (!choice.inputs().isEmpty()) {
      List<Integer> named = Columns.named(file, "--input", choice.inputs());
      if (named.size() != count) {
        throw new UserError(
            "--input names "
                + Plural.of(named.size(), "column")
                + ", but "
                + network.name()
                + " takes "
                + Plural.of(count, "input"));
      }
      return new Columns(named, List.of());
    }
    if (!names.isEmpty() && file.header().isPresent()) {
      return new Columns(byName(file, file.header().get()), List.of());
    }
    if (file.width() == width) {
      return new Columns(positions, List.of());
    }
    int targets = network.targets().stream().mapToInt(Tensor::size).sum();
    if (file.width() == count || positions.isEmpty() && file.width() == count + targets) {
      return new Columns(IntStream.range(0, count).boxed().toList(), List.of());
    }
    throw new UserError(
        file.path()
            + " has "
            + Plural.of(file.width(), "column")
            + ", but "
            + network.name()
            + " takes "
            + Plural.of(count, "input")
            + (width > 0 ? " out of a table of " + Plural.of(width, "column") : "")
            + "; name the columns with --input");
  }

  private List<Integer> byName(CsvFile file, List<String> header) {
    List<String> absent = names.stream().filter(name -> !header.contains(name)).toList();
    if (!absent.isEmpty()) {
      throw new UserError(
          file.path()
              + " lacks "
              + Plural.of(absent.size(), "column")
              + " that the model was trained on: "
              + absent.stream().map(Cell::shortened).collect(Collectors.joining(", "))
              + "; name the columns with --input");
    }
    return names.stream().map(name -> file.column(name).orElseThrow()).toList();
  }
}
