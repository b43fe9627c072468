package dev.bpnet.compiler.emit;

/** A network whose class javac would refuse; found before it is written. */
public final class ClassTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long constants;

  ClassTooLargeException(long constants) {
    super("about " + constants + " constants");
    this.constants = constants;
  }

  /** About how many constants the class would need. */
  public long constants() {
    return constants;
  }
}
