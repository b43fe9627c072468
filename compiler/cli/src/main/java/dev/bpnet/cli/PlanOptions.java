package dev.bpnet.cli;

import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.lower.Plan;
import picocli.CommandLine.Option;

/** Options of how a network is computed. */
final class PlanOptions {
  @Option(
      names = "--plan",
      paramLabel = "auto|straight|loops|units|examples",
      defaultValue = "auto",
      description = {
        "How the network is computed (default: auto, by a model of the cost).",
        "straight: a statement for every element. loops: loop nests.",
        "units, examples: what the lanes of vectors hold."
      })
  private Plan plan;

  @Option(
      names = "--unroll",
      paramLabel = "N",
      description = "With --plan auto: straight-line code up to N scalar operations.")
  private Integer unroll;

  /**
   * The options with these.
   *
   * @param options with the target that the code is made for
   * @throws UsageError if they contradict each other
   */
  CompilerOptions in(CompilerOptions options) {
    CompilerOptions planned = options.withPlan(plan);
    if (plan.isOfVectors() && options.target() == CompilerOptions.Target.SCALAR) {
      throw new UsageError("--plan " + text() + " wants --target vector or auto");
    }
    if (unroll == null) {
      return planned;
    }
    if (unroll < 0) {
      throw new UsageError("--unroll wants 0 or more, not " + unroll);
    }
    if (plan != Plan.AUTO) {
      throw new UsageError("--unroll is of --plan auto, not of --plan " + text());
    }
    return planned.withUnroll(unroll);
  }

  private String text() {
    return plan.name().toLowerCase(java.util.Locale.ROOT);
  }
}
