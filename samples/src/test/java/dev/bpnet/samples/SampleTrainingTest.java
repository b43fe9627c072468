package dev.bpnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.cli.CommandRunner;
import dev.bpnet.cli.Console;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every sample learns what it is there to learn, by the command that the samples' page gives. */
class SampleTrainingTest {
  @Test
  void exclusiveOr() {
    assertThat(train("xor/xor.bpnet", "xor/xor.csv").value("training", "loss")).isLessThan(0.01);
  }

  @Test
  void exclusiveOrInMatrixFormEndsWhenTheCostHardlyChanges() {
    Summary summary = train("xor_matrix/xor_matrix.bpnet", "xor/xor.csv");

    assertThat(summary.value("training", "loss")).isLessThan(0.01);
    assertThat(summary.text()).contains("\"end\":\"small_change\"");
  }

  @Test
  void theSumOfThreeBits() {
    Summary summary = train("three_layer/three_layer.bpnet", "three_layer/adder.csv");

    assertThat(summary.value("training", "loss")).isLessThan(0.01);
    assertThat(summary.text()).contains("\"end\":\"below_loss\"");
  }

  @Test
  void exclusiveOrWithEveryWeightByName() {
    assertThat(
            train("two_three_two_one/two_three_two_one.bpnet", "two_three_two_one/xor.csv")
                .value("training", "loss"))
        .isLessThan(0.01);
  }

  @Test
  void aMixtureWithoutBiases() {
    assertThat(train("bias_free/bias_free.bpnet", "bias_free/mixture.csv").value("training", "R2"))
        .isGreaterThan(0.8);
  }

  @Test
  void theToolbox() {
    for (String network :
        List.of("SigmoidSquared", "TanhCrossEntropy", "ReluHe", "LeakyResidual")) {
      assertThat(
              train("toolbox/toolbox.bpnet", "spiral/spiral.csv", "--network", network)
                  .value("training", "accuracy"))
          .as(network)
          .isGreaterThan(0.9);
    }
  }

  @Test
  void aSpiral() {
    assertThat(
            train("spiral/spiral.bpnet", "spiral/spiral.csv", "--holdout", "0.2")
                .value("holdout", "accuracy"))
        .isGreaterThan(0.9);
  }

  @Test
  void aSurface() {
    assertThat(
            train("regression/regression.bpnet", "regression/surface.csv", "--holdout", "0.2")
                .value("holdout", "R2"))
        .isGreaterThan(0.95);
  }

  @Test
  void aBandOfQuantilesHoldsFourFifths() {
    assertThat(train("quantile/quantile.bpnet", "quantile/noisy.csv").value("training", "covered"))
        .isBetween(0.7, 0.9);
  }

  /** What a training says at its end, as JSON. */
  private record Summary(String text) {
    /** The number of a name in an object of a name. */
    double value(String object, String name) {
      Matcher matcher =
          Pattern.compile("\"" + object + "\":\\{.*?\"" + name + "\":(-?[0-9.E-]+)").matcher(text);
      assertThat(matcher.find()).as("%s of %s in %s", name, object, text).isTrue();
      return Double.parseDouble(matcher.group(1));
    }
  }

  private static Summary train(String model, String table, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", model, "--data", table, "--json"));
    arguments.addAll(List.of(more));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new CommandRunner(new Console(out, err, StandardCharsets.UTF_8, false))
            .run(arguments.toArray(new String[0]));
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return new Summary(out.toString(StandardCharsets.UTF_8));
  }
}
