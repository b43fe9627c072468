package dev.bpnet.training;

/** See {@link Schedule#cosine}. */
record CosineSchedule(int epochs) implements Schedule {
  CosineSchedule {
    Ranges.count("epochs", epochs);
  }

  @Override
  public double rate(double rate, TrainingProgress progress) {
    int done = Math.min(progress.epoch(), epochs) - 1;
    return rate * (1 + StrictMath.cos(Math.PI * done / epochs)) / 2;
  }

  @Override
  public boolean changesWithinEpochs() {
    return false;
  }
}
