package dev.bpnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.runtime.networks.XorDouble;
import dev.bpnet.runtime.networks.XorFloat;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
  private static final List<Integer> WIDE = List.of(200, 400);
  private static final double[] PINNED_UNIFORM = {
    0.8028226020309549, 0.28252575387075385, 0.8751975585438542
  };
  private static final double[] PINNED_NORMAL = {
    0.8800849248565354, -0.632039366544128, -0.5198950095073969
  };

  /** Var of a uniform on ±b is b²/3. */
  @Test
  void spreadFollowsTheFormulas() {
    assertSpread(Initializer.xavierUniform(), 2.0 / 600);
    assertSpread(Initializer.xavierNormal(), 2.0 / 600);
    assertSpread(Initializer.heUniform(), 2.0 / 400);
    assertSpread(Initializer.heNormal(), 2.0 / 400);
    assertSpread(Initializer.lecunNormal(), 1.0 / 400);
    assertSpread(Initializer.orthogonal(), 1.0 / 400);
    assertSpread(Initializer.normal(0, 0.3), 0.09);
    assertSpread(Initializer.uniform(-0.3, 0.3), 0.03);
  }

  private static void assertSpread(Initializer initializer, double variance) {
    double[] values = initializer.draw("w", WIDE, 7);
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
    assertThat(mean).as("%s mean", initializer).isCloseTo(0, within(Math.sqrt(variance) / 50));
    assertThat(squares / variance).as("%s variance", initializer).isCloseTo(1, within(0.03));
  }

  @Test
  void uniformStaysInItsRange() {
    double bound = Math.sqrt(6.0 / 600);
    assertThat(Arrays.stream(Initializer.xavierUniform().draw("w", WIDE, 1)))
        .allMatch(value -> value >= -bound && value < bound);
    assertThat(Arrays.stream(Initializer.uniform(2, 3).draw("b", List.of(1000), 1)))
        .allMatch(value -> value >= 2 && value < 3);
  }

  @Test
  void normalHasNormalTails() {
    double[] values = Initializer.normal(1, 2).draw("w", List.of(100_000), 3);
    assertThat(share(values, 1)).isCloseTo(0.6827, within(0.006));
    assertThat(share(values, 2)).isCloseTo(0.9545, within(0.003));
    assertThat(share(values, 3)).isCloseTo(0.9973, within(0.001));
  }

  private static double share(double[] values, double deviations) {
    double count = Arrays.stream(values).filter(v -> Math.abs(v - 1) < 2 * deviations).count();
    return count / values.length;
  }

  @Test
  void convolutionFansCountTheWindow() {
    double[] values = Initializer.heUniform().draw("k", List.of(8, 4, 5, 5), 1);
    double bound = Math.sqrt(6.0 / 100);
    assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
        .isLessThan(bound)
        .isGreaterThan(0.98 * bound);
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "9, 4", "4, 9", "1, 1", "64, 64"})
  void orthogonalIsOrthonormalOnItsShorterSide(int rows, int columns) {
    double[] q = Initializer.orthogonal().draw("w", List.of(rows, columns), 11);
    boolean tall = rows >= columns;
    int shorter = Math.min(rows, columns);
    for (int i = 0; i < shorter; i++) {
      for (int j = 0; j < shorter; j++) {
        double dot = 0;
        for (int k = 0; k < Math.max(rows, columns); k++) {
          dot +=
              tall
                  ? q[k * columns + i] * q[k * columns + j]
                  : q[i * columns + k] * q[j * columns + k];
        }
        assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-14));
      }
    }
  }

  @Test
  void theSignOfAnOrthogonalEntryIsRandom() {
    long positive = 0;
    for (int seed = 0; seed < 400; seed++) {
      positive += Initializer.orthogonal().draw("w", List.of(3, 3), seed)[0] > 0 ? 1 : 0;
    }
    assertThat(positive).isBetween(150L, 250L);
  }

  @Test
  void fansNeedTwoAxes() {
    assertThatThrownBy(() -> Initializer.heNormal().draw("b", List.of(3), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("he_normal needs two axes or more; b has shape [3]");
  }

  @Test
  void constantsAreConstant() {
    assertThat(Initializer.zeros().draw("b", List.of(2), 1)).containsExactly(0, 0);
    assertThat(Initializer.ones().draw("b", List.of(2), 1)).containsExactly(1, 1);
    assertThat(Initializer.constant(0.5).draw("s", List.of(), 1)).containsExactly(0.5);
  }

  @Test
  void drawsDependOnSeedAndNameAlone() {
    Initializer normal = Initializer.heNormal();
    assertThat(normal.draw("a.W", WIDE, 1)).isEqualTo(normal.draw("a.W", WIDE, 1));
    assertThat(normal.draw("a.W", WIDE, 1)).isNotEqualTo(normal.draw("a.W", WIDE, 2));
    assertThat(normal.draw("a.W", WIDE, 1)).isNotEqualTo(normal.draw("b.W", WIDE, 1));
  }

  /** Pinned: another JDK, another machine or a change of ours must not change them. */
  @Test
  void drawsAreTheSameEverywhere() {
    assertThat(Initializer.uniform(0, 1).draw("w", List.of(3), 1)).containsExactly(PINNED_UNIFORM);
    assertThat(Initializer.normal(0, 1).draw("w", List.of(3), 1)).containsExactly(PINNED_NORMAL);
  }

  @Test
  void floatAndDoubleStartAlikeHoweverTheyAreStored() {
    XorFloat single = new XorFloat();
    XorDouble precise = new XorDouble();
    single.initialize(5);
    precise.initialize(5);
    double[] drawn = Initializer.xavierUniform().draw("h.W", List.of(3, 2), 5);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 2; column++) {
        assertThat(precise.tensor("h.W").get(row, column)).isEqualTo(drawn[2 * row + column]);
        assertThat(single.tensor("h.W").get(row, column))
            .isEqualTo((float) drawn[2 * row + column]);
      }
    }
    assertThat(precise.parameters()[1]).isEqualTo(drawn[2]);
  }
}
