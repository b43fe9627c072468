package dev.bpnet.training;

/** Refuses settings that cannot work. */
final class Ranges {
  private Ranges() {}

  static void positive(String what, double value) {
    if (!(value > 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(what + " must be above 0 and finite, not " + value);
    }
  }

  static void notNegative(String what, double value) {
    if (!(value >= 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(what + " must be 0 or more and finite, not " + value);
    }
  }

  static void fraction(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(what + " must be from 0 and below 1, not " + value);
    }
  }

  static void count(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be 1 or more, not " + value);
    }
  }
}
