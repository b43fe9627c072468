package dev.bpnet.compiler.lower;

/** The plans that one may ask for. */
public enum Plan {
  /** Whatever the cost model finds the fastest. */
  AUTO,
  /** A scalar statement for every element. */
  STRAIGHT,
  /** Loop nests; with vectors where the target has them. */
  LOOPS,
  /** Loop nests with vectors whose lanes are units of a layer. */
  UNITS,
  /** Vectors whose lanes are examples of a batch. */
  EXAMPLES;

  /** Whether it says how lanes are filled, which code without vectors has none of. */
  public boolean isOfVectors() {
    return this == UNITS || this == EXAMPLES;
  }
}
