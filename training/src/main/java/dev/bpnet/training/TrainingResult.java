package dev.bpnet.training;

import java.util.Locale;

/**
 * How a training went.
 *
 * @param end why it ended
 * @param epochs how many were completed
 * @param steps of the optimiser, over all epochs
 * @param bestEpoch the epoch at whose end the network had the weights that it has now: the last
 *     one, or an earlier one where a rule of patience put the best weights back
 * @param history losses and metrics by epoch
 */
public record TrainingResult(End end, int epochs, long steps, int bestEpoch, History history) {
  /** Why a training ended. */
  public enum End {
    /** All epochs were done. */
    ALL_EPOCHS("all epochs are done"),
    /** By {@link StopRule.Below}. */
    BELOW_LOSS("the loss is low enough"),
    /** By {@link StopRule.Change}. */
    SMALL_CHANGE("the loss hardly changes"),
    /** By {@link StopRule.Patience}. */
    OUT_OF_PATIENCE("the loss improves no more"),
    /** By {@link TrainingProgress#requestStop}, or by an interrupt. */
    REQUESTED("it was asked to stop");

    private final String text;

    End(String text) {
      this.text = text;
    }

    /** In a few words. */
    public String text() {
      return text;
    }
  }

  /** The training loss of the epoch whose weights the network has. */
  public double loss() {
    return history.loss(bestEpoch);
  }

  /** The loss on held-out examples with the weights the network has; NaN if there are none. */
  public double holdoutLoss() {
    return history.holdoutLoss(bestEpoch);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d epochs, %d steps, loss %.6g: %s", epochs, steps, loss(), end.text());
  }
}
