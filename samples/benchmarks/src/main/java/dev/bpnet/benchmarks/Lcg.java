package dev.bpnet.benchmarks;

/**
 * Knuth's 64-bit linear congruential generator (MMIX), whose upper 24 bits make a float in [0, 1).
 * Simple enough to be written again in any language that is to be compared.
 */
final class Lcg {
  private long state;

  Lcg(long seed) {
    state = seed;
  }

  float next() {
    state = state * 6364136223846793005L + 1442695040888963407L;
    return (state >>> 40) * 0x1p-24f;
  }
}
