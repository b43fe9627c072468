package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.data.DataException;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.data.Widths;
import dev.bpnet.runtime.networks.LayersDouble;
import dev.bpnet.runtime.networks.XorFloat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ThreadsTest {
  private static final int WIDTH = 300;
  private static final Dataset EXAMPLES = examples(53, 1);
  private static final Dataset HOLDOUT = examples(200, 2);

  private static Dataset examples(int count, long seed) {
    Random random = new Random(seed);
    double[][] inputs = new double[count][WIDTH];
    double[][] targets = new double[count][1];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < WIDTH; j++) {
        inputs[i][j] = random.nextGaussian();
      }
      targets[i][0] = Math.sin(inputs[i][0] + inputs[i][1]);
    }
    return Dataset.of(inputs, targets);
  }

  private static LayersDouble network() {
    LayersDouble network = new LayersDouble(WIDTH, 120);
    network.initialize(5);
    return network;
  }

  static List<UnaryOperator<Trainer>> settings() {
    return List.of(
        trainer -> trainer,
        trainer -> trainer.optimizer(Optimizer.momentum(0.1, 0.9)).clip(Clip.norm(0.01)),
        trainer -> trainer.optimizer(Optimizer.nesterov(0.1, 0.9)).clip(Clip.value(0.001)),
        trainer -> trainer.optimizer(Optimizer.adamW(0.01, 0.01)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theResultIsTheSameOnAnyNumberOfThreads(UnaryOperator<Trainer> setting) {
    LayersDouble alone = network();
    Trainer trainer = setting.apply(Trainer.of(alone).epochs(3).batch(17).holdout(HOLDOUT));
    TrainingResult expected = trainer.measureTraining().train(EXAMPLES);
    assertThat(alone.threads()).containsExactly(Thread.currentThread());
    for (int threads : new int[] {2, 3, 5, 8}) {
      LayersDouble network = network();
      Trainer together = setting.apply(Trainer.of(network).epochs(3).batch(17).holdout(HOLDOUT));
      TrainingResult result = together.measureTraining().threads(threads).train(EXAMPLES);
      assertThat(network.parameters()).isEqualTo(alone.parameters());
      assertThat(result.loss()).isEqualTo(expected.loss());
      assertThat(result.holdoutLoss()).isEqualTo(expected.holdoutLoss());
      assertThat(result.history().metric("distance", 3))
          .isEqualTo(expected.history().metric("distance", 3));
      assertThat(result.history().holdoutMetric("distance", 3))
          .isEqualTo(expected.history().holdoutMetric("distance", 3));
    }
  }

  @Test
  void helpersWorkAndEndWithTheTraining() {
    LayersDouble network = network();
    TrainingListener untilTwo =
        new TrainingListener() {
          @Override
          public void step(TrainingProgress progress) {
            if (network.threads().size() > 1) {
              progress.requestStop();
            }
          }
        };
    Trainer.of(network).epochs(1_000_000).threads(4).listener(untilTwo).train(EXAMPLES);
    assertThat(network.threads()).contains(Thread.currentThread()).hasSizeBetween(2, 4);
    assertThat(network.threads())
        .filteredOn(thread -> thread != Thread.currentThread())
        .allMatch(Thread::isDaemon)
        .noneMatch(Thread::isAlive);
  }

  @Test
  void aSmallNetworkStartsNoThreads() {
    Dataset xor =
        Dataset.of(
            new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});
    TrainingListener counting =
        new TrainingListener() {
          @Override
          public void epoch(TrainingProgress progress) {
            assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("bpnet-trainer"));
          }
        };
    XorFloat network = new XorFloat();
    TrainingResult result = Trainer.of(network).threads(8).epochs(3).listener(counting).train(xor);
    assertThat(result.epochs()).isEqualTo(3);
  }

  @Test
  void whatAHelperThrowsIsThrownByTheTraining() {
    LayersDouble network = network();
    RuntimeException fault = new IllegalArgumentException("out of order");
    network.failWith(fault, Thread.currentThread());
    Trainer trainer = Trainer.of(network).epochs(1_000_000).threads(3);
    assertThatThrownBy(() -> trainer.train(EXAMPLES)).isSameAs(fault);
    assertThat(network.threads())
        .filteredOn(thread -> thread != Thread.currentThread())
        .noneMatch(Thread::isAlive);
  }

  @Test
  void whatADatasetThrowsIsThrownByTheTraining() {
    Dataset broken = new Broken(EXAMPLES, new DataException("cannot read row 7"));
    assertThatThrownBy(() -> Trainer.of(network()).threads(3).train(broken))
        .isInstanceOf(DataException.class)
        .hasMessage("cannot read row 7");
  }

  @Test
  void anInterruptEndsTheTrainingAfterTheEpoch() {
    LayersDouble network = network();
    Thread.currentThread().interrupt();
    TrainingResult result = Trainer.of(network).epochs(50).threads(3).train(EXAMPLES);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.end()).isEqualTo(TrainingResult.End.REQUESTED);
    assertThat(network.threads())
        .filteredOn(thread -> thread != Thread.currentThread())
        .noneMatch(Thread::isAlive);
  }

  @Test
  void divergenceIsTheSameOnAnyNumberOfThreads() {
    String alone = divergence(1);
    assertThat(alone).contains("in epoch");
    assertThat(divergence(4)).isEqualTo(alone);
  }

  private static String divergence(int threads) {
    Trainer trainer = Trainer.of(network()).optimizer(Optimizer.sgd(1e30)).epochs(100);
    try {
      trainer.threads(threads).train(EXAMPLES);
      return "";
    } catch (DivergenceException e) {
      return e.getMessage();
    }
  }

  /** Each unit exactly once, whoever takes it, however the parts are cut. */
  @Test
  void aTeamDoesEveryUnitOnce() {
    try (Team team = new Team(5)) {
      for (int round = 0; round < 2_000; round++) {
        int units = round % 37;
        int[] done = new int[units];
        team.run(
            (member, from, to) -> {
              for (int unit = from; unit < to; unit++) {
                done[unit]++;
              }
            },
            units,
            1 + round % 4,
            (1 + round % 4) * (1 + round % 3));
        assertThat(done).containsOnly(units == 0 ? new int[0] : new int[] {1});
      }
    }
  }

  @Test
  void theMembersOfATeamWorkAtTheSameTimeOnSharesOfTheirOwn() {
    CountDownLatch together = new CountDownLatch(3);
    int[] members = new int[3];
    try (Team team = new Team(3)) {
      team.run(
          (member, from, to) -> {
            members[from] = member;
            together.countDown();
            try {
              together.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          },
          3,
          1,
          1);
    }
    assertThat(together.getCount()).isZero();
    assertThat(members).containsExactly(0, 1, 2);
  }

  @Test
  void aTeamWorksOnAfterAFailure() {
    try (Team team = new Team(3)) {
      Team.Task failing =
          (member, from, to) -> {
            throw new IllegalStateException("unit " + from);
          };
      assertThatThrownBy(() -> team.run(failing, 9, 1, 1)).hasMessageStartingWith("unit ");
      int[] done = new int[9];
      team.run((member, from, to) -> done[from]++, 9, 1, 1);
      assertThat(done).containsOnly(1);
    }
  }

  /** The trace of what a helper throws begins in the helper; the caller's is its own. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aFailureOfAHelperSaysWhoWaitedForIt(int thrower) {
    IllegalStateException fault = new IllegalStateException("of member " + thrower);
    CountDownLatch together = new CountDownLatch(2);
    Team.Task failing =
        (member, from, to) -> {
          together.countDown();
          try {
            together.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          if (member == thrower) {
            throw fault;
          }
        };
    try (Team team = new Team(2)) {
      assertThatThrownBy(() -> team.run(failing, 2, 1, 1)).isSameAs(fault);
    }
    assertThat(fault.getSuppressed()).hasSize(thrower);
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> Trainer.of(new XorFloat()).threads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be 1 or more, not 0");
  }

  /** A dataset whose last example cannot be had. */
  private record Broken(Dataset whole, RuntimeException fault) implements Dataset {
    @Override
    public int size() {
      return whole.size();
    }

    @Override
    public Widths widths() {
      return whole.widths();
    }

    @Override
    public void copy(int index, Examples.OfFloat staging, int slot) {
      throw fault;
    }

    @Override
    public void copy(int index, Examples.OfDouble staging, int slot) {
      if (index == size() - 1) {
        throw fault;
      }
      whole.copy(index, staging, slot);
    }
  }
}
