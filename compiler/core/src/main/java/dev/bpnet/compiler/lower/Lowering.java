package dev.bpnet.compiler.lower;

import dev.bpnet.compiler.loop.Choice;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.lower.code.Choices;
import dev.bpnet.compiler.lower.code.LaneContents;
import dev.bpnet.compiler.lower.straight.ScalarCost;
import dev.bpnet.compiler.lower.straight.StraightLinePlan;
import java.util.ArrayList;
import java.util.List;

/** Chooses a plan for a network and lowers it. */
public final class Lowering {
  /** Scalar operations of the training pass up to which straight-line code is the faster form. */
  static final int USUAL_UNROLL = 320;

  private Lowering() {}

  /**
   * @throws ImpossiblePlanException if the network cannot have the plan that is asked for
   */
  public static Program lower(LoweringInput input) {
    Program program = planned(input);
    String missing =
        switch (input.plan()) {
          case UNITS -> program.hasVectors() ? "" : "units";
          case EXAMPLES ->
              program.choices().stream().anyMatch(Choices::fillsLanesWithExamples)
                  ? ""
                  : "examples";
          case AUTO, STRAIGHT, LOOPS -> "";
        };
    if (!missing.isEmpty()) {
      throw new ImpossiblePlanException(
          input.plan(), "no part of it has a form with " + missing + " in the lanes");
    }
    return program;
  }

  private static Program planned(LoweringInput input) {
    int limit = input.unroll().orElse(USUAL_UNROLL);
    ScalarCost cost = ScalarCost.of(input.model());
    requirePossible(input, cost);
    if (isStraight(input, cost, limit)) {
      StraightLinePlan plan = straight(input);
      List<Choice> choices = new ArrayList<>();
      choices.add(new Choice("network", "straight-line scalars", figures(cost, limit)));
      Program program = plan.program(cost);
      plan.choiceOfLanes().ifPresent(choices::add);
      return program.withChoices(choices);
    }
    StorageOrder.Arranged arranged =
        StorageOrder.arrange(SoftmaxParts.share(input.model()), input.lanes());
    Program program =
        PanelStorage.lower(
            arranged, input.lanes(), contents(input.plan()), whyLoops(input.plan(), cost, limit));
    List<Choice> choices = new ArrayList<>();
    String form = input.lanes().isPresent() ? "loops and vectors" : "loops";
    choices.add(new Choice("network", form, whyLoops(input.plan(), cost, limit)));
    choices.addAll(program.choices());
    return program.withChoices(choices);
  }

  private static LaneContents contents(Plan plan) {
    return switch (plan) {
      case AUTO, STRAIGHT, LOOPS -> LaneContents.BY_COST;
      case UNITS -> LaneContents.UNITS;
      case EXAMPLES -> LaneContents.EXAMPLES;
    };
  }

  private static StraightLinePlan straight(LoweringInput input) {
    return new StraightLinePlan(input.model(), input.lanes(), input.plan() == Plan.EXAMPLES);
  }

  private static boolean isStraight(LoweringInput input, ScalarCost cost, int limit) {
    return switch (input.plan()) {
      case STRAIGHT -> true;
      case EXAMPLES -> fits(cost) && hasLanes(straight(input), cost);
      case AUTO -> fits(cost) && cost.operations() <= limit;
      case LOOPS, UNITS -> false;
    };
  }

  private static boolean hasLanes(StraightLinePlan plan, ScalarCost cost) {
    plan.program(cost);
    return plan.hasLanes();
  }

  private static boolean fits(ScalarCost cost) {
    return cost.isStraight() && cost.bytes() <= ScalarCost.MOST_BYTES;
  }

  private static void requirePossible(LoweringInput input, ScalarCost cost) {
    switch (input.plan()) {
      case AUTO, LOOPS -> {}
      case STRAIGHT -> {
        if (!fits(cost)) {
          throw new ImpossiblePlanException(Plan.STRAIGHT, whyNotStraight(cost));
        }
      }
      case UNITS, EXAMPLES -> {
        if (input.lanes().isEmpty()) {
          throw new ImpossiblePlanException(input.plan(), "the target has no vectors");
        }
      }
    }
  }

  private static String figures(ScalarCost cost, int limit) {
    return Choices.count(cost.operations())
        + " scalar operations (limit "
        + Choices.count(limit)
        + "), about "
        + Choices.count(cost.bytes())
        + " bytes of bytecode (limit "
        + Choices.count(ScalarCost.MOST_BYTES)
        + ")";
  }

  private static String whyNotStraight(ScalarCost cost) {
    return cost.isStraight()
        ? "a method of it would have about "
            + Choices.count(cost.bytes())
            + " bytes of bytecode, above "
            + Choices.count(ScalarCost.MOST_BYTES)
        : "it has loops, long tables, or values per example that depend on a mean over the batch";
  }

  private static String whyLoops(Plan plan, ScalarCost cost, int limit) {
    if (plan != Plan.AUTO) {
      return "asked for";
    }
    if (!cost.isStraight()) {
      return "no straight-line form";
    }
    return cost.operations() > limit
        ? Choices.count(cost.operations()) + " scalar operations, above " + Choices.count(limit)
        : "a method would be too long";
  }
}
