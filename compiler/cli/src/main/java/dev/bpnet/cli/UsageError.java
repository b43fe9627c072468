package dev.bpnet.cli;

/** A mistake on the command line that shows only once files are read. The message names it. */
final class UsageError extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageError(String message) {
    super(message, null, false, false);
  }
}
