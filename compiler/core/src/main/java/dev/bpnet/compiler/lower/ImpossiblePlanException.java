package dev.bpnet.compiler.lower;

/** A plan that was asked for and that the network cannot have; the message says why. */
public final class ImpossiblePlanException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Plan plan;

  ImpossiblePlanException(Plan plan, String reason) {
    super(reason);
    this.plan = plan;
  }

  /** The plan that was asked for. */
  public Plan plan() {
    return plan;
  }
}
