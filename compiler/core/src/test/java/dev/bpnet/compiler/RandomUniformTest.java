package dev.bpnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.gradcheck.GradientCheck;
import dev.bpnet.compiler.gradcheck.GradientReport;
import dev.bpnet.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Generated code draws the very numbers that the oracle draws, also inside loops. */
class RandomUniformTest {
  private static GradientReport check(String source) {
    CompilationResult result =
        new Compiler(
                CompilerOptions.DEFAULTS
                    .withPrecision(CompilerOptions.Precision.DOUBLE)
                    .withInputGradients())
            .compile(new SourceFile("random.bpnet", source));
    assertThat(result.diagnostics()).isEmpty();
    CompiledNetwork network = result.networks().get(0);
    return new GradientCheck().run(network);
  }

  @Test
  void agreesWithTheOracle() {
    GradientReport report =
        check(
            """
            network Wide {
                input  x[64]
                target t[10]
                h = x |> dense(64)
                g = training ? h * random_uniform([64]) + random_uniform([64]) : h
                output y = g |> dense(10)
                loss squared_error(y, t)
            }
            """);
    assertThat(report.passed()).as(report.toString()).isTrue();
  }

  @Test
  void agreesWithTheOracleInStraightLineCode() {
    GradientReport report =
        check(
            """
            network Tiny {
                input  x[3]
                target t
                output y = (training ? x * random_uniform([3]) : x) |> dense(1) |> sum
                loss squared_error(y, t)
            }
            """);
    assertThat(report.passed()).as(report.toString()).isTrue();
  }

  @Test
  void agreesWithTheOracleInLoops() {
    GradientReport report =
        check(
            """
            network Looped {
                input  x[4, 3]
                target t
                param  W[3, 3]
                h = zeros([3])
                for i in 0..4 {
                    for j in 0..2 {
                        h = tanh(W @ h + (training ? x[i] * random_uniform([3]) : x[i]))
                    }
                }
                output y = sum(h)
                loss squared_error(y, t)
            }
            """);
    assertThat(report.passed()).as(report.toString()).isTrue();
  }
}
