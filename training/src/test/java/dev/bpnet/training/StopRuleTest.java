package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.runtime.TrainingDefaults.Call;
import org.junit.jupiter.api.Test;

class StopRuleTest {
  /** The epoch after which a rule stops, 0 if it does not. */
  private static int stopsAfter(StopRule rule, double... losses) {
    StopWatch watch = new StopWatch(rule);
    for (int epoch = 1; epoch <= losses.length; epoch++) {
      if (watch.observe(losses[epoch - 1], losses[epoch - 1]).isPresent()) {
        return epoch;
      }
    }
    return 0;
  }

  @Test
  void belowIsStrict() {
    assertThat(stopsAfter(StopRule.below(0.5), 3, 0.5, 0.4, 0.1)).isEqualTo(3);
    assertThat(stopsAfter(StopRule.below(0), 3, 0.5, 0)).isZero();
  }

  @Test
  void changeWantsRoundsInARow() {
    assertThat(stopsAfter(StopRule.change(0.1, 2), 3, 3, 2, 2.05, 2, 1)).isEqualTo(5);
    assertThat(stopsAfter(StopRule.change(0.1, 1), 3, 3.1)).isZero();
    assertThat(stopsAfter(StopRule.change(0.25, 1), 3, 2.75)).isEqualTo(2);
    assertThat(stopsAfter(StopRule.change(0, 1), 5, Double.NaN, 5, 5)).isEqualTo(4);
  }

  @Test
  void patienceCountsRoundsWithoutEnoughGain() {
    assertThat(stopsAfter(StopRule.patience(2, 0), 3, 2, 2, 1, 1, 1)).isEqualTo(6);
    assertThat(stopsAfter(StopRule.patience(2, 0.5), 3, 2.9, 2.5, 2.4)).isEqualTo(3);
    assertThat(stopsAfter(StopRule.patience(2, 0.5), 3, 2.9, 2.4, 2.3)).isZero();
    assertThat(stopsAfter(StopRule.patience(1, 0), 3, Double.NaN)).isEqualTo(2);
  }

  @Test
  void readsTrainBlocks() {
    assertThat(StopRule.of(Call.of("below").with("loss", 0.1))).isEqualTo(StopRule.below(0.1));
    assertThat(StopRule.of(Call.of("change").with("range", 1e-6).with("rounds", 3)))
        .isEqualTo(StopRule.change(1e-6, 3));
    assertThat(StopRule.of(Call.of("patience").with("rounds", 5)))
        .isEqualTo(StopRule.patience(5, 0));
    assertThatThrownBy(() -> StopRule.of(Call.of("below")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("below needs the argument loss");
    assertThatThrownBy(() -> StopRule.of(Call.of("change").with("range", 0.1)))
        .hasMessage("change needs the argument rounds");
    assertThatThrownBy(() -> StopRule.of(Call.of("patience")))
        .hasMessage("patience needs the argument rounds");
    assertThatThrownBy(() -> StopRule.of(Call.of("patience").with("rounds", 2.5)))
        .hasMessage("patience: rounds must be a whole number from 1, not 2.5");
    assertThatThrownBy(() -> StopRule.of(Call.of("plateau")))
        .hasMessage("no stop rule plateau, only below, change, patience");
  }
}
