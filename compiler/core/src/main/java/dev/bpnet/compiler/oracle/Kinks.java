package dev.bpnet.compiler.oracle;

/** Keeps the least distance from which a computation passed a place where it is not smooth. */
final class Kinks {
  private double nearest = Double.POSITIVE_INFINITY;

  /**
   * @param distance of the operand from the kink
   * @param scale what the distance is measured in; of scale 0 the operand cannot move
   */
  void pass(double distance, double scale) {
    double relative = Math.abs(distance) / Math.abs(scale);
    if (relative < nearest) {
      nearest = relative;
    }
  }

  double nearest() {
    return nearest;
  }
}
