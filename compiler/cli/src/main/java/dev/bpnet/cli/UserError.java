package dev.bpnet.cli;

/** A mistake that the user can mend. The message stands alone, on one line or a few. */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UserError(String message) {
    super(message, null, false, false);
  }
}
