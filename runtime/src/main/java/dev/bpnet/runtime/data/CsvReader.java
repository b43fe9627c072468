package dev.bpnet.runtime.data;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads examples for one network from delimited text in UTF-8: a row for each example, the columns
 * in the order of the network's inputs and then its targets, as many for each as it has elements.
 * Reals are decimal numbers; the labels of a class are any text.
 *
 * <pre>
 * Dataset iris = CsvReader.of(network.description()).read(Path.of("iris.csv")).dataset();
 * </pre>
 *
 * <p>The delimiter is comma, semicolon or tab, whichever the first line has most of, unless it is
 * set. The first row is a header if one of its cells in a column of reals is not a number, unless
 * it is said. Labels that are all whole numbers from 0 below the number of classes are their own
 * numbers; others are numbered in order of appearance.
 */
public final class CsvReader {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private final Description network;
  private final boolean withTargets;
  private char delimiter;
  private Header header = Header.GUESSED;
  private final Map<String, List<String>> classNames = new LinkedHashMap<>();

  /** Whether the first row names the columns. */
  public enum Header {
    GUESSED,
    PRESENT,
    ABSENT
  }

  private CsvReader(Description network, boolean withTargets) {
    this.network = network;
    this.withTargets = withTargets;
  }

  /** Rows hold inputs and targets. */
  public static CsvReader of(Description network) {
    return new CsvReader(network, true);
  }

  /** Rows hold inputs only. */
  public static CsvReader ofInputs(Description network) {
    return new CsvReader(network, false);
  }

  public CsvReader delimiter(char newDelimiter) {
    delimiter = newDelimiter;
    return this;
  }

  public CsvReader header(Header newHeader) {
    header = newHeader;
    return this;
  }

  /** Numbers the classes of an input or target as before, and takes no others. */
  public CsvReader classNames(String tensor, List<String> names) {
    classNames.put(tensor, List.copyOf(names));
    return this;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws DataException if it is not such text, naming line and column
   */
  public CsvExamples read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder");
    }
    String text;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": not text in UTF-8");
    }
    try {
      return parse(text);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage());
    }
  }

  /**
   * Reads text.
   *
   * @throws DataException as {@link #read}
   */
  public CsvExamples parse(String text) {
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    char cut = delimiter == 0 ? CsvRows.guessDelimiter(content) : delimiter;
    List<Column> columns = columns();
    List<CsvRows.Row> rows = CsvRows.of(content, cut);
    if (rows.isEmpty()) {
      throw new DataException("there is no text in it");
    }
    List<String> names = List.of();
    if (isHeader(rows.get(0), columns)) {
      names = rows.get(0).cells();
      rows = rows.subList(1, rows.size());
    }
    if (rows.isEmpty()) {
      throw new DataException("there is a header, but no row below it");
    }
    return new Reading(columns, names, rows).examples();
  }

  /** A column of the text and where its numbers go. */
  private record Column(Tensor tensor, boolean isTarget, int element, ClassLabels labels) {}

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    network.inputs().forEach(tensor -> addColumns(tensor, false, columns));
    if (withTargets) {
      network.targets().forEach(tensor -> addColumns(tensor, true, columns));
    }
    return columns;
  }

  private void addColumns(Tensor tensor, boolean isTarget, List<Column> columns) {
    List<String> known = classNames.get(tensor.name());
    ClassLabels labels =
        known == null ? ClassLabels.open(tensor.classes()) : ClassLabels.closed(known);
    for (int element = 0; element < tensor.size(); element++) {
      columns.add(new Column(tensor, isTarget, element, labels));
    }
  }

  private boolean isHeader(CsvRows.Row first, List<Column> columns) {
    return switch (header) {
      case PRESENT -> true;
      case ABSENT -> false;
      case GUESSED -> {
        boolean named = false;
        for (int i = 0; i < Math.min(columns.size(), first.cells().size()); i++) {
          String cell = first.cells().get(i);
          named |= !columns.get(i).tensor().isClass() && !cell.isEmpty() && !isNumber(cell);
        }
        yield named;
      }
    };
  }

  /** Decimal, with or without fraction and exponent; no hexadecimal, no NaN, no thousands. */
  private static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  /** One text on its way into arrays. */
  private final class Reading {
    private final List<Column> columns;
    private final List<String> names;
    private final List<CsvRows.Row> rows;
    private final Widths widths;
    private final Examples.OfDouble examples;

    Reading(List<Column> columns, List<String> names, List<CsvRows.Row> rows) {
      this.columns = columns;
      this.names = names;
      this.rows = rows;
      Widths whole = Widths.of(network);
      widths = withTargets ? whole : new Widths(whole.inputs(), whole.classInputs(), 0, 0);
      examples = ArrayDataset.staging(widths, rows.size());
    }

    CsvExamples examples() {
      for (int row = 0; row < rows.size(); row++) {
        CsvRows.Row source = rows.get(row);
        if (source.cells().size() != columns.size()) {
          throw DataException.of(
              "line %d has %d columns, but %s needs %d",
              source.line(), source.cells().size(), network.name(), columns.size());
        }
        for (int i = 0; i < columns.size(); i++) {
          put(row, i, source.cells().get(i));
        }
      }
      Map<String, List<String>> found = new LinkedHashMap<>();
      for (Column column : columns) {
        if (column.tensor().isClass()) {
          renumber(column);
          found.put(column.tensor().name(), column.labels().names());
        }
      }
      return new CsvExamples(Dataset.of(examples, widths), found);
    }

    private void put(int row, int i, String cell) {
      Column column = columns.get(i);
      if (cell.isEmpty()) {
        throw bad(row, i, "nothing there");
      }
      if (column.tensor().isClass()) {
        try {
          classes(column)[place(row, column)] = column.labels().number(cell);
        } catch (DataException e) {
          throw bad(row, i, e.getMessage());
        }
      } else {
        double value = isNumber(cell) ? Double.parseDouble(cell) : Double.NaN;
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
          throw bad(row, i, "'" + cell + "' is not a finite decimal number");
        }
        double[] reals = column.isTarget() ? examples.targets() : examples.inputs();
        reals[place(row, column)] = value;
      }
    }

    private int[] classes(Column column) {
      return column.isTarget() ? examples.classTargets() : examples.classInputs();
    }

    private int place(int row, Column column) {
      int inputs = column.tensor().isClass() ? widths.classInputs() : widths.inputs();
      int targets = column.tensor().isClass() ? widths.classTargets() : widths.targets();
      int width = column.isTarget() ? targets : inputs;
      return row * width + column.tensor().offset() + column.element();
    }

    private void renumber(Column column) {
      int[] numbers = column.labels().renumbering();
      int[] classes = classes(column);
      for (int row = 0; row < rows.size(); row++) {
        int place = place(row, column);
        classes[place] = numbers[classes[place]];
      }
    }

    private DataException bad(int row, int i, String what) {
      String name = i < names.size() ? " (" + names.get(i) + ")" : "";
      return DataException.of("line %d, column %d%s: %s", rows.get(row).line(), i + 1, name, what);
    }
  }
}
