package dev.bpnet.cli;

/** What the command ends with. */
final class ExitCode {
  /** All is well; warnings do not count. */
  static final int FINE = 0;

  /** The user's files or data are at fault, and a message said how. */
  static final int USER = 1;

  /** The command line is at fault. */
  static final int USAGE = 2;

  /** A bug of ours. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}
