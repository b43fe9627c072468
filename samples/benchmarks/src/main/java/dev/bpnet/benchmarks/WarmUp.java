package dev.bpnet.benchmarks;

import java.lang.management.ManagementFactory;

/**
 * Runs work until the JVM has compiled it. JMH warms up for a time, which is too short for networks
 * of which a second holds a few steps only.
 */
final class WarmUp {
  /** Nanoseconds of one look. */
  private static final long WINDOW = 250_000_000;

  private static final int QUIET_WINDOWS = 4;
  private static final int RUNS_OF_A_WINDOW = 8;

  /** Nanoseconds after which it is as it is: what still allocates then is told as bytes. */
  private static final long LONGEST = 120_000_000_000L;

  private WarmUp() {}

  /**
   * Runs the work until it has allocated nothing for a second. Vectors are objects to interpreted
   * code, so the bytes tell when all of it was compiled.
   */
  static void untilNothingIsAllocated(Runnable work) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    int quiet = 0;
    while (quiet < QUIET_WINDOWS && System.nanoTime() - start < LONGEST) {
      long window = System.nanoTime();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int run = 0; run < RUNS_OF_A_WINDOW || System.nanoTime() - window < WINDOW; run++) {
        work.run();
      }
      quiet = threads.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
    }
  }
}
