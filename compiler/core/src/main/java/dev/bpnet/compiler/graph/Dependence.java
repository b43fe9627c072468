package dev.bpnet.compiler.graph;

/** How often a value exists. */
public enum Dependence {
  /** Once per optimiser step: what depends on parameters, state and constants alone. */
  STEP,
  /** Once per example of the batch. */
  EXAMPLE
}
