package dev.bpnet.compiler.source;

import java.util.Objects;

/**
 * A stretch of a source text.
 *
 * @param file where
 * @param start offset of the first character
 * @param end offset after the last character; equal to {@code start} for a place between characters
 */
public record Span(SourceFile file, int start, int end) {
  public Span {
    Objects.requireNonNull(file);
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("span " + start + ".." + end);
    }
  }

  /** From the start of this span to the end of the other, which lies in the same file. */
  public Span to(Span other) {
    return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
  }

  /** The covered characters. */
  public String text() {
    return file.text().substring(start, Math.min(end, file.text().length()));
  }

  public int line() {
    return file.line(start);
  }

  public int column() {
    return file.column(start);
  }
}
