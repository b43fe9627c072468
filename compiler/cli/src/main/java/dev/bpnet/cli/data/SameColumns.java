package dev.bpnet.cli.data;

import dev.bpnet.cli.UserError;
import dev.bpnet.runtime.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the columns of one table again in another: by name, where both tables name them. */
public final class SameColumns {
  private final CsvFile table;
  private final Columns columns;

  /**
   * @param columns of the table that are to be found in others
   */
  public SameColumns(CsvFile table, Columns columns) {
    this.table = table;
    this.columns = columns;
  }

  /**
   * The same columns of another table; further columns of it do not matter. Without names they are
   * those that the choice or their places say.
   *
   * @param option that names the other table
   * @throws UserError if a name is missing or stands for several columns
   */
  public Columns find(CsvFile other, String option, Description network, ColumnChoice choice) {
    if (table.header().isPresent() && other.header().isPresent()) {
      refuseMissing(other, option);
      return new Columns(places(columns.inputs(), other), places(columns.targets(), other));
    }
    return other.width() == table.width() ? columns : Columns.resolve(other, network, choice);
  }

  private void refuseMissing(CsvFile other, String option) {
    List<Integer> all = new ArrayList<>(columns.inputs());
    all.addAll(columns.targets());
    List<String> absent =
        all.stream()
            .filter(column -> place(column, other).isEmpty())
            .map(column -> Cell.shortened(table.columnName(column)))
            .toList();
    if (!absent.isEmpty()) {
      throw new UserError(
          option
              + ": "
              + other.path()
              + " lacks "
              + Plural.of(absent.size(), "column")
              + " of "
              + table.path()
              + ": "
              + String.join(", ", absent)
              + "; it has the columns "
              + other.header().orElseThrow().stream()
                  .map(Cell::shortened)
                  .collect(Collectors.joining(", ")));
    }
  }

  private List<Integer> places(List<Integer> wanted, CsvFile other) {
    return wanted.stream().map(column -> place(column, other).orElseThrow()).toList();
  }

  /** A column without a name is the one at its place, if that has none either. */
  private Optional<Integer> place(int column, CsvFile other) {
    String name = table.columnName(column);
    if (!name.isEmpty()) {
      return other.column(name);
    }
    return column < other.width() && other.columnName(column).isEmpty()
        ? Optional.of(column)
        : Optional.empty();
  }
}
