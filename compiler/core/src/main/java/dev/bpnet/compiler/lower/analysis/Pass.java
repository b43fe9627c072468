package dev.bpnet.compiler.lower.analysis;

/** What asks for a value. */
public enum Pass {
  /** The step-level part of predictions, computed when the parameters change. */
  PREPARE,
  PREDICT,
  EVALUATE,
  TRAIN
}
