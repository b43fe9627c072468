package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.runtime.TrainingDefaults.Call;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.networks.LineDouble;
import org.junit.jupiter.api.Test;

/**
 * One example with x = (2, 0.5), t = 3 from w = (1, 1), b = 0: error −0.5, gradient (−1, −¼, −½).
 */
class ClipTest {
  private static final Dataset ONE = Dataset.of(new double[][] {{2, 0.5}}, new double[][] {{3}});

  private static double[] step(Clip clip) {
    LineDouble network = new LineDouble(2);
    network.initialize(1);
    Trainer.of(network).epochs(1).optimizer(Optimizer.sgd(1)).clip(clip).train(ONE);
    double[] moved = network.parameters();
    return new double[] {1 - moved[0], 1 - moved[1], -moved[2]};
  }

  @Test
  void aLongGradientIsScaledAsAWhole() {
    double scale = 0.5 / (Math.sqrt(1 + 0.0625 + 0.25) + 1e-6);
    assertThat(step(Clip.norm(0.5)))
        .containsExactly(new double[] {-scale, -0.25 * scale, -0.5 * scale}, within(1e-15));
  }

  @Test
  void aShortGradientStays() {
    assertThat(step(Clip.norm(2))).containsExactly(new double[] {-1, -0.25, -0.5}, within(1e-15));
  }

  @Test
  void elementsAreLimitedEachByItself() {
    assertThat(step(Clip.value(0.4)))
        .containsExactly(new double[] {-0.4, -0.25, -0.4}, within(1e-15));
  }

  @Test
  void readsTrainBlocks() {
    assertThat(Clip.of(Call.of("norm").with("c", 1))).isEqualTo(Clip.norm(1));
    assertThat(Clip.of(Call.of("value").with("limit", 0.5))).isEqualTo(Clip.value(0.5));
    assertThatThrownBy(() -> Clip.of(Call.of("norm")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip norm wants one argument, not 0");
    assertThatThrownBy(() -> Clip.of(Call.of("length").with("c", 1)))
        .hasMessage("no clip length, only norm and value");
    assertThatThrownBy(() -> Clip.norm(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
