package dev.bpnet.runtime.data;

import java.util.Locale;

/** Data that cannot be used; the message says which, with row and column where there are any. */
public final class DataException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public DataException(String message) {
    super(message);
  }

  /** With a message by {@link String#format}, the same in every locale. */
  static DataException of(String format, Object... arguments) {
    return new DataException(String.format(Locale.ROOT, format, arguments));
  }
}
