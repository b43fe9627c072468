package dev.bpnet.cli.data;

import java.util.List;
import java.util.stream.IntStream;

/** Whether the first row of a table names its columns. */
final class HeaderGuess {
  private HeaderGuess() {}

  /**
   * A header holds no number and no gap (save in its first cell, over row numbers); somewhere below
   * it stand numbers or, in a table without any, none of its cells appears again in its column. A
   * text over nothing but numbers makes a header of any first row: the others may be years.
   */
  static boolean isHeader(List<List<String>> rows) {
    List<String> first = rows.get(0);
    List<List<String>> below = rows.subList(1, rows.size());
    if (isAboveNumbers(first, below)) {
      return true;
    }
    int names = first.size() > 1 && first.get(0).isEmpty() ? 1 : 0;
    if (first.stream().skip(names).anyMatch(Cell::looksLikeData)) {
      return false;
    }
    return below.stream().flatMap(List::stream).anyMatch(Cell::looksNumeric)
        || IntStream.range(0, first.size()).noneMatch(column -> repeats(column, first, below));
  }

  private static boolean isAboveNumbers(List<String> first, List<List<String>> below) {
    return !below.isEmpty()
        && IntStream.range(0, first.size())
            .filter(column -> !Cell.looksLikeData(first.get(column)))
            .anyMatch(
                column ->
                    below.stream()
                        .allMatch(
                            row -> column < row.size() && Cell.looksNumeric(row.get(column))));
  }

  private static boolean repeats(int column, List<String> first, List<List<String>> below) {
    return below.stream()
        .anyMatch(row -> column < row.size() && row.get(column).equals(first.get(column)));
  }
}
