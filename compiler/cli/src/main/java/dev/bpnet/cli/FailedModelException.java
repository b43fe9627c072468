package dev.bpnet.cli;

/** A model has errors, and its diagnostics have been printed. */
final class FailedModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  FailedModelException() {
    super("the model has errors", null, false, false);
  }
}
