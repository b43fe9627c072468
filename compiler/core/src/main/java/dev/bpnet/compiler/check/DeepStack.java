package dev.bpnet.compiler.check;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Runs something with a stack that is large enough for {@link Pass#MOST_DEPTH}. */
final class DeepStack {
  /** Reserved, not used: a level takes about 1 KB. */
  private static final long SIZE = 256L << 20;

  private DeepStack() {}

  static <T> T call(Supplier<T> task) {
    FutureTask<T> future = new FutureTask<>(task::get);
    Thread thread = new Thread(null, future, "bpnet-check", SIZE);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("checking failed", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
