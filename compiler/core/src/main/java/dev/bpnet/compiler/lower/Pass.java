package dev.bpnet.compiler.lower;

/** What asks for a value. */
enum Pass {
  /** The step-level part of predictions, computed when the parameters change. */
  PREPARE,
  PREDICT,
  EVALUATE,
  TRAIN
}
