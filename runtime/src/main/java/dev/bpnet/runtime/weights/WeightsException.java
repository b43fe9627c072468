package dev.bpnet.runtime.weights;

import java.io.IOException;
import java.util.Locale;

/** A file of weights that is damaged, or not for this network; the message says in what way. */
public final class WeightsException extends IOException {
  private static final long serialVersionUID = 1;

  public WeightsException(String message) {
    super(message);
  }

  /** With a message by {@link String#format}, the same in every locale. */
  static WeightsException of(String format, Object... arguments) {
    return new WeightsException(String.format(Locale.ROOT, format, arguments));
  }
}
