package dev.bpnet.runtime.data;

/** Data that cannot be used; the message says which, with row and column where there are any. */
public final class DataException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public DataException(String message) {
    super(message);
  }
}
