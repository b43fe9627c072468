package dev.bpnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void givesThePublishedSequence() {
    SplitMix64 random = new SplitMix64(0);
    assertThat(random.nextLong()).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(random.nextLong()).isEqualTo(0x6E789E6AA1B965F4L);
    assertThat(random.nextLong()).isEqualTo(0x06C45D188009454FL);
  }

  @Test
  void shufflesIntoAllOrdersAlike() {
    SplitMix64 random = new SplitMix64(3);
    int[] counts = new int[6];
    for (int i = 0; i < 6000; i++) {
      int[] order = {0, 1, 2, 9};
      random.shuffle(order, 3);
      assertThat(order[3]).isEqualTo(9);
      counts[2 * order[0] + (order[1] > order[2] ? 1 : 0)]++;
    }
    assertThat(Arrays.stream(counts)).allMatch(count -> count > 850 && count < 1150);
  }

  @Test
  void startsAgainTheSameForTheSameNumber() {
    SplitMix64 random = new SplitMix64(0);
    random.restart(5, 1);
    final double first = random.nextGaussian();
    random.restart(5, 2);
    final double second = random.nextGaussian();
    random.restart(5, 1);
    assertThat(random.nextGaussian()).isEqualTo(first).isNotEqualTo(second);
  }

  @Test
  void wholeNumbersStayBelowTheirBound() {
    SplitMix64 random = new SplitMix64(1);
    for (int i = 0; i < 1000; i++) {
      assertThat(random.nextInt(7)).isBetween(0, 6);
      assertThat(random.nextInt(1)).isZero();
      assertThat(random.nextInt(Integer.MAX_VALUE)).isNotNegative();
    }
  }
}
