package dev.bpnet.runtime.weights;

import java.io.IOException;

/** A file of weights that is damaged, or not for this network; the message says in what way. */
public final class WeightsException extends IOException {
  private static final long serialVersionUID = 1;

  public WeightsException(String message) {
    super(message);
  }
}
