package dev.bpnet.compiler.lower;

import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.lower.loops.LoopPlan;
import dev.bpnet.compiler.lower.straight.ScalarCost;
import dev.bpnet.compiler.lower.straight.StraightLinePlan;

/** Chooses a plan for a network and lowers it. */
public final class Lowering {
  /** Scalar operations of the training pass up to which straight-line code is the faster form. */
  static final int USUAL_UNROLL = 320;

  private Lowering() {}

  public static Program lower(LoweringInput input) {
    int limit = input.unroll().orElse(USUAL_UNROLL);
    ScalarCost cost = ScalarCost.of(input.model());
    if (cost.isStraight() && cost.operations() <= limit && cost.bytes() <= ScalarCost.MOST_BYTES) {
      return new StraightLinePlan(input.model()).program(cost);
    }
    StorageOrder.Arranged arranged = StorageOrder.arrange(SoftmaxParts.share(input.model()));
    return new LoopPlan(arranged.model(), input.lanes())
        .program(whyLoops(cost, limit))
        .withColumnMajor(arranged.transposed());
  }

  private static String whyLoops(ScalarCost cost, int limit) {
    if (!cost.isStraight()) {
      return "no straight-line form";
    }
    return cost.operations() > limit
        ? cost.operations() + " scalar operations, above " + limit
        : "a method would be too long";
  }
}
