package dev.bpnet.compiler.loop;

/**
 * The Java types of scalars. {@link #REAL} is {@code float} or {@code double}, as the program says.
 */
public enum Type {
  REAL,
  /** Sums of losses and metrics, whatever the precision. */
  DOUBLE,
  INT,
  BOOL
}
