package dev.bpnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.gradcheck.GradientCheck;
import dev.bpnet.compiler.gradcheck.GradientCheckOptions;
import dev.bpnet.compiler.gradcheck.GradientReport;
import dev.bpnet.compiler.lower.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated gradients of all samples against dual numbers, in every form of the code. */
class SampleGradientsTest {
  static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(""), 2)) {
      return files.filter(file -> file.toString().endsWith(".bpnet")).sorted().toList();
    }
  }

  /** All targets with the cost model's choice, and all plans that can be asked for. */
  static List<CompilerOptions> forms() {
    List<CompilerOptions> all = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      for (Target target : Target.values()) {
        for (Plan plan : Plan.values()) {
          boolean isNew = target == Target.SCALAR ? !plan.isOfVectors() : plan != Plan.STRAIGHT;
          if (isNew && (target != Target.AUTO || plan == Plan.AUTO)) {
            all.add(
                CompilerOptions.DEFAULTS
                    .withPrecision(precision)
                    .withInputGradients()
                    .withTarget(target)
                    .withPlan(plan));
          }
        }
      }
    }
    return all;
  }

  static Stream<Arguments> cases() throws IOException {
    return models().stream()
        .flatMap(
            model ->
                forms().stream()
                    .map(
                        form ->
                            Arguments.of(
                                model, form.precision(), form.target(), form.plan(), form)));
  }

  /** Eleven examples are whole blocks of lanes and a rest. */
  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource("cases")
  void agree(Path model, Precision precision, Target target, Plan plan, CompilerOptions form)
      throws IOException {
    CompilationResult result = new Compiler(form).compile(model);
    if (!isPossible(result, plan)) {
      return;
    }

    assertThat(result.diagnostics()).isEmpty();
    assertThat(result.networks()).isNotEmpty();
    GradientCheck check = new GradientCheck(GradientCheckOptions.DEFAULTS.withExamples(11));
    for (CompiledNetwork network : result.networks()) {
      GradientReport report = check.run(network);
      assertThat(report.rows()).isNotEmpty();
      assertThat(report.passed()).as(report.toString()).isTrue();
    }
  }

  /** Some are too large for straight-line code, or cannot fill lanes so, and say why. */
  private static boolean isPossible(CompilationResult result, Plan plan) {
    if (plan == Plan.AUTO || plan == Plan.LOOPS || !result.hasErrors()) {
      return true;
    }
    assertThat(result.diagnostics())
        .allSatisfy(d -> assertThat(d.code()).isEqualTo(Code.IMPOSSIBLE_PLAN));
    return false;
  }

  /** Else the test above would check nothing of it; lanes of examples are for floats. */
  @Test
  void mostPlansArePossible() throws IOException {
    for (CompilerOptions form : forms()) {
      int possible = 0;
      for (Path model : models()) {
        possible += isPossible(new Compiler(form).compile(model), form.plan()) ? 1 : 0;
      }
      boolean none = form.plan() == Plan.EXAMPLES && form.precision() == Precision.DOUBLE;
      assertThat(possible).as(form.toString()).isGreaterThanOrEqualTo(none ? 0 : 3);
    }
  }
}
