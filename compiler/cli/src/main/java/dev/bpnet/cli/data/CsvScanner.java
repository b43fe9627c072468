package dev.bpnet.cli.data;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts delimited text into rows of cells without the blanks around them (RFC 4180: a cell in double
 * quotes may hold delimiters, line ends and doubled quotes). Rows without any text are left out.
 */
public final class CsvScanner {
  private static final int END = -1;

  private final Reader text;
  private final Delimiter delimiter;
  private List<String> cells = new ArrayList<>();
  private int next;
  private long line = 1;
  private long row = 1;

  /**
   * @param text buffered; it stays open
   */
  CsvScanner(Reader text, Delimiter delimiter) throws IOException {
    this.text = text;
    this.delimiter = delimiter;
    this.next = text.read();
  }

  /** A quote that is not as the format wants it. */
  public static final class MalformedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final long row;
    private final int column;

    /**
     * @param row the line on which its row starts, from 1
     * @param column 0-based
     */
    MalformedException(String message, long row, int column) {
      super(message);
      this.row = row;
      this.column = column;
    }

    long row() {
      return row;
    }

    int column() {
      return column;
    }
  }

  /** The cells of a text of one row, between commas. */
  public static List<String> commaSeparated(String text) {
    try {
      return new CsvScanner(new java.io.StringReader(text), Delimiter.COMMA)
          .row()
          .map(CsvFile.Row::cells)
          .orElse(List.of());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * The next row; empty at the end.
   *
   * @throws MalformedException if a quote is never closed, or text follows a closing quote
   */
  Optional<CsvFile.Row> row() throws IOException {
    while (next != END) {
      cells = new ArrayList<>();
      row = line;
      cells();
      if (cells.size() > 1 || cells.size() == 1 && !cells.get(0).isEmpty()) {
        return Optional.of(new CsvFile.Row(row, cells));
      }
    }
    return Optional.empty();
  }

  /** Reads the cells of a row and its line end. */
  private void cells() throws IOException {
    boolean more = true;
    while (more) {
      skipBlanks();
      if (!(delimiter == Delimiter.BLANKS && isRowEnd())) {
        cells.add(next == '"' ? quoted() : plain());
      }
      more = !isRowEnd();
      if (more && delimiter != Delimiter.BLANKS) {
        advance();
      }
    }
    lineEnd();
  }

  private String plain() throws IOException {
    StringBuilder cell = new StringBuilder();
    while (!isRowEnd() && !delimiter.separates((char) next)) {
      cell.append((char) next);
      advance();
    }
    return cell.toString().strip();
  }

  private String quoted() throws IOException {
    StringBuilder cell = new StringBuilder();
    advance();
    while (true) {
      if (next == END) {
        throw malformed("the quote that opens here is never closed");
      }
      char c = (char) next;
      advance();
      if (c == '"' && next == '"') {
        advance();
      } else if (c == '"') {
        break;
      } else if (c == '\n' || c == '\r' && next != '\n') {
        line++;
      }
      cell.append(c);
    }
    boolean parted = isBlank();
    skipBlanks();
    boolean ended = isRowEnd() || delimiter.separates((char) next);
    if (!ended && !(parted && delimiter == Delimiter.BLANKS)) {
      throw malformed("text stands behind the closing quote");
    }
    return cell.toString().strip();
  }

  private MalformedException malformed(String message) {
    return new MalformedException(message, row, cells.size());
  }

  private void lineEnd() throws IOException {
    if (next == '\r') {
      advance();
      if (next != '\n') {
        line++;
        return;
      }
    }
    if (next == '\n') {
      line++;
      advance();
    }
  }

  private void skipBlanks() throws IOException {
    while (isBlank()) {
      advance();
    }
  }

  private boolean isBlank() {
    return next == ' ' || next == '\t' && delimiter != Delimiter.TAB;
  }

  private boolean isRowEnd() {
    return next == END || next == '\n' || next == '\r';
  }

  private void advance() throws IOException {
    next = text.read();
  }
}
