package dev.bpnet.cli.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands between the cells of a row. */
enum Delimiter {
  TAB('\t'),
  SEMICOLON(';'),
  COMMA(','),
  /** Any number of blanks and tabs. */
  BLANKS(' ');

  private final char character;

  Delimiter(char character) {
    this.character = character;
  }

  char character() {
    return character;
  }

  /**
   * The one that splits most of the lines into equally many cells, at least two; the earlier
   * constant where two do. A comma if none does: the table then has one column.
   */
  static Delimiter guess(List<String> lines) {
    Delimiter best = COMMA;
    int bestAgreeing = 0;
    for (Delimiter candidate : values()) {
      int agreeing = candidate.agreeing(lines);
      if (agreeing > bestAgreeing) {
        best = candidate;
        bestAgreeing = agreeing;
      }
    }
    return best;
  }

  /** How many lines have the most frequent number of cells, that being more than one. */
  private int agreeing(List<String> lines) {
    Map<Integer, Integer> linesByCount = new HashMap<>();
    for (String line : lines) {
      linesByCount.merge(split(line).size(), 1, Integer::sum);
    }
    linesByCount.remove(1);
    return linesByCount.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** The cells of one line; a delimiter within double quotes does not count. */
  List<String> split(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    boolean pending = this != BLANKS;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
        pending = true;
      } else if (!quoted && separates(c)) {
        if (pending) {
          cells.add(cell.toString());
          cell.setLength(0);
        }
        pending = this != BLANKS;
      } else {
        cell.append(c);
        pending = true;
      }
    }
    if (pending) {
      cells.add(cell.toString());
    }
    return cells;
  }

  boolean separates(char c) {
    return c == character || (this == BLANKS && c == '\t');
  }
}
