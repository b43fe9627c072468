package dev.bpnet.training;

import java.util.Optional;

/**
 * Loss or gradient stopped being finite numbers. The network was given back the weights and states
 * with which the epoch of the lowest loss began, or those it had at the start if no epoch was
 * completed.
 */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int epoch;
  private final long step;
  private final String parameter;
  private final transient History history;

  DivergenceException(String message, int epoch, long step, String parameter, History history) {
    super(message);
    this.epoch = epoch;
    this.step = step;
    this.parameter = parameter;
    this.history = history;
  }

  /** In which epoch, counted from 1. */
  public int epoch() {
    return epoch;
  }

  /** In which step of the whole training, counted from 1. */
  public long step() {
    return step;
  }

  /** The first parameter whose gradient is not finite, such as {@code h.W}. */
  public Optional<String> parameter() {
    return Optional.ofNullable(parameter);
  }

  /** Losses and metrics of the epochs completed before. */
  public History history() {
    return history;
  }
}
