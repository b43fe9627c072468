package dev.bpnet.training;

import java.util.Optional;

/** Follows the losses of one training by one rule. */
final class StopWatch {
  private final StopRule rule;
  private double previous = Double.NaN;
  private double best = Double.POSITIVE_INFINITY;
  private int rounds;

  StopWatch(StopRule rule) {
    this.rule = rule;
  }

  /**
   * Takes the losses of one epoch more.
   *
   * @param judged the loss on held-out examples where there are any, else the training loss
   * @return why to stop, if it is time
   */
  Optional<TrainingResult.End> observe(double training, double judged) {
    if (rule instanceof StopRule.Below below) {
      return training < below.loss()
          ? Optional.of(TrainingResult.End.BELOW_LOSS)
          : Optional.empty();
    }
    if (rule instanceof StopRule.Change change) {
      rounds = Math.abs(training - previous) <= change.range() ? rounds + 1 : 0;
      previous = training;
      return rounds >= change.rounds()
          ? Optional.of(TrainingResult.End.SMALL_CHANGE)
          : Optional.empty();
    }
    StopRule.Patience patience = (StopRule.Patience) rule;
    if (judged < best - patience.delta()) {
      best = judged;
      rounds = 0;
    } else {
      rounds++;
    }
    return rounds >= patience.rounds()
        ? Optional.of(TrainingResult.End.OUT_OF_PATIENCE)
        : Optional.empty();
  }
}
