package dev.bpnet.compiler.source;

import java.util.Objects;

/**
 * A source text with the path by which messages name it.
 *
 * @param path as messages print it, with forward slashes; {@code prelude/…} for the shipped library
 * @param text the whole text, without a byte order mark
 */
public record SourceFile(String path, String text) {
  public SourceFile {
    Objects.requireNonNull(path);
    Objects.requireNonNull(text);
  }

  /** The 1-based line of a 0-based offset into the text. */
  public int line(int offset) {
    int line = 1;
    for (int i = 0; i < Math.min(offset, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  /** The 1-based column, in code points, of a 0-based offset into the text. */
  public int column(int offset) {
    int end = Math.min(offset, text.length());
    int start = text.lastIndexOf('\n', end - 1) + 1;
    return text.codePointCount(start, end) + 1;
  }

  /** The text of a 1-based line, without its line ending. */
  public String lineText(int line) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    int end = text.indexOf('\n', start);
    String content = text.substring(start, end < 0 ? text.length() : end);
    return content.endsWith("\r") ? content.substring(0, content.length() - 1) : content;
  }
}
