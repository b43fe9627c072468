package dev.bpnet.runtime;

import java.nio.charset.StandardCharsets;

/**
 * A small pseudo-random generator whose numbers are the same on every machine and JDK: SplitMix64,
 * a counter stepped by the golden gamma and mixed (Steele, Lea and Flood, <i>Fast splittable
 * pseudorandom number generators</i>, OOPSLA 2014). What it computes beyond integer arithmetic uses
 * {@link StrictMath} and IEEE basic operations only. Not for cryptography; one instance is used by
 * one thread.
 */
public final class SplitMix64 {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FNV_BASIS = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private long state;
  private double spare;
  private boolean hasSpare;

  public SplitMix64(long seed) {
    state = seed;
  }

  /** A stream of its own for each seed and name, such as that of a parameter. */
  public static SplitMix64 named(long seed, String name) {
    long hash = FNV_BASIS;
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xFF)) * FNV_PRIME;
    }
    return new SplitMix64(mix(seed + GAMMA) + mix(hash));
  }

  /**
   * Starts again as the stream of its own that belongs to a seed and a number, such as an epoch's.
   */
  public void restart(long seed, long number) {
    state = mix(mix(seed + GAMMA) + number);
    hasSpare = false;
  }

  /** 64 random bits. */
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /** Uniform among the 2⁵³ multiples of 2⁻⁵³ in [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * A whole number in 0..bound-1, each as likely as the others to within bound/2³².
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** Standard normal, by Marsaglia's polar method, which gives two at a time. */
  public double nextGaussian() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    while (true) {
      double u = 2 * nextDouble() - 1;
      double v = 2 * nextDouble() - 1;
      double s = u * u + v * v;
      if (s < 1 && s > 0) {
        double scale = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
        spare = v * scale;
        hasSpare = true;
        return u * scale;
      }
    }
  }

  /** Puts the first {@code count} elements into random order (Fisher and Yates). */
  public void shuffle(int[] order, int count) {
    for (int last = count - 1; last > 0; last--) {
      int other = nextInt(last + 1);
      int kept = order[last];
      order[last] = order[other];
      order[other] = kept;
    }
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
