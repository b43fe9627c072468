package dev.bpnet.cli.data;

import dev.bpnet.cli.UserError;
import java.util.ArrayList;
import java.util.List;

/** The rows of a table that lack a cell, and where the first of the gaps are. */
final class MissingCells {
  private static final int SHOWN = 5;

  private final CsvFile file;
  private final List<String> places = new ArrayList<>();
  private int rows;

  MissingCells(CsvFile file) {
    this.file = file;
  }

  /** Whether one of the columns of a row is missing; if so, the row counts. */
  boolean find(CsvFile.Row row, List<Integer> columns) {
    for (int column : columns) {
      String cell = row.cells().get(column);
      if (Cell.isMissing(cell)) {
        rows++;
        if (places.size() < SHOWN) {
          String what = cell.isEmpty() ? "empty" : "'" + cell + "'";
          places.add("row " + row.number() + ", " + file.columnLabel(column) + ": " + what);
        }
        return true;
      }
    }
    return false;
  }

  int rows() {
    return rows;
  }

  void refuse() {
    if (rows == 0) {
      return;
    }
    StringBuilder message = new StringBuilder();
    message.append(Plural.of(rows, "row")).append(" of ").append(file.path());
    message.append(rows == 1 ? " has" : " have").append(" missing cells");
    message.append(" (--skip-missing leaves such rows out):");
    places.forEach(place -> message.append("\n  ").append(place));
    if (rows > places.size()) {
      message.append("\n  …");
    }
    throw new UserError(message.toString());
  }
}
