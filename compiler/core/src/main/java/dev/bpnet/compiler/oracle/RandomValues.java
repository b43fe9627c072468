package dev.bpnet.compiler.oracle;

/**
 * The numbers of {@code random_uniform}: a pure function of their key, the same on every machine,
 * in every precision and in any order of evaluation.
 *
 * <p>The key is a list of 64-bit numbers: seed, step, site (the call site's number), example (its
 * position in the batch from 0), the indices of the enclosing loops outermost first, and the
 * row-major number of the element within the node's shape. They are absorbed one after the other:
 *
 * <pre>{@code
 * h = 0
 * for each number v of the key:  h = mix(h + (v + 1) * 0x9E3779B97F4A7C15)
 * value = (h >>> 40) * 2^-24
 *
 * mix(z):  z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9
 *          z = (z ^ (z >>> 27)) * 0x94D049BB133111EB
 *          z ^ (z >>> 31)
 * }</pre>
 *
 * all modulo 2⁶⁴. So each step takes number v of the SplitMix64 sequence (Steele, Lea, Flood 2014)
 * that starts at h. The value has 24 bits: float and double hold it exactly.
 */
public final class RandomValues {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private RandomValues() {}

  /** The hash of an empty key. */
  public static long start() {
    return 0;
  }

  /** The hash of a key with one more number. */
  public static long absorb(long hash, long number) {
    long z = hash + (number + 1) * GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The hash of a whole key. */
  public static long hash(long... key) {
    long hash = start();
    for (long number : key) {
      hash = absorb(hash, number);
    }
    return hash;
  }

  /** Uniform in [0, 1), a multiple of 2⁻²⁴. */
  public static double uniform(long hash) {
    return (hash >>> 40) * 0x1p-24;
  }
}
