package dev.bpnet.compiler.lower;

import dev.bpnet.compiler.graph.Model;
import java.util.OptionalInt;

/**
 * What lowering starts from.
 *
 * @param model with the training graph differentiated and both graphs simplified; nodes that mean
 *     the same in both are the same
 * @param lanes of a vector of reals; absent for code without vectors
 * @param unroll the most scalar operations of straight-line code; absent for the usual limit
 * @param plan the one that is asked for
 */
public record LoweringInput(Model model, OptionalInt unroll, OptionalInt lanes, Plan plan) {
  /** Lowering by the cost model. */
  public LoweringInput(Model model, OptionalInt unroll, OptionalInt lanes) {
    this(model, unroll, lanes, Plan.AUTO);
  }
}
