package dev.bpnet.compiler.syntax;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Calls something with a stack that is large enough for {@link Nesting#LIMIT}, and for calls of
 * functions inlined within one another: a level of parentheses is some fifteen calls of the
 * generated parser, and the callers, javac among them, have small stacks of which a part is in use.
 */
public final class DeepStack {
  /** Reserved, not used: the parser needs about 2 MB, checking 30 MB at its own limit. */
  private static final long SIZE = 64 << 20;

  private DeepStack() {}

  /** Runs the task on a thread of its own and waits for it. */
  public static <T> T call(Supplier<T> task) {
    FutureTask<T> future = new FutureTask<>(task::get);
    Thread thread = new Thread(null, future, "bpnet-deep-stack", SIZE);
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
      throw new IllegalStateException("failed on a deep stack", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
