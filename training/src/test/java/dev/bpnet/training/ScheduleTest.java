package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.runtime.TrainingDefaults.Call;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.networks.LineDouble;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Dataset ONE = Dataset.of(new double[][] {{0}}, new double[][] {{1}});

  /** The rate of each epoch, seen from b ← b + rate·(1 − b) with b = 0 before each. */
  private static double[] rates(Schedule schedule, int epochs) {
    LineDouble network = new LineDouble(1);
    network.initialize(1);
    double[] rates = new double[epochs];
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epoch(TrainingProgress progress) {
            rates[progress.epoch() - 1] = network.parameters()[1];
            network.parameters()[1] = 0;
          }
        };
    Trainer.of(network)
        .optimizer(Optimizer.sgd(0.5))
        .schedule(schedule)
        .epochs(epochs)
        .listener(listener)
        .train(ONE);
    return rates;
  }

  @Test
  void ratesFollowTheFormulas() {
    assertThat(rates(Schedule.constant(), 3)).containsExactly(0.5, 0.5, 0.5);
    assertThat(rates(Schedule.step(2, 0.1), 5))
        .containsExactly(new double[] {0.5, 0.5, 0.05, 0.05, 0.005}, within(1e-15));
    assertThat(rates(Schedule.exponential(0.5), 3)).containsExactly(0.5, 0.25, 0.125);
    assertThat(rates(Schedule.cosine(3), 4))
        .containsExactly(new double[] {0.5, 0.375, 0.125, 0.125}, within(1e-15));
  }

  @Test
  void aScheduleOfOnesOwnIsAskedBeforeEveryStep() {
    LineDouble network = new LineDouble(1);
    network.tensor("w").assign(1);
    Dataset three = Dataset.of(new double[][] {{0}, {0}, {0}}, new double[][] {{1}, {1}, {1}});
    Trainer.of(network)
        .optimizer(Optimizer.sgd(1))
        .schedule((rate, progress) -> progress.steps() == 1 ? 0.5 : 0.1)
        .batch(1)
        .epochs(1)
        .train(three);
    assertThat(1 - network.parameters()[1]).isCloseTo(0.9 * 0.5 * 0.9, within(1e-15));
  }

  @Test
  void readsTrainBlocks() {
    assertThat(Schedule.of(Call.of("step").with("every", 4), 9)).isEqualTo(Schedule.step(4, 0.1));
    assertThat(Schedule.of(Call.of("cosine"), 9)).isEqualTo(Schedule.cosine(9));
    assertThat(Schedule.of(Call.of("cosine").with("epochs", 5), 9)).isEqualTo(Schedule.cosine(5));
    assertThat(Schedule.of(Call.of("exponential").with("factor", 0.9), 9))
        .isEqualTo(Schedule.exponential(0.9));
    assertThat(Schedule.of(Call.of("constant"), 9)).isEqualTo(Schedule.constant());
    assertThatThrownBy(() -> Schedule.of(Call.of("warmup"), 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no schedule warmup, only constant, step, exponential, cosine");
    assertThatThrownBy(() -> Schedule.of(Call.of("step"), 9))
        .hasMessage("step needs the argument every");
  }
}
