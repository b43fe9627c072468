package dev.bpnet.training;

/** See {@link Schedule#step}. */
record StepSchedule(int every, double factor) implements Schedule {
  StepSchedule {
    Ranges.count("every", every);
    Ranges.positive("factor", factor);
  }

  @Override
  public double rate(double rate, TrainingProgress progress) {
    return rate * StrictMath.pow(factor, (progress.epoch() - 1) / every);
  }

  @Override
  public boolean changesWithinEpochs() {
    return false;
  }
}
