package dev.bpnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.loop.Choice;
import dev.bpnet.compiler.lower.Plan;
import dev.bpnet.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans can be asked for, and say what they chose and why. */
class PlanChoicesTest {
  private static final String SMALL =
      """
      network Small {
          input  x[2]
          target t
          output y = x |> dense(3) |> tanh |> dense(1) |> sigmoid
          loss squared_error(y, [t])
      }
      """;
  private static final String WIDE =
      """
      network Wide {
          input  x[20]
          target t[3]
          h = x |> dense(48) |> tanh
          output y = h |> dense(3)
          loss squared_error(y, t)
      }
      """;

  private static CompilationResult compile(String text, CompilerOptions options) {
    return new Compiler(options).compile(new SourceFile("plans.bpnet", text));
  }

  private static List<Choice> choices(String text, CompilerOptions options) {
    CompilationResult result = compile(text, options);
    assertThat(result.diagnostics()).isEmpty();
    Map<Target, List<Choice>> plans = result.networks().get(0).plans();
    assertThat(plans).hasSize(1);
    return plans.values().iterator().next();
  }

  @Test
  void aTinyNetworkIsStraightForItsOperationsAreFew() {
    List<Choice> choices = choices(SMALL, CompilerOptions.DEFAULTS);
    assertThat(choices).hasSize(1);
    assertThat(choices.get(0).form()).isEqualTo("straight-line scalars");
    assertThat(choices.get(0).reason()).contains("scalar operations (limit 320)", "bytecode");
  }

  @Test
  void everyLayerSaysItsForm() {
    List<Choice> choices = choices(WIDE, CompilerOptions.DEFAULTS.withTarget(Target.VECTOR));
    assertThat(choices.get(0).part()).isEqualTo("network");
    assertThat(choices.get(0).form()).isEqualTo("loops and vectors");
    assertThat(choices)
        .extracting(Choice::part)
        .contains("h.z", "y", "derivative by h", "derivative by h.W", "derivative by y.W");
    assertThat(choices)
        .filteredOn(choice -> choice.part().equals("h.z"))
        .allSatisfy(choice -> assertThat(choice.form()).contains("lanes"))
        .allSatisfy(choice -> assertThat(choice.reason()).contains("20x48 = 960 products"))
        .hasSize(1);
  }

  @Test
  void theJavadocSaysThePlan() {
    CompiledNetwork network = compile(WIDE, CompilerOptions.DEFAULTS).networks().get(0);
    assertThat(network.sources().get("Wide"))
        .contains("<p>Plan: loops: 6,112 scalar operations, above 320.")
        .contains("<li>h.z: rows added for all examples (20x48 = 960 products;");
  }

  @ParameterizedTest
  @CsvSource({"STRAIGHT, straight-line", "LOOPS, loops: asked for", "AUTO, straight-line"})
  void aPlanCanBeAskedFor(Plan plan, String expected) {
    CompilerOptions options = CompilerOptions.DEFAULTS.withPlan(plan);
    assertThat(compile(SMALL, options).networks().get(0).sources().get("Small"))
        .contains("<p>Plan: " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "STRAIGHT, SCALAR, a method of it would have about",
    "UNITS, SCALAR, the target has no vectors",
    "EXAMPLES, SCALAR, the target has no vectors",
  })
  void anImpossiblePlanIsRefusedWithTheReason(Plan plan, Target target, String reason) {
    CompilationResult result =
        compile(WIDE, CompilerOptions.DEFAULTS.withPlan(plan).withTarget(target));
    assertThat(result.networks()).isEmpty();
    assertThat(result.diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly(Code.IMPOSSIBLE_PLAN);
    assertThat(result.diagnostics().get(0).message())
        .startsWith(
            "the network 'Wide' has no plan '" + plan.name().toLowerCase(java.util.Locale.ROOT))
        .contains(reason);
  }

  /** The plan decides how sums are rounded, and so belongs to what a checkpoint is of. */
  @Test
  void theFingerprintKnowsThePlan() {
    String usual =
        compile(SMALL, CompilerOptions.DEFAULTS).networks().get(0).sources().get("Small");
    String loops =
        compile(SMALL, CompilerOptions.DEFAULTS.withPlan(Plan.LOOPS))
            .networks()
            .get(0)
            .sources()
            .get("Small");
    assertThat(fingerprint(usual)).isNotEqualTo(fingerprint(loops));
  }

  private static String fingerprint(String java) {
    String call = ".source(\"plans.bpnet\", \"";
    int from = java.indexOf(call) + call.length();
    return java.substring(from, java.indexOf('"', from));
  }
}
