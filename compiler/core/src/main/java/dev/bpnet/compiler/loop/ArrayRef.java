package dev.bpnet.compiler.loop;

import java.util.Optional;

/**
 * One Java array: a flat buffer, or one row of a buffer with rows.
 *
 * @param row present exactly if the buffer has rows
 */
public record ArrayRef(Buffer buffer, Optional<Expr> row) {
  public ArrayRef {
    if (row.isPresent() != buffer.role().hasRows()) {
      throw new IllegalArgumentException("row of " + buffer);
    }
  }

  public static ArrayRef flat(Buffer buffer) {
    return new ArrayRef(buffer, Optional.empty());
  }

  public static ArrayRef row(Buffer buffer, Expr row) {
    return new ArrayRef(buffer, Optional.of(row));
  }

  @Override
  public String toString() {
    return buffer + row.map(r -> "<" + r + ">").orElse("");
  }
}
