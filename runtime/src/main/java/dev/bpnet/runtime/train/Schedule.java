package dev.bpnet.runtime.train;

/** Changes the learning rate in the course of a training. */
@FunctionalInterface
public interface Schedule {
  /**
   * The rate of a step.
   *
   * @param rate the optimiser's own
   * @param progress the epoch from 1 with the steps done in it before this one
   */
  double rate(double rate, TrainingProgress progress);

  /** The optimiser's rate throughout. */
  static Schedule constant() {
    return (rate, progress) -> rate;
  }
}
