package dev.bpnet.runtime;

/**
 * The numbers of {@code random_uniform} in generated code: a pure function of a key, so that they
 * are the same on every machine, in both precisions and whatever thread computes them.
 *
 * <p>The key is seed, step, site, example (its place in the batch from 0), the indices of the
 * enclosing loops from the outermost, and the row-major number of the element. A hash h, 0 at
 * first, takes in one number v of the key after another: it becomes output v, counted from 0, of
 * the SplitMix64 generator (Steele, Lea and Flood 2014) whose state is h. The value is the upper 24
 * bits of the last hash, divided by 2²⁴.
 *
 * <p>Generated code keeps the hash of what does not change: {@link #start} once per step and site,
 * {@link #next} per example and loop index, {@link #uniform} per element.
 */
public final class RandomStream {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private RandomStream() {}

  /** The hash of a call site in a step. */
  public static long start(long seed, long step, int site) {
    return next(next(next(0, seed), step), site);
  }

  /** A hash that has taken in one number more: the example, or the index of a loop. */
  public static long next(long hash, long number) {
    long z = hash + GAMMA * (number + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Element {@code element} under a hash: one of the 2²⁴ multiples of 2⁻²⁴ in [0, 1), exactly. */
  public static float uniform(long hash, int element) {
    return (int) (next(hash, element) >>> 40) * 0x1p-24f;
  }
}
