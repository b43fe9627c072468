package dev.bpnet.compiler.source;

import java.util.Arrays;
import java.util.Objects;

/**
 * A source text with the path by which messages name it. A class rather than a record because it
 * keeps where its lines begin: places are asked for often, and a scan from the start for each would
 * be quadratic.
 */
public final class SourceFile {
  private final String path;
  private final String text;
  private final int[] lineStarts;

  /**
   * @param path as messages print it, with forward slashes; {@code prelude/…} for the shipped
   *     library
   * @param text the whole text, without a byte order mark
   */
  public SourceFile(String path, String text) {
    this.path = Objects.requireNonNull(path);
    this.text = Objects.requireNonNull(text);
    this.lineStarts = lineStarts(text);
  }

  /** As messages print it. */
  public String path() {
    return path;
  }

  /** The last part of the path: what generated sources call the file, wherever it lies. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** The 1-based line of a 0-based offset into the text. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The 1-based column, in code points, of a 0-based offset into the text. */
  public int column(int offset) {
    int end = Math.min(offset, text.length());
    return text.codePointCount(lineStart(line(end)), end) + 1;
  }

  /** The offset of the first character of a 1-based line. */
  public int lineStart(int line) {
    return lineStarts[line - 1];
  }

  /** The text of a 1-based line, without its line ending. */
  public String lineText(int line) {
    int start = lineStart(line);
    int end = line < lineStarts.length ? lineStart(line + 1) - 1 : text.length();
    if (end > start && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(start, end);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int lines = 1;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      if (lines == starts.length) {
        starts = Arrays.copyOf(starts, 2 * lines);
      }
      starts[lines++] = end + 1;
    }
    return Arrays.copyOf(starts, lines);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof SourceFile file && path.equals(file.path) && text.equals(file.text);
  }

  @Override
  public int hashCode() {
    return 31 * path.hashCode() + text.hashCode();
  }

  @Override
  public String toString() {
    return path;
  }
}
