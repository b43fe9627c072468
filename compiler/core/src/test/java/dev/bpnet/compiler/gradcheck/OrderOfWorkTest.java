package dev.bpnet.compiler.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks whose values must be computed in an order, or a place, that is easy to get wrong. */
class OrderOfWorkTest {
  private static CompiledNetwork compiled(String source, int unroll) {
    CompilerOptions options =
        CompilerOptions.DEFAULTS
            .withPrecision(CompilerOptions.Precision.DOUBLE)
            .withInputGradients()
            .withUnroll(unroll);
    CompilationResult result = new Compiler(options).compile(new SourceFile("order.bpnet", source));
    assertThat(result.hasErrors()).as(result.diagnostics().toString()).isFalse();
    return result.networks().get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A term of the step that only a value after the first batch mean reads.
        """
        network C { input x[2]; target t[2]; param w[2]
          output y = w * x
          if training { m = batch_mean(x) * sum(exp(w)) } else { m = w }
          loss sum((w * x + m - t)^2) }
        """,
        // Derivatives by inputs that are the same for every example.
        """
        network A { input x[4]; param W[3, 4]
          output y = W @ x
          loss sum(W @ x) }
        """,
        """
        network B { input x[3]; param w[3] = ones()
          output y = x * w
          if training { m = batch_mean(x * w) } else { m = w }
          loss sum(m^2) }
        """,
        // What no iteration changes is computed before the loop.
        """
        network I { input x[3]; target t[2]; param U[2, 3]; param R[2, 2]
          h = zeros([2])
          for i in 0..6 { h = tanh(U @ x + R @ h) }
          output y = h
          loss squared_error(h, t) }
        """,
        // Two carried values that change places.
        """
        network S { input x[2]; target t[2]; param w[2]
          a = x * w
          b = x
          for i in 0..3 { c = a * w; a = b; b = c }
          output y = a + b
          loss squared_error(y, t) }
        """
      })
  void gradientsAgreeInEveryPlan(String source) {
    for (int unroll : new int[] {0, 1_000_000}) {
      GradientReport report = new GradientCheck().run(compiled(source, unroll));
      assertThat(report.passed()).as(report.toString()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000_000})
  void evaluatingNeedsNoStepBefore(int unroll) {
    Network.OfDouble network =
        (Network.OfDouble)
            new NetworkLoader()
                .load(compiled("network E { param s[30] = zeros()\n loss sum(exp(s)) }", unroll));
    Examples.OfDouble none = Examples.OfDouble.of(1, new double[0], new double[0]);
    assertThat(network.evaluate(none, 0, 1, new double[0])).isEqualTo(30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network G { input x[2]; target t; param w\n output y = full([20000], 1) * sum(x)\n"
            + " loss (w * sum(x) - t)^2 }",
        "network H { input x[6000]; target t; param w\n output y = x\n"
            + " loss (w * x[0] - t)^2 }",
        "network J { input x[2]; target t; param w; state m[1000]\n output y = w * x\n"
            + " update m = m + 1\n loss (w * x[0] - t)^2 }"
      })
  void whatIsOnlyMovedCountsForThePlan(String source) {
    CompiledNetwork network = compiled(source, 1_000_000);
    assertThat(network.dumps().get("loops")).startsWith("plan loops");
    assertThat(new NetworkLoader().load(network)).isInstanceOf(Network.OfDouble.class);
  }
}
