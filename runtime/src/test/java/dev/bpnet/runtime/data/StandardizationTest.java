package dev.bpnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.runtime.Examples;
import org.junit.jupiter.api.Test;

class StandardizationTest {
  private static final Dataset DATA =
      Dataset.of(
          new double[][] {{1, 5, 0.1}, {3, 5, 0.1}, {5, 5, 0.1}},
          new double[][] {{10}, {20}, {60}});

  private static Examples.OfDouble examples(Dataset dataset) {
    Examples.OfDouble all = ArrayDataset.staging(dataset.widths(), dataset.size());
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copy(i, all, i);
    }
    return all;
  }

  @Test
  void scalesToMeanZeroAndDeviationOne() {
    Standardization scaling = Standardization.of(DATA);
    double deviation = Math.sqrt(8.0 / 3);
    assertThat(scaling.inputMeans()).containsExactly(new double[] {3, 5, 0.1}, within(1e-15));
    assertThat(scaling.inputDeviations())
        .containsExactly(new double[] {deviation, 1, 1}, within(1e-15));
    Examples.OfDouble scaled = examples(scaling.apply(DATA));
    double z = 2 / deviation;
    assertThat(scaled.inputs())
        .containsExactly(new double[] {-z, 0, 0, 0, 0, 0, z, 0, 0}, within(1e-15));
    double spread = Math.sqrt((400.0 + 100 + 900) / 3);
    assertThat(scaled.targets())
        .containsExactly(new double[] {-20 / spread, -10 / spread, 30 / spread}, within(1e-14));
    assertThat(scaling.unscaleTarget(0, scaled.targets()[2])).isCloseTo(60, within(1e-12));
  }

  @Test
  void leavesTargetsWhereOnlyInputsAreMeant() {
    Standardization scaling = Standardization.ofInputs(DATA);
    assertThat(examples(scaling.apply(DATA)).targets()).containsExactly(10, 20, 60);
    assertThat(scaling.unscaleTarget(0, 7)).isEqualTo(7);
  }

  @Test
  void appliesToInputsAloneAndComesBackFromItsNumbers() {
    Standardization scaling = Standardization.of(DATA);
    Standardization again =
        Standardization.of(
            scaling.inputMeans(),
            scaling.inputDeviations(),
            scaling.targetMeans(),
            scaling.targetDeviations());
    Dataset inputs = Dataset.ofInputs(new double[][] {{3, 6, 0.1}});
    assertThat(examples(again.apply(inputs)).inputs())
        .containsExactly(new double[] {0, 1, 0}, within(1e-15));
    assertThatThrownBy(() -> again.apply(Dataset.ofInputs(new double[][] {{3}})))
        .isInstanceOf(DataException.class)
        .hasMessage("measured on 3 inputs and 1 targets, not on examples of 1 input and 0 targets");
  }

  @Test
  void aColumnOfEqualNumbersHasNoSpread() {
    double[][] rows = new double[1000][1];
    for (double[] row : rows) {
      row[0] = 0.1;
    }
    Standardization scaling = Standardization.ofInputs(Dataset.ofInputs(rows));
    assertThat(scaling.inputMeans()).containsExactly(0.1);
    assertThat(scaling.inputDeviations()).containsExactly(1);
    Dataset huge = Dataset.ofInputs(new double[][] {{1e300}, {-1e300}});
    assertThatThrownBy(() -> Standardization.of(huge))
        .isInstanceOf(DataException.class)
        .hasMessage("input 1 has numbers too large to measure");
  }

  @Test
  void refusesNonsense() {
    double[] none = {};
    assertThatThrownBy(() -> Standardization.of(new double[] {1}, new double[] {0}, none, none))
        .isInstanceOf(DataException.class)
        .hasMessage("column 1: mean 1.0 and deviation 0.0");
    assertThatThrownBy(() -> Standardization.of(new double[] {1}, none, none, none))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Standardization.of(DATA.select())).isInstanceOf(DataException.class);
  }
}
