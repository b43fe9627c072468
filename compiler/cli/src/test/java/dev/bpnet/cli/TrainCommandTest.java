package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;
  private Command command;

  @BeforeEach
  void write() throws IOException {
    command = new Command(folder);
    command.write("xor.bpnet", Command.XOR);
    command.write("xor.csv", Command.XOR_TABLE);
  }

  @Test
  void tellsHowItWent() {
    Command.Outcome outcome =
        command.run("train", "@xor.bpnet", "--data", "@xor.csv", "-o", "@xor.safetensors");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("Xor: 4 examples\nepoch   1/300  loss ")
        .contains("\nloss   • training\n")
        .containsPattern("\n +training\nloss +\\S+\nR² +0\\.9\\d+\n")
        .endsWith("\n300 epochs: all epochs are done\nweights saved in xor.safetensors\n")
        .doesNotContain("\r")
        .doesNotContain("\u001b");
    assertThat(command.path("xor.safetensors")).isRegularFile();
  }

  @Test
  void aPlainTerminalGetsPlainCharacters() {
    Command.Outcome outcome =
        command.run(
            StandardCharsets.US_ASCII,
            "train",
            "@xor.bpnet",
            "--data",
            "@xor.csv",
            "--epochs",
            "9");

    assertThat(outcome.out()).contains("loss   * training").contains("\nR2 ").doesNotContain("?");
  }

  @Test
  void programsGetOneObject() {
    Command.Outcome outcome =
        command.run("train", "@xor.bpnet", "--data", "@xor.csv", "--json", "--epochs", "2");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .matches(
            "\\{\"network\":\"Xor\",\"epochs\":2,\"steps\":2,\"end\":\"all_epochs\",\"bestEpoch\":2,"
                + "\"skippedRows\":0,\"training\":\\{\"examples\":4,\"loss\":[0-9.E-]+,\"metrics\":\\{},"
                + "\"scores\":\\{\"R2\":[0-9.E-]+}},\"history\":\\{\"loss\":\\[[0-9.E,-]+]}}\n");
    assertThat(outcome.err()).startsWith("Xor: 4 examples\nepoch 1/2");
  }

  @Test
  void optionsOverrideTheModel() {
    String one = command.json("--epochs", "5");

    assertThat(command.json("--epochs", "5")).isEqualTo(one);
    assertThat(command.json("--epochs", "5", "--threads", "3")).isEqualTo(one);
    assertThat(command.json("--epochs", "5", "--seed", "7")).isNotEqualTo(one);
    assertThat(command.json("--epochs", "5", "--rate", "0.5")).isNotEqualTo(one);
    assertThat(command.json("--epochs", "5", "--optimizer", "sgd(rate = 0.5)")).isNotEqualTo(one);
    assertThat(command.json("--epochs", "5", "--clip", "norm(1e-3)", "--optimizer", "sgd"))
        .isNotEqualTo(command.json("--epochs", "5", "--optimizer", "sgd"));
    assertThat(command.json("--epochs", "5", "-P", "hidden=5")).isNotEqualTo(one);
    assertThat(command.json("--epochs", "5", "--precision", "double")).isNotEqualTo(one);
    assertThat(command.json("--epochs", "5", "--batch", "3")).contains("\"steps\":10");
    assertThat(command.json("--stop", "below(0.05)")).contains("\"end\":\"below_loss\"");
  }

  @Test
  void divergenceNamesTheStepAndKeepsTheLastGoodWeights() throws IOException {
    command.write(
        "wild.bpnet",
        """
        network Wild {
            input x
            target t
            param w = ones()
            output y = w * x
            loss 0.5 * (y - t)^2
            train { optimizer = sgd(rate = 1e15)  batch = 1  epochs = 50 }
        }
        """);
    command.write("wild.csv", "x,t\n100,1\n");

    Command.Outcome outcome =
        command.run("train", "@wild.bpnet", "--data", "@wild.csv", "-o", "@wild.safetensors");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("error: training diverged: ")
        .containsPattern("epoch \\d+, step 1 of it")
        .contains("they are saved in last-good-wild.safetensors")
        .contains("--standardize may help");
    assertThat(command.path("wild.safetensors")).doesNotExist();
    assertThat(command.path("last-good-wild.safetensors")).isRegularFile();
  }

  @Test
  void oneOfSeveralNetworksIsChosen() throws IOException {
    command.write("two.bpnet", Command.XOR + Command.XOR.replace("Xor", "Other"));

    assertThat(command.run("train", "@two.bpnet", "--data", "@xor.csv").err())
        .isEqualTo(
            "error: two.bpnet declares several networks (Xor, Other); choose one with --network\n");
    assertThat(
            command
                .run("train", "@two.bpnet", "--data", "@xor.csv", "--network", "Other", "--json")
                .out())
        .startsWith("{\"network\":\"Other\"");
  }

  @Test
  void onlyANetworkOfItsParametersAloneNeedsNoTable() throws IOException {
    command.write(
        "valley.bpnet",
        """
        network Valley {
            param p[2] = uniform(-1, 1)
            output place = p
            loss (1 - p[0])^2 + 10 * (p[1] - p[0]^2)^2
            train { optimizer = adam(rate = 0.05)  epochs = 2000 }
        }
        """);

    Command.Outcome trained = command.run("train", "@valley.bpnet", "-o", "@v.st");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(command.run("predict", "@valley.bpnet", "--weights", "@v.st").out())
        .matches("place_0,place_1\n(0\\.99|1\\.0)\\d*,(0\\.99|1\\.0)\\d*\n");
    assertThat(command.run("train", "@xor.bpnet"))
        .isEqualTo(
            new Command.Outcome(2, "", "error: --data CSV is missing\ntry 'bpnet train --help'\n"));
  }

  @Test
  void onlyWhatTheLossComparesWithTheTargetIsScaledBack() throws IOException {
    command.write(
        "quantiles.bpnet",
        """
        network Quantiles {
            input x
            target t
            output low = x
            output high = x + 1
            output width = high - low
            param w
            loss max(0.1 * (t - low), 0.9 * (low - t)) + abs(t - high) + w^2
        }
        """);
    command.write("pairs.csv", "x,t\n1,100\n3,300\n");

    Command.Outcome trained =
        command.run(
            "train",
            "@quantiles.bpnet",
            "--data",
            "@pairs.csv",
            "--standardize",
            "--epochs",
            "1",
            "-o",
            "@q.st");
    Command.Outcome predicted =
        command.run("predict", "@quantiles.bpnet", "--weights", "@q.st", "--data", "@pairs.csv");

    assertThat(trained.out())
        .contains("R²(low)")
        .contains("R²(high)")
        .doesNotContain("R²(width)")
        .contains("not scaled back, since the loss compares it with no target: width\n");
    assertThat(predicted.out()).isEqualTo("low,high,width\n100.0,200.0,1.0\n300.0,400.0,1.0\n");
  }

  @Test
  void targetsThatNoOutputIsComparedWithStayAsTheyAre() throws IOException {
    command.write(
        "probability.bpnet",
        """
        network Probability {
            input x[1]
            target t
            output p = x |> dense(1) |> sum |> sigmoid
            loss binary_cross_entropy(p, t)
        }
        """);
    command.write("pairs.csv", "x,t\n1,0\n3,1\n");

    Command.Outcome outcome =
        command.run("train", "@probability.bpnet", "--data", "@pairs.csv", "--standardize");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err())
        .isEqualTo(
            "note: targets are not standardised: the loss takes no difference of each and an"
                + " output\n");
    assertThat(outcome.out()).doesNotContain("R²");
  }

  @Test
  void anAccuracyOfTheNetworksOwnIsShownOnceAndAsOurs() throws IOException {
    command.write(
        "own.bpnet",
        """
        network Own {
            input x[1]
            target k: class(2)
            logits = x |> dense(2)
            output best = argmax(logits)
            loss softmax_cross_entropy(logits, k)
            metric accuracy = best == k
        }
        """);
    command.write("own.csv", "x,k\n-1,a\n-2,a\n1,b\n2,b\n");

    String out = command.run("train", "@own.bpnet", "--data", "@own.csv", "--epochs", "2").out();

    assertThat(out.lines().filter(line -> line.startsWith("accuracy")))
        .hasSize(2)
        .allMatch(line -> line.endsWith(" %"));
  }

  @Test
  void diagnosticsAreShownOnce() throws IOException {
    command.write("bad.bpnet", Command.XOR.replace("tanh", "tahn"));
    command.write("warn.bpnet", Command.XOR.replace("h = x", "param idle\n h = x"));

    Command.Outcome bad = command.run("train", "@bad.bpnet", "--data", "@xor.csv");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).isEmpty();
    assertThat(bad.err()).containsOnlyOnce("error").contains("unknown function 'tahn'");
    Command.Outcome warned =
        command.run("train", "@warn.bpnet", "--data", "@xor.csv", "--epochs", "1");
    assertThat(warned.code()).isZero();
    assertThat(warned.err()).containsOnlyOnce("warning[");
  }

  @Test
  void classesAreScoredWithoutBeingAsked() throws IOException {
    command.write(
        "kind.bpnet",
        """
        network Kind {
            input x[1]
            target k: class(2)
            logits = x |> dense(2)
            output p = softmax(logits)
            loss softmax_cross_entropy(logits, k)
            train { optimizer = adam(rate = 0.1)  epochs = 100 }
        }
        """);
    command.write("kind.csv", "x;kind\n-1;\"lo;w\"\n-2;\"lo;w\"\n1;high\n2;high\n");

    Command.Outcome outcome = command.run("train", "@kind.bpnet", "--data", "@kind.csv");

    Matcher accuracy = Pattern.compile("\naccuracy +(\\S+) %\n").matcher(outcome.out());
    assertThat(accuracy.find()).as(outcome.out()).isTrue();
    assertThat(accuracy.group(1)).isEqualTo("100.0");
  }
}
