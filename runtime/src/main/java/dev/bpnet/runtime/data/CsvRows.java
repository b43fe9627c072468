package dev.bpnet.runtime.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts delimited text into rows of trimmed cells (RFC 4180: a cell in double quotes may hold
 * delimiters, line ends and doubled quotes). Lines without any text are left out.
 */
final class CsvRows {
  /**
   * One row.
   *
   * @param line where it begins, from 1
   */
  record Row(int line, List<String> cells) {}

  private final String text;
  private final char delimiter;
  private final List<Row> rows = new ArrayList<>();
  private List<String> cells = new ArrayList<>();
  private int at;
  private int line = 1;
  private int firstLine = 1;

  private CsvRows(String text, char delimiter) {
    this.text = text;
    this.delimiter = delimiter;
  }

  static List<Row> of(String text, char delimiter) {
    CsvRows cutter = new CsvRows(text, delimiter);
    while (cutter.at < text.length()) {
      cutter.cell();
    }
    cutter.endRow();
    return cutter.rows;
  }

  /** The first of comma, semicolon and tab by number in the first line. */
  static char guessDelimiter(String text) {
    String first = text.strip().lines().findFirst().orElse("");
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(first, candidate) > count(first, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** Reads a cell and the delimiter or line end after it. */
  private void cell() {
    skipBlanks();
    String cell = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
    cells.add(cell);
    if (at == text.length()) {
      return;
    }
    if (text.charAt(at) == delimiter) {
      at++;
      if (at == text.length() || isLineEnd(text.charAt(at))) {
        cells.add("");
      }
    }
    if (at < text.length() && isLineEnd(text.charAt(at))) {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      line++;
      endRow();
    }
  }

  private void endRow() {
    if (cells.size() > 1 || cells.size() == 1 && !cells.get(0).isEmpty()) {
      rows.add(new Row(firstLine, List.copyOf(cells)));
    }
    cells = new ArrayList<>();
    firstLine = line;
  }

  private String plain() {
    int from = at;
    while (at < text.length() && text.charAt(at) != delimiter && !isLineEnd(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at).strip();
  }

  private String quoted() {
    StringBuilder cell = new StringBuilder();
    at++;
    while (true) {
      if (at >= text.length()) {
        throw DataException.of(
            "line %d, column %d: the quote that opens here is never closed",
            firstLine, cells.size() + 1);
      }
      char c = text.charAt(at++);
      if (c == '"' && at < text.length() && text.charAt(at) == '"') {
        at++;
      } else if (c == '"') {
        break;
      } else if (c == '\n' || c == '\r' && !text.startsWith("\n", at)) {
        line++;
      }
      cell.append(c);
    }
    skipBlanks();
    if (at < text.length() && text.charAt(at) != delimiter && !isLineEnd(text.charAt(at))) {
      throw DataException.of(
          "line %d, column %d: text stands behind the closing quote", firstLine, cells.size() + 1);
    }
    return cell.toString();
  }

  private void skipBlanks() {
    while (at < text.length()
        && (text.charAt(at) == ' ' || text.charAt(at) == '\t' && delimiter != '\t')) {
      at++;
    }
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
