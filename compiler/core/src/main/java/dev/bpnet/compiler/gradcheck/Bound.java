package dev.bpnet.compiler.gradcheck;

import dev.bpnet.runtime.Description.Precision;

/**
 * How far computed numbers may be from the oracle's.
 *
 * @param relative in units of S, the sum of magnitudes
 * @param least what is allowed besides: below it numbers have few digits or are 0, and so has what
 *     is computed of them
 */
record Bound(double relative, double least) {
  static final Bound DOUBLE = new Bound(1e-12, Double.MIN_NORMAL);

  /** Four units of rounding. */
  static final Bound SINGLE = new Bound(4 * 0x1p-24, Float.MIN_NORMAL);

  static Bound of(Precision precision) {
    return switch (precision) {
      case FLOAT -> SINGLE;
      case DOUBLE -> DOUBLE;
    };
  }

  double at(double magnitude) {
    return relative * magnitude + least;
  }
}
