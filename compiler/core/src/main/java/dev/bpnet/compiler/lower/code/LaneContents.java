package dev.bpnet.compiler.lower.code;

/** What vectors are filled with where there is a choice. */
public enum LaneContents {
  /** Units of wide layers, examples where values have few elements. */
  BY_COST,
  /** Never examples. */
  UNITS,
  /** Examples in training steps, wherever a value has such a form. */
  EXAMPLES
}
