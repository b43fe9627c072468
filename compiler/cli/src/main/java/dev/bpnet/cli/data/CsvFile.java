package dev.bpnet.cli.data;

import dev.bpnet.cli.FileProblems;
import dev.bpnet.cli.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table in a text file: its dialect and columns are known on opening, its rows are read when
 * asked for. A row is numbered by the line of the file on which it starts, so the header is row 1.
 */
public final class CsvFile {
  private static final int SAMPLE_LINES = 200;

  private final TextFile text;
  private final Path path;
  private final Delimiter delimiter;
  private final Optional<List<String>> header;
  private final int width;

  private CsvFile(TextFile text, Delimiter delimiter, Optional<List<String>> header, int width) {
    this.text = text;
    this.path = text.path();
    this.delimiter = delimiter;
    this.header = header;
    this.width = width;
  }

  /** Whether the first row names the columns. */
  public enum Header {
    YES,
    NO,
    /** Judged by the first rows. */
    GUESS
  }

  /** One row of cells, blanks around them removed. */
  public record Row(long number, List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** Receives the rows of a file. */
  public interface RowReader {
    void row(Row row);
  }

  public static CsvFile open(Path path, Header header) {
    TextFile text = TextFile.of(path);
    List<String> sample = sample(text);
    if (sample.isEmpty()) {
      throw new UserError(path + " is empty");
    }
    Delimiter delimiter = Delimiter.guess(sample);
    CsvFile bare = new CsvFile(text, delimiter, Optional.empty(), -1);
    List<List<String>> rows = sample.stream().map(delimiter::split).map(CsvFile::strip).toList();
    boolean named =
        switch (header) {
          case YES -> true;
          case NO -> false;
          case GUESS -> HeaderGuess.isHeader(rows);
        };
    List<String> first = bare.firstRow();
    return new CsvFile(
        text, delimiter, named ? Optional.of(first) : Optional.empty(), first.size());
  }

  public Path path() {
    return path;
  }

  /** The names of the columns where the file gives them. */
  public Optional<List<String>> header() {
    return header;
  }

  /** The number of columns. */
  public int width() {
    return width;
  }

  /** The name of a column for messages, 0-based: {@code column 4 (horsepower)}. */
  public String columnLabel(int column) {
    return "column "
        + (column + 1)
        + header.filter(h -> column < h.size()).map(h -> " (" + h.get(column) + ")").orElse("");
  }

  /** The name of a 0-based column, or its 1-based number where the file has no names. */
  public String columnName(int column) {
    return header.map(h -> h.get(column)).orElse(Integer.toString(column + 1));
  }

  /**
   * The one column of a name, 0-based; empty if there is none.
   *
   * @throws UserError if there are several
   */
  Optional<Integer> column(String name) {
    List<String> names = header.orElse(List.of());
    int first = names.indexOf(name);
    if (first >= 0) {
      refuseDoubled(first);
    }
    return first < 0 ? Optional.empty() : Optional.of(first);
  }

  /**
   * Makes sure that a column that is used can be told from the others.
   *
   * @throws UserError if another has the same name
   */
  void refuseDoubled(int column) {
    List<String> names = header.orElse(List.of());
    if (names.isEmpty() || names.get(column).isEmpty()) {
      return;
    }
    int first = names.indexOf(names.get(column));
    int last = names.lastIndexOf(names.get(column));
    if (first != last) {
      throw new UserError(
          path
              + ", row 1: columns "
              + (first + 1)
              + " and "
              + (last + 1)
              + " are both named '"
              + Cell.shortened(names.get(column))
              + "' (--no-header if the first row holds data)");
    }
  }

  /** The place of a cell for messages. */
  public String place(long row, int column) {
    return path + ", row " + row + ", " + columnLabel(column);
  }

  /** Reads all rows but the header, each as wide as the table. */
  public void read(RowReader reader) {
    boolean[] started = {header.isEmpty()};
    readAll(
        row -> {
          if (!started[0]) {
            started[0] = true;
            return true;
          }
          if (row.cells().size() != width) {
            throw new UserError(ragged(row));
          }
          reader.row(row);
          return true;
        });
  }

  private String ragged(Row row) {
    StringBuilder message = new StringBuilder();
    message.append(path).append(", row ").append(row.number()).append(": ");
    message.append(Plural.of(row.cells().size(), "cell")).append(", but the ");
    message.append(header.isPresent() ? "header" : "first row").append(" has ").append(width);
    if (delimiter == Delimiter.COMMA && row.cells().size() > width) {
      message.append(" (if a number is written with a decimal comma, write 0.5 instead of 0,5)");
    }
    return message.toString();
  }

  private List<String> firstRow() {
    List<List<String>> first = new ArrayList<>();
    readAll(
        row -> {
          first.add(row.cells());
          return false;
        });
    return first.get(0);
  }

  /** Decides after each row whether to go on. */
  private interface Reading {
    boolean row(Row row);
  }

  private void readAll(Reading reading) {
    try (Reader reader = text.open()) {
      CsvScanner scanner = new CsvScanner(reader, delimiter);
      Optional<Row> row = scanner.row();
      while (row.isPresent() && reading.row(row.get())) {
        row = scanner.row();
      }
    } catch (CsvScanner.MalformedException e) {
      throw new UserError(place(e.row(), e.column()) + ": " + e.getMessage());
    } catch (IOException e) {
      throw FileProblems.unreadable(path, e);
    }
  }

  private static List<String> sample(TextFile text) {
    List<String> sample = new ArrayList<>();
    try (BufferedReader lines = text.open()) {
      for (String line = lines.readLine();
          line != null && sample.size() < SAMPLE_LINES;
          line = lines.readLine()) {
        if (line.indexOf('\0') >= 0) {
          throw new UserError(text.path() + " is not a text file");
        }
        if (!line.isBlank()) {
          sample.add(line);
        }
      }
    } catch (IOException e) {
      throw FileProblems.unreadable(text.path(), e);
    }
    return sample;
  }

  private static List<String> strip(List<String> cells) {
    return cells.stream().map(String::strip).toList();
  }
}
