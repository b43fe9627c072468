package dev.bpnet.compiler.loop;

/** The types of values. {@link #REAL} is {@code float} or {@code double}, as the program says. */
public enum Type {
  REAL,
  /** Sums of losses and metrics, whatever the precision. */
  DOUBLE,
  INT,
  BOOL,
  /** Several reals side by side, one in each lane. */
  VECTOR
}
