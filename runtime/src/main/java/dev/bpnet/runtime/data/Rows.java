package dev.bpnet.runtime.data;

/** Lays rows given as arrays of arrays end to end, once they are known to be whole and finite. */
final class Rows {
  private Rows() {}

  static float[] flatten(String what, float[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    float[] flat = new float[Math.multiplyExact(rows.length, width)];
    for (int row = 0; row < rows.length; row++) {
      checkWidth(what, row, rows[row].length, width);
      System.arraycopy(rows[row], 0, flat, row * width, width);
    }
    return flat;
  }

  static double[] flatten(String what, double[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    double[] flat = new double[Math.multiplyExact(rows.length, width)];
    for (int row = 0; row < rows.length; row++) {
      checkWidth(what, row, rows[row].length, width);
      System.arraycopy(rows[row], 0, flat, row * width, width);
    }
    return flat;
  }

  static void checkCounts(int inputs, int targets) {
    if (inputs != targets) {
      throw DataException.of("%d rows of inputs, but %d of targets", inputs, targets);
    }
  }

  private static void checkWidth(String what, int row, int width, int expected) {
    if (width != expected) {
      throw DataException.of("row %d has %d %ss, but row 1 has %d", row + 1, width, what, expected);
    }
  }
}
