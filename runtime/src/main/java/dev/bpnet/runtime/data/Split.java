package dev.bpnet.runtime.data;

import dev.bpnet.runtime.SplitMix64;

/**
 * A dataset divided in two.
 *
 * @param training the examples to learn from
 * @param holdout the examples to judge by
 */
public record Split(Dataset training, Dataset holdout) {
  static Split of(Dataset whole, double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new DataException("the fraction held out must be above 0 and below 1, not " + fraction);
    }
    if (whole.size() < 2) {
      throw new DataException("too few examples to hold some out: " + whole.size());
    }
    int size = whole.size();
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    SplitMix64.named(seed, "split").shuffle(order, size);
    int heldOut = Math.min(size - 1, Math.max(1, (int) Math.rint(size * fraction)));
    int[] training = java.util.Arrays.copyOfRange(order, heldOut, size);
    int[] holdout = java.util.Arrays.copyOfRange(order, 0, heldOut);
    java.util.Arrays.sort(training);
    java.util.Arrays.sort(holdout);
    return new Split(whole.select(training), whole.select(holdout));
  }
}
