package dev.bpnet.benchmarks;

/**
 * Row operations in the one form that HotSpot vectorises well: the loop variable indexes every
 * array, four products, one store.
 */
final class Kernels {
  private Kernels() {}

  /** sum ← sum + Σₖ factors[at + k·stride]·rows[row + k], for {@code count} values of k. */
  static void add(float[] sum, Factors factors, float[][] rows, int row, int count) {
    float[] values = factors.values;
    int stride = factors.stride;
    int at = factors.at;
    int end = row + count;
    int k = row;
    for (; k + 4 <= end; k += 4, at += 4 * stride) {
      float x0 = values[at];
      float x1 = values[at + stride];
      float x2 = values[at + 2 * stride];
      float x3 = values[at + 3 * stride];
      four(sum, x0, rows[k], x1, rows[k + 1], x2, rows[k + 2], x3, rows[k + 3]);
    }
    for (; k < end; k++, at += stride) {
      one(sum, values[at], rows[k]);
    }
  }

  /** Where the factors of a sum of rows lie; moved from sum to sum instead of made anew. */
  static final class Factors {
    private float[] values;
    private int at;
    private int stride;

    Factors at(float[] newValues, int from, int newStride) {
      values = newValues;
      at = from;
      stride = newStride;
      return this;
    }
  }

  /** Lengths that HotSpot knows as constants are worth a method of their own. */
  private static void four(
      float[] sum,
      float x0,
      float[] a0,
      float x1,
      float[] a1,
      float x2,
      float[] a2,
      float x3,
      float[] a3) {
    switch (sum.length) {
      case 16 -> four16(sum, x0, a0, x1, a1, x2, a2, x3, a3);
      case 32 -> four32(sum, x0, a0, x1, a1, x2, a2, x3, a3);
      case 128 -> four128(sum, x0, a0, x1, a1, x2, a2, x3, a3);
      default -> fourOfAny(sum, x0, a0, x1, a1, x2, a2, x3, a3);
    }
  }

  private static void four16(
      float[] sum,
      float x0,
      float[] a0,
      float x1,
      float[] a1,
      float x2,
      float[] a2,
      float x3,
      float[] a3) {
    for (int j = 0; j < 16; j++) {
      sum[j] =
          Math.fma(
              x3, a3[j], Math.fma(x2, a2[j], Math.fma(x1, a1[j], Math.fma(x0, a0[j], sum[j]))));
    }
  }

  private static void four32(
      float[] sum,
      float x0,
      float[] a0,
      float x1,
      float[] a1,
      float x2,
      float[] a2,
      float x3,
      float[] a3) {
    for (int j = 0; j < 32; j++) {
      sum[j] =
          Math.fma(
              x3, a3[j], Math.fma(x2, a2[j], Math.fma(x1, a1[j], Math.fma(x0, a0[j], sum[j]))));
    }
  }

  private static void four128(
      float[] sum,
      float x0,
      float[] a0,
      float x1,
      float[] a1,
      float x2,
      float[] a2,
      float x3,
      float[] a3) {
    for (int j = 0; j < 128; j++) {
      sum[j] =
          Math.fma(
              x3, a3[j], Math.fma(x2, a2[j], Math.fma(x1, a1[j], Math.fma(x0, a0[j], sum[j]))));
    }
  }

  private static void fourOfAny(
      float[] sum,
      float x0,
      float[] a0,
      float x1,
      float[] a1,
      float x2,
      float[] a2,
      float x3,
      float[] a3) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] =
          Math.fma(
              x3, a3[j], Math.fma(x2, a2[j], Math.fma(x1, a1[j], Math.fma(x0, a0[j], sum[j]))));
    }
  }

  private static void one(float[] sum, float x, float[] a) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] = Math.fma(x, a[j], sum[j]);
    }
  }

  /** to ← fromᵀ, in squares that stay in the cache. */
  static void transpose(float[][] from, float[][] to) {
    int side = 32;
    for (int r = 0; r < from.length; r += side) {
      for (int c = 0; c < to.length; c += side) {
        int rowEnd = Math.min(r + side, from.length);
        int columnEnd = Math.min(c + side, to.length);
        for (int column = c; column < columnEnd; column++) {
          for (int row = r; row < rowEnd; row++) {
            to[column][row] = from[row][column];
          }
        }
      }
    }
  }
}
