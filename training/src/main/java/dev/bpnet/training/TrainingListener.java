package dev.bpnet.training;

/**
 * Is told how a training goes, on the thread that trains. The {@link TrainingProgress} it is given
 * is one live object: what is needed later is to be copied from it.
 */
public interface TrainingListener {
  /** Before the first epoch. */
  default void started(TrainingProgress progress) {}

  /**
   * After each step of the optimiser; called as often as examples are many, so it should be quick.
   */
  default void step(TrainingProgress progress) {}

  /** After each epoch, when everything was measured. */
  default void epoch(TrainingProgress progress) {}

  /** Instead of {@link #finished}, when the training ends by an exception. */
  default void failed(TrainingProgress progress) {}

  /** After the last epoch, when the network has its final weights. */
  default void finished(TrainingResult result) {}
}
