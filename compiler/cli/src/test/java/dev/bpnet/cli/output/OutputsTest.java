package dev.bpnet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.cli.data.Labels;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Tensor;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.data.Standardization;
import dev.bpnet.runtime.data.Widths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OutputsTest {
  private static Description.Builder net() {
    return Description.of("Net", Description.Precision.DOUBLE);
  }

  @Test
  void aRealTargetIsPredictedByTheOutputsThatTheLossComparesWithIt() {
    Description net =
        net().input("x").target("t").output("y").output("code", 2).output("z", 1).build();
    Pairing pairing = Pairing.of(net, Map.of("y", "t", "code", "t"));

    assertThat(names(pairing)).containsExactly("t<y", "t<code");
    assertThat(pairing.coversRealTargets()).isTrue();
    assertThat(pairing.unpaired()).extracting(Tensor::name).containsExactly("z");
    Pairing none = Pairing.of(net, Map.of());
    assertThat(names(none)).isEmpty();
    assertThat(none.coversRealTargets()).isFalse();
  }

  @Test
  void aClassTargetPrefersAClassOutputThenScoresThenAProbability() {
    Description.Builder classes =
        net().classTarget("k", 2).output("p").output("scores", 2).classOutput("best", 2);

    assertThat(names(classes.build())).containsExactly("k<best");
    assertThat(names(net().classTarget("k", 2).output("p").output("scores", 2).build()))
        .containsExactly("k<scores");
    assertThat(names(net().classTarget("k", 2).output("p").build())).containsExactly("k<p");
    assertThat(names(net().classTarget("k", 3).output("p").build())).isEmpty();
  }

  @Test
  void accuracyCountsTheClassesThatAreHit() {
    Description scores = net().input("x").classTarget("k", 3).output("p", 3).build();
    double[] best = {0, 1, 2, 2};

    assertThat(scores(scores, x -> oneHot((int) best[(int) x[0]]), new double[0], 0, 1, 2, 0))
        .singleElement()
        .satisfies(score -> assertThat(score.name()).isEqualTo("accuracy"))
        .satisfies(score -> assertThat(score.value()).isEqualTo(0.75));
  }

  @Test
  void twoClassesMayHaveOneProbabilityButNoOtherNumber() {
    Description net = net().input("x").classTarget("k", 2).output("p").build();

    assertThat(scores(net, x -> new double[] {x[0] / 4}, new double[0], 0, 0, 1, 1))
        .extracting(Score::value)
        .containsExactly(1.0);
    assertThat(scores(net, x -> new double[] {x[0] - 2}, new double[0], 0, 0, 1, 1)).isEmpty();
  }

  @Test
  void r2IsTheShareOfTheVarianceThatIsExplained() {
    Description net = net().input("x").target("t").output("y").build();

    List<Score> scores = scores(net, x -> new double[] {x[0]}, new double[] {0, 1, 2, 5});
    assertThat(scores.get(0).value()).isCloseTo(1 - 4.0 / 14, within(1e-15));
    assertThat(scores.get(0).symbol()).isEqualTo("R²");
    assertThat(scores(net, x -> x, new double[] {3, 3, 3, 3}).get(0).value()).isNaN();
  }

  @Test
  void severalOutputsOfOneTargetAreToldApart() {
    Description net = net().input("x").target("t").output("low").output("high").build();

    assertThat(scores(net, x -> new double[] {x[0], x[0] + 1}, new double[] {0, 1, 2, 3}))
        .extracting(Score::name)
        .containsExactly("R2(low)", "R2(high)");
  }

  @Test
  void tablesNameElementsAndClasses() throws IOException {
    Description net =
        net()
            .input("x")
            .classTarget("k", 3)
            .output("p", 3)
            .output("m", 1, 2)
            .classOutput("best", 3)
            .build();
    Labels labels = Labels.of(net, Map.of("k", List.of("red", "light, green")));
    Predictions predictions =
        Predictions.of(
            new FunctionNetwork(net, x -> new double[] {.5, .25, .25, x[0], 7, x[0]}),
            dataset(net, new double[] {0, 1, 2}, new double[0]),
            Pairing.of(net, Map.of()),
            Optional.empty());

    assertThat(csv(predictions, labels))
        .isEqualTo(
            """
            p_red,"p_light, green",p_2,m_0_0,m_0_1,best
            0.5,0.25,0.25,0.0,7.0,red
            0.5,0.25,0.25,1.0,7.0,"light, green"
            0.5,0.25,0.25,2.0,7.0,2
            """);
  }

  @Test
  void scoresAreNamedAfterTheirClasses() throws IOException {
    Description net = net().input("x").classTarget("k", 2).output("p", 2).build();
    Predictions predictions =
        Predictions.of(
            new FunctionNetwork(net, x -> new double[] {.5, .5}),
            dataset(net, new double[] {0}, new double[0]),
            Pairing.of(net, Map.of()),
            Optional.empty());

    assertThat(csv(predictions, Labels.of(net, Map.of("k", List.of("yes", "no")))))
        .isEqualTo("p_yes,p_no\n0.5,0.5\n");
  }

  @Test
  void predictionsOfScaledTargetsAreScaledBack() {
    Description net = net().input("x").target("t").output("y").output("q", 2).output("d").build();
    Standardization scaling =
        Standardization.of(
            new double[] {0}, new double[] {1}, new double[] {100}, new double[] {10});
    Predictions predictions =
        Predictions.of(
            new FunctionNetwork(net, x -> new double[] {x[0], 1, 2, 5}),
            dataset(net, new double[] {-1, 2}, new double[0]),
            Pairing.of(net, Map.of("y", "t", "q", "t")),
            Optional.of(scaling));

    assertThat(predictions.value(0, net.outputs().get(0), 0)).isEqualTo(90);
    assertThat(predictions.value(1, net.outputs().get(0), 0)).isEqualTo(120);
    assertThat(predictions.value(1, net.outputs().get(1), 0)).isEqualTo(110);
    assertThat(predictions.value(1, net.outputs().get(1), 1)).isEqualTo(120);
    assertThat(predictions.value(1, net.outputs().get(2), 0)).isEqualTo(5);
  }

  private static List<String> names(Description net) {
    return names(Pairing.of(net, Map.of()));
  }

  private static List<String> names(Pairing pairing) {
    return pairing.pairs().stream()
        .map(pair -> pair.target().name() + "<" + pair.output().name())
        .toList();
  }

  private static double[] oneHot(int place) {
    double[] row = new double[3];
    row[place] = 1;
    return row;
  }

  /** Of examples whose inputs are 0, 1, 2, 3. */
  private static List<Score> scores(
      Description net, UnaryOperator<double[]> function, double[] targets, int... classes) {
    Dataset dataset = dataset(net, new double[] {0, 1, 2, 3}, targets, classes);
    return Scores.of(
        Predictions.of(
            new FunctionNetwork(net, function),
            dataset,
            Pairing.of(net, Map.of("y", "t", "low", "t", "high", "t")),
            Optional.empty()),
        dataset);
  }

  private static Dataset dataset(
      Description net, double[] inputs, double[] targets, int... classes) {
    int count = inputs.length;
    return Dataset.of(
        new Examples.OfDouble(count, inputs, new int[0], targets, classes),
        new Widths(1, 0, targets.length / count, classes.length / count));
  }

  private static String csv(Predictions predictions, Labels labels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new OutputTable(predictions, labels).write(bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
