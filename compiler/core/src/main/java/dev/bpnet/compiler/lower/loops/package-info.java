/**
 * The plan for every network: which values are stored, which kernels they share, and in which phase
 * of a step they run. {@link dev.bpnet.compiler.lower.loops.LoopPlan} is the entry.
 */
package dev.bpnet.compiler.lower.loops;
