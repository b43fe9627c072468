package dev.bpnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Description CLASSIFIER =
      Description.of("Digits", Description.Precision.FLOAT)
          .input("x", 2)
          .classTarget("digit", 3)
          .build();

  private static final Description WORDS =
      Description.of("Words", Description.Precision.FLOAT)
          .classInput("words", 5, 2)
          .classInput("kind", 2)
          .target("t")
          .build();

  @Test
  void copiesIntoEitherPrecision() {
    Dataset singles = Dataset.of(new float[][] {{1, 2}, {3, 0.1f}}, new int[] {2, 1});
    Dataset doubles = Dataset.of(new double[][] {{1, 2}, {3, 0.1}}, new int[] {2, 1});
    Examples.OfFloat floatStaging = Examples.OfFloat.allocate(CLASSIFIER, 3);
    Examples.OfDouble doubleStaging = Examples.OfDouble.allocate(CLASSIFIER, 3);
    singles.copy(new int[] {9, 1, 0}, 1, 3, floatStaging);
    assertThat(floatStaging.inputs()).containsExactly(3, 0.1f, 1, 2, 0, 0);
    assertThat(floatStaging.classTargets()).containsExactly(1, 2, 0);
    singles.copy(1, doubleStaging, 2);
    assertThat(doubleStaging.inputs()).containsExactly(0, 0, 0, 0, 3, 0.1f);
    doubles.copy(1, doubleStaging, 0);
    assertThat(doubleStaging.inputs()).startsWith(3, 0.1);
    doubles.copy(1, floatStaging, 2);
    assertThat(floatStaging.inputs()).endsWith(3, 0.1f);
    assertThat(doubleStaging.classTargets()).containsExactly(1, 0, 1);
  }

  @Test
  void wideRowsAreCopiedWhole() {
    float[][] wide = new float[2][40];
    for (int i = 0; i < 40; i++) {
      wide[1][i] = i;
    }
    Dataset dataset = Dataset.of(wide, new float[2][0]);
    Examples.OfFloat staging =
        new Examples.OfFloat(1, new float[40], new int[0], new float[0], new int[0]);
    dataset.copy(1, staging, 0);
    assertThat(staging.inputs()).isEqualTo(wide[1]);
  }

  @Test
  void namesRowAndColumnOfBadNumbers() {
    assertBad(new double[][] {{1, 2}, {3}}, "row 2 has 1 inputs, but row 1 has 2");
    assertBad(new double[][] {{1}, {Double.NaN}}, "row 2, input 1: NaN is not a finite number");
    assertBad(
        new double[][] {{1, 2}, {3, Double.NEGATIVE_INFINITY}},
        "row 2, input 2: -Infinity is not a finite number");
    assertThatThrownBy(() -> Dataset.of(new float[][] {{1}}, new float[][] {{1}, {2}}))
        .isInstanceOf(DataException.class)
        .hasMessage("1 rows of inputs, but 2 of targets");
    assertThatThrownBy(() -> Dataset.of(new float[][] {{1}}, new float[][] {{Float.NaN}}))
        .isInstanceOf(DataException.class)
        .hasMessage("row 1, target 1: NaN is not a finite number");
    assertThatThrownBy(() -> Dataset.of(new float[][] {{1}, {2}}, new int[] {0, -1}))
        .isInstanceOf(DataException.class)
        .hasMessage("row 2, class target 1: -1 is below 0");
  }

  private static void assertBad(double[][] inputs, String message) {
    assertThatThrownBy(() -> Dataset.of(inputs, new double[inputs.length][1]))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  @Test
  void fitsNetworksOfItsWidthsAndClasses() {
    Dataset fine = Dataset.of(new float[][] {{1, 2}, {3, 4}}, new int[] {0, 2});
    fine.checkFor(CLASSIFIER);
    Dataset over = Dataset.of(new float[][] {{1, 2}, {3, 4}}, new int[] {0, 3});
    assertThatThrownBy(() -> over.checkFor(CLASSIFIER))
        .isInstanceOf(DataException.class)
        .hasMessage("row 2: target digit is a class in 0..2, not 3");
    over.checkInputsFor(CLASSIFIER);
    assertThatThrownBy(() -> fine.checkFor(WORDS))
        .hasMessage(
            "Words wants examples of 3 class inputs and 1 target;"
                + " these have 2 inputs and 1 class target");
    Dataset.ofInputs(new float[][] {{1, 2}}).checkInputsFor(CLASSIFIER);
    assertThatThrownBy(() -> Dataset.ofInputs(new float[][] {{1}}).checkInputsFor(CLASSIFIER))
        .isInstanceOf(DataException.class);
  }

  @Test
  void classInputsAreCheckedEachInItsRange() {
    Widths widths = Widths.of(WORDS);
    Dataset words =
        Dataset.of(
            new Examples.OfFloat(
                2, new float[0], new int[] {4, 0, 1, 1, 4, 2}, new float[2], new int[0]),
            widths);
    assertThatThrownBy(() -> words.checkFor(WORDS))
        .isInstanceOf(DataException.class)
        .hasMessage("row 2: input kind is a class in 0..1, not 2");
    assertThatThrownBy(
            () ->
                Dataset.of(
                    new Examples.OfDouble(2, new double[0], new int[5], new double[2], new int[0]),
                    widths))
        .isInstanceOf(DataException.class)
        .hasMessage("2 examples of 3 class inputs are 6 numbers, but 5 were given");
  }

  private static List<Integer> classes(Dataset dataset) {
    Examples.OfFloat one =
        new Examples.OfFloat(1, new float[0], new int[0], new float[0], new int[1]);
    List<Integer> classes = new ArrayList<>();
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copy(i, one, 0);
      classes.add(one.classTargets()[0]);
    }
    return classes;
  }

  private static Dataset numbered(int size) {
    int[] classes = new int[size];
    for (int i = 0; i < size; i++) {
      classes[i] = i;
    }
    return Dataset.of(new float[size][0], classes);
  }

  @Test
  void splitsIntoTwoPartsThatAreTheWhole() {
    Split split = numbered(150).split(0.2, 1);
    assertThat(split.holdout().size()).isEqualTo(30);
    assertThat(split.training().size()).isEqualTo(120);
    List<Integer> all = new ArrayList<>(classes(split.holdout()));
    all.addAll(classes(split.training()));
    Collections.sort(all);
    assertThat(all).isEqualTo(classes(numbered(150)));
    assertThat(classes(numbered(150).split(0.2, 1).holdout())).isEqualTo(classes(split.holdout()));
    assertThat(classes(numbered(150).split(0.2, 2).holdout()))
        .isNotEqualTo(classes(split.holdout()));
  }

  @Test
  void bothPartsHaveAnExample() {
    assertThat(numbered(3).split(0.01, 1).holdout().size()).isEqualTo(1);
    assertThat(numbered(3).split(0.99, 1).training().size()).isEqualTo(1);
    assertThatThrownBy(() -> numbered(1).split(0.5, 1))
        .isInstanceOf(DataException.class)
        .hasMessage("too few examples to hold some out: 1");
    assertThatThrownBy(() -> numbered(9).split(1, 1)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> numbered(9).split(Double.NaN, 1)).isInstanceOf(DataException.class);
  }

  @Test
  void selectionsKeepTheirOrder() {
    assertThat(classes(numbered(5).select(4, 0, 0).select(2, 0))).containsExactly(0, 4);
    assertThatThrownBy(() -> numbered(5).select(5)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
