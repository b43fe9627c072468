package dev.bpnet.compiler.generate;

/** A setting that no network has. The message stands alone on one line. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SettingException(String message) {
    super(message, null, false, false);
  }
}
