package dev.bpnet.compiler.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that once went wrong, small. */
class KnownNetworksTest {
  /** The penalty's gradient was added before it was computed where a batch mean adds a phase. */
  private static final String PENALTY_AND_BATCH_MEAN =
      """
      network Net {
        input x[2]
        param W[11, 2]
        if training { mu = batch_mean(tanh(x)) } else { mu = zeros([2]) }
        z = W @ (x - mu)
        target t[11]
        output y = z
        loss mse(z, t) + 0.1 * sum(softmax(exp(W))^2)
      }
      """;

  /** The square of x − x was for ever replaced by itself. */
  private static final String DIFFERENCE_TO_ITSELF =
      """
      network Net {
        input x[2]
        target t[1]
        y = x |> dense(1)
        output o = y
        loss mse(o, t) + sum((t - t)^2)
      }
      """;

  @ParameterizedTest
  @ValueSource(strings = {PENALTY_AND_BATCH_MEAN, DIFFERENCE_TO_ITSELF})
  void agreesWithTheOracle(String source) {
    for (int unroll : new int[] {Compiled.LOOPS, Compiled.STRAIGHT}) {
      Compiled net = Compiled.of(source, Compiled.DOUBLE.withUnroll(unroll));
      GradientReport report = net.check(net.draw(3, 1), 1);
      assertThat(report.passed()).as(report.toString()).isTrue();
    }
  }
}
