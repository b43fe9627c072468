package dev.bpnet.training;

import dev.bpnet.runtime.Network;

/** Where a running training is. */
public final class TrainingProgress {
  private final Network network;
  private final int epochs;
  private final int stepsPerEpoch;
  private final History history;
  private int epoch;
  private int stepInEpoch;
  private long steps;
  private double lossSum;
  private long examples;
  private boolean stopRequested;

  TrainingProgress(Network network, int epochs, int stepsPerEpoch, History history) {
    this.network = network;
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    this.history = history;
  }

  void beginEpoch() {
    epoch++;
    stepInEpoch = 0;
    lossSum = 0;
    examples = 0;
  }

  void endStep(double loss, int batch) {
    stepInEpoch++;
    steps++;
    lossSum += loss * batch;
    examples += batch;
  }

  /** The network in training; its weights are those after the last step. */
  public Network network() {
    return network;
  }

  /** The epoch that runs or was just ended, from 1; 0 before the first. */
  public int epoch() {
    return epoch;
  }

  /** How many epochs there are to be at most. */
  public int epochs() {
    return epochs;
  }

  /** The steps done in this epoch. */
  public int stepInEpoch() {
    return stepInEpoch;
  }

  public int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** The steps done in all epochs. */
  public long steps() {
    return steps;
  }

  /** The mean training loss of this epoch's examples so far; NaN before the first step. */
  public double loss() {
    return lossSum / examples;
  }

  /** Losses and metrics of the epochs that were ended. */
  public History history() {
    return history;
  }

  /** Ends the training after this epoch. */
  public void requestStop() {
    stopRequested = true;
  }

  boolean stopRequested() {
    return stopRequested;
  }
}
