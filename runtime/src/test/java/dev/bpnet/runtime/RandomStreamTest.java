package dev.bpnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RandomStreamTest {
  /** The published first outputs of SplitMix64 from state 0. */
  @Test
  void takesInANumberAsSplitMixDoes() {
    assertThat(RandomStream.next(0, 0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(RandomStream.next(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
    assertThat(RandomStream.next(0, 2)).isEqualTo(0x06C45D188009454FL);
  }

  /** Computed apart from this class, in arbitrary precision, for the key 11, 12, 3, 1, 2. */
  @Test
  void followsTheKeyInItsOrder() {
    long site = RandomStream.start(11, 12, 3);
    assertThat(RandomStream.uniform(RandomStream.next(site, 1), 2)).isEqualTo(5560205 * 0x1p-24f);
    assertThat(RandomStream.start(12, 11, 3)).isNotEqualTo(site);
  }

  @Test
  void fillsTheUnitIntervalEvenly() {
    double sum = 0;
    double squares = 0;
    float high = 0;
    for (int i = 0; i < 100_000; i++) {
      float value = RandomStream.uniform(7, i);
      assertThat(value * 0x1p24f).isEqualTo((float) Math.rint(value * 0x1p24f));
      sum += value;
      squares += value * value;
      high = Math.max(high, value);
    }
    assertThat(sum / 100_000).isCloseTo(0.5, within(0.003));
    assertThat(squares / 100_000).isCloseTo(1.0 / 3, within(0.003));
    assertThat(high).isLessThan(1).isGreaterThan(0.999f);
  }
}
