package dev.bpnet.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** Output that nobody may be reading: remembers the first failure and drops what comes after it. */
final class StandardStream extends OutputStream {
  private final OutputStream target;
  private IOException failure;

  StandardStream(OutputStream target) {
    this.target = target;
  }

  /** Why output was lost; empty if it was not, or if only the reader went away. */
  Optional<String> failure() {
    if (failure == null || isReaderGone(failure)) {
      return Optional.empty();
    }
    return Optional.of(String.valueOf(failure.getMessage()));
  }

  private static boolean isReaderGone(IOException e) {
    // "Broken pipe", "The pipe is being closed", and what other languages make of it.
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }

  @Override
  public void write(int b) {
    attempt(() -> target.write(b));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    attempt(() -> target.write(bytes, offset, length));
  }

  @Override
  public void flush() {
    attempt(target::flush);
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void attempt(Writing writing) {
    if (failure != null) {
      return;
    }
    try {
      writing.run();
    } catch (IOException e) {
      failure = e;
    }
  }
}
