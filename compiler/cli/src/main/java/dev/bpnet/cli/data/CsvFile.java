package dev.bpnet.cli.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.bpnet.cli.FileProblems;
import dev.bpnet.cli.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table in a text file: its dialect and columns are known on opening, its rows are read when
 * asked for. A row is numbered by the line of the file on which it starts, so the header is row 1.
 */
public final class CsvFile {
  private static final int SAMPLE_LINES = 200;

  private final Path path;
  private final Delimiter delimiter;
  private final Optional<List<String>> header;
  private final int width;

  private CsvFile(Path path, Delimiter delimiter, Optional<List<String>> header, int width) {
    this.path = path;
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
    List<String> sample = sample(path);
    if (sample.isEmpty()) {
      throw new UserError(path + " is empty");
    }
    Delimiter delimiter = Delimiter.guess(sample);
    CsvFile bare = new CsvFile(path, delimiter, Optional.empty(), -1);
    List<List<String>> rows = sample.stream().map(delimiter::split).map(CsvFile::strip).toList();
    boolean named =
        switch (header) {
          case YES -> true;
          case NO -> false;
          case GUESS -> HeaderGuess.isHeader(rows);
        };
    List<String> first = bare.firstRow();
    if (named) {
      checkNames(path, first);
    }
    return new CsvFile(
        path, delimiter, named ? Optional.of(first) : Optional.empty(), first.size());
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
    return "column " + (column + 1) + header.map(h -> " (" + h.get(column) + ")").orElse("");
  }

  /** The name of a 0-based column, or its 1-based number where the file has no names. */
  public String columnName(int column) {
    return header.map(h -> h.get(column)).orElse(Integer.toString(column + 1));
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
    if (delimiter == Delimiter.BLANKS) {
      readBlanks(reading);
      return;
    }
    try (Reader text = TextFile.open(path);
        CsvReader<CsvRecord> records =
            CsvReader.builder()
                .fieldSeparator(delimiter.character())
                .trimWhitespacesAroundQuotes(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .ofCsvRecord(text)) {
      for (CsvRecord record : records) {
        List<String> cells = strip(record.getFields());
        if (isBlank(cells)) {
          continue;
        }
        if (!reading.row(new Row(record.getStartingLineNumber(), cells))) {
          return;
        }
      }
    } catch (CsvParseException e) {
      throw new UserError(path + ": " + parseMessage(e));
    } catch (UncheckedIOException e) {
      throw FileProblems.unreadable(path, e.getCause());
    } catch (IOException e) {
      throw FileProblems.unreadable(path, e);
    }
  }

  private void readBlanks(Reading reading) {
    try (BufferedReader lines = TextFile.open(path)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank() && !reading.row(new Row(number, delimiter.split(line)))) {
          return;
        }
      }
    } catch (IOException e) {
      throw FileProblems.unreadable(path, e);
    }
  }

  private static String parseMessage(CsvParseException e) {
    Throwable reason = e.getCause() == null ? e : e.getCause();
    return String.valueOf(reason.getMessage());
  }

  private static List<String> sample(Path path) {
    List<String> sample = new ArrayList<>();
    try (BufferedReader lines = TextFile.open(path)) {
      for (String line = lines.readLine();
          line != null && sample.size() < SAMPLE_LINES;
          line = lines.readLine()) {
        if (line.indexOf('\0') >= 0) {
          throw new UserError(path + " is not a text file");
        }
        if (!line.isBlank()) {
          sample.add(line);
        }
      }
    } catch (IOException e) {
      throw FileProblems.unreadable(path, e);
    }
    return sample;
  }

  private static void checkNames(Path path, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!name.isEmpty() && !seen.add(name)) {
        throw new UserError(
            path
                + ", row 1, column "
                + (i + 1)
                + ": a second column is named '"
                + Cell.shortened(name)
                + "' (--no-header if the first row holds data)");
      }
    }
  }

  private static boolean isBlank(List<String> cells) {
    return cells.size() == 1 && cells.get(0).isEmpty();
  }

  private static List<String> strip(List<String> cells) {
    return cells.stream().map(String::strip).toList();
  }
}
