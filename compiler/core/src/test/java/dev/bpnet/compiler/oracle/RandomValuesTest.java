package dev.bpnet.compiler.oracle;

import static dev.bpnet.compiler.oracle.Net.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomValuesTest {
  /** The first outputs of SplitMix64 seeded with 0, as published. */
  @Test
  void continuesTheSplitMixSequence() {
    assertThat(RandomValues.absorb(0, 0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(RandomValues.absorb(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
    assertThat(RandomValues.absorb(0, 2)).isEqualTo(0x06C45D188009454FL);
  }

  @Test
  void aFloatHoldsEveryValue() {
    for (int i = 0; i < 1000; i++) {
      double value = RandomValues.uniform(RandomValues.hash(5, 6, 7, i));
      assertThat((double) (float) value).isEqualTo(value);
      assertThat(value).isBetween(0.0, Math.nextDown(1.0));
    }
  }

  @Test
  void elementsAreKeyedBySeedStepSiteExampleAndElement() {
    Node node = B.random(3, Shape.of(2, 2), List.of());
    double[] values = Oracle.of(node).evaluate(Bindings.of(2).withRandom(11, 12)).values(node);
    assertThat(values[6]).isEqualTo(RandomValues.uniform(RandomValues.hash(11, 12, 3, 1, 2)));
    assertThat(Arrays.stream(values).distinct().count()).isEqualTo(8);
  }

  @Test
  void isUniform() {
    Node node = B.random(0, Shape.of(1000), List.of());
    double[] values = Oracle.of(node).evaluate(Bindings.of(100)).values(node);
    int[] counts = new int[10];
    for (double value : values) {
      counts[(int) (value * 10)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_600, 10_400);
    }
  }
}
