package dev.bpnet.benchmarks;

/**
 * Fused multiply-adds per second of one core, as far as plain Java gets: long chains over an array
 * that HotSpot vectorises.
 */
final class PeakProbe {
  private static final int LENGTH = 1024;
  private static final int CHAIN = 16;
  private static final int REPETITIONS = 2_000;
  private static final int ROUNDS = 60;

  private PeakProbe() {}

  /** In 10⁹ operations per second, a multiplication with addition being two. */
  static double gigaflops() {
    float[] values = new float[LENGTH];
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < REPETITIONS; i++) {
        chain(values, 0.5f, 0.25f);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    if (values[0] == 0) {
      throw new IllegalStateException("the probe computed nothing");
    }
    return 2.0 * LENGTH * CHAIN * REPETITIONS / best;
  }

  private static void chain(float[] values, float a, float b) {
    for (int i = 0; i < values.length; i++) {
      float x = values[i];
      x = Math.fma(Math.fma(Math.fma(Math.fma(x, a, b), a, b), a, b), a, b);
      x = Math.fma(Math.fma(Math.fma(Math.fma(x, a, b), a, b), a, b), a, b);
      x = Math.fma(Math.fma(Math.fma(Math.fma(x, a, b), a, b), a, b), a, b);
      x = Math.fma(Math.fma(Math.fma(Math.fma(x, a, b), a, b), a, b), a, b);
      values[i] = x;
    }
  }
}
