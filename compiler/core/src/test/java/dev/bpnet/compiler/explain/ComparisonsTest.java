package dev.bpnet.compiler.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.source.SourceFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonsTest {
  private static Map<String, String> of(String body) {
    String text = "network N { input x[3]\n target t[3]\n target u\n" + body + "\n}";
    return Comparisons.of(
        new Compiler(CompilerOptions.DEFAULTS)
            .compile(new SourceFile("n.bpnet", text))
            .networks()
            .get(0)
            .model());
  }

  @Test
  void lossesOfTheLibraryCompareByDifference() {
    for (String loss : new String[] {"mse", "mae", "huber", "log_cosh", "squared_error"}) {
      assertThat(of("output y = 2 * x\nloss " + loss + "(y, t)"))
          .as(loss)
          .containsExactly(Map.entry("y", "t"));
    }
  }

  @Test
  void lossesOfProbabilitiesDoNot() {
    assertThat(of("output p = softmax(x)\nloss cross_entropy(p, t)")).isEmpty();
    assertThat(of("output p = sigmoid(x)\nloss binary_cross_entropy(p, t)")).isEmpty();
    assertThat(of("output p = tanh(x)\nloss hinge(p, t)")).isEmpty();
  }

  @Test
  void whatIsMadeOfComparedOutputsIsNotComparedItself() {
    assertThat(
            of(
                """
                output low = 2 * x
                output high = 3 * x
                output width = high - low
                loss mean(max(t - low, 0)) + sum(abs(high - t))
                """))
        .containsExactly(Map.entry("low", "t"), Map.entry("high", "t"));
  }

  @Test
  void aScalarTargetMayBeComparedWithSeveralNumbers() {
    assertThat(of("output y = 2 * x\nloss mse(y, u)")).containsExactly(Map.entry("y", "u"));
    assertThat(of("output y = 2 * x\nloss mse(reshape(y, [1, 3]), reshape(t, [1, 3]))"))
        .containsExactly(Map.entry("y", "t"));
  }

  @Test
  void twoTargetsOrAnotherScaleLeaveInDoubt() {
    assertThat(of("output y = 2 * x\nloss mse(y, t) + mse(y, u)")).isEmpty();
    assertThat(of("output y = sum(x)\nloss mse(y, t)")).isEmpty();
    assertThat(of("output y = 2 * x\nloss mse(y, log(t))")).isEmpty();
    assertThat(of("output y = 2 * x\nloss mse(2 * y, t)")).isEmpty();
    assertThat(of("output y = 2 * x\nmetric m = mse(y, t)\nloss l2(y)")).isEmpty();
  }
}
