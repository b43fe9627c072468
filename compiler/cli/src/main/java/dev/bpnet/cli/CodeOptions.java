package dev.bpnet.cli;

import dev.bpnet.compiler.CompilerOptions;
import picocli.CommandLine.Mixin;

/** Options of the code that is generated: {@code stats} says how {@code compile} writes it. */
final class CodeOptions {
  @Mixin private PrecisionOption precisionOption = new PrecisionOption();
  @Mixin private TargetOption targetOption = new TargetOption();
  @Mixin private PlanOptions plan = new PlanOptions();

  CompilerOptions.Precision precision() {
    return precisionOption.precision;
  }

  /**
   * The options with these.
   *
   * @throws UsageError if they contradict each other
   */
  CompilerOptions in(CompilerOptions options) {
    return plan.in(options.withPrecision(precision()).withTarget(targetOption.target));
  }
}
