package dev.bpnet.training;

/**
 * Whether steps are faster on all threads or on one. What they compute is the same; but how long it
 * takes a core to get what another has written depends on where the system lets the threads run,
 * and may change while they do. So both are tried again and again, for a few steps each.
 */
class Pace {
  /** Steps of a trial, of which the fastest counts. */
  private static final int TRIAL = 3;

  /** Steps between the first trials, when the code may not be compiled yet; then it doubles. */
  private static final int FIRST_PERIOD = 16;

  private static final int LAST_PERIOD = 512;

  /** How much faster one thread has to be. */
  private static final double MARGIN = 0.95;

  private int period = FIRST_PERIOD;

  /** Steps since the trials began. */
  private int step = 2 * TRIAL;

  private double together = Double.POSITIVE_INFINITY;
  private double alone = Double.POSITIVE_INFINITY;
  private boolean aloneIsFaster;
  private long start;
  private int examples;

  /**
   * Begins a step.
   *
   * @param now in nanoseconds
   * @param count how many examples it has
   * @return whether it is to be done on all threads
   */
  boolean begin(long now, int count) {
    start = now;
    examples = count;
    return step < TRIAL || step >= 2 * TRIAL && !aloneIsFaster;
  }

  /** Ends the step, the update of the parameters included. */
  void end(long now) {
    double time = (now - start) / (double) examples;
    if (step < TRIAL) {
      together = Math.min(together, time);
    } else if (step < 2 * TRIAL) {
      alone = Math.min(alone, time);
      aloneIsFaster = alone < MARGIN * together;
    }
    step++;
    if (step == 2 * TRIAL + period) {
      step = 0;
      period = Math.min(2 * period, LAST_PERIOD);
      together = Double.POSITIVE_INFINITY;
      alone = Double.POSITIVE_INFINITY;
    }
  }
}
