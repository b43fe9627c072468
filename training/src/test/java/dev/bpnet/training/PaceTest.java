package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();
  private long now;

  /** How many of so many steps are done together, if they take so long for each example. */
  private int together(int steps, long timeTogether, long timeAlone) {
    int together = 0;
    for (int step = 0; step < steps; step++) {
      boolean all = pace.begin(now, 10);
      now += 10 * (all ? timeTogether : timeAlone);
      pace.end(now);
      together += all ? 1 : 0;
    }
    return together;
  }

  @Test
  void allThreadsWorkWhileTheyAreFaster() {
    assertThat(together(16, 60, 100)).isEqualTo(16);
    assertThat(together(10_000, 60, 100)).isGreaterThan(9_900).isLessThan(10_000);
  }

  @Test
  void oneThreadWorksWhileItIsFaster() {
    assertThat(together(16, 130, 100)).isEqualTo(16);
    assertThat(together(10_000, 130, 100)).isBetween(1, 100);
  }

  @Test
  void aChangeIsNoticed() {
    together(10_000, 130, 100);
    together(600, 60, 100);
    assertThat(together(1_000, 60, 100)).isGreaterThan(980);
  }

  @Test
  void allThreadsWorkIfItMakesNoDifference() {
    assertThat(together(10_000, 100, 98)).isGreaterThan(9_900);
  }
}
