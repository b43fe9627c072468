package dev.bpnet.compiler.loop;

/** The types of values. {@link #REAL} is {@code float} or {@code double}, as the program says. */
public enum Type {
  REAL,
  /** Sums of losses and metrics, whatever the precision. */
  DOUBLE,
  INT,
  BOOL,
  /** Several reals side by side, one in each lane. */
  VECTOR,
  /** Several integers of 32 bits side by side. */
  INT_VECTOR,
  /** Several truth values side by side, of a comparison of vectors. */
  MASK;

  /** Whether there is a value in each lane. */
  public boolean isVector() {
    return this == VECTOR || this == INT_VECTOR || this == MASK;
  }
}
