package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  private static final String KIND =
      """
      network Kind {
          input x[2]
          target k: class(3)
          logits = x |> dense(3)
          output p = softmax(logits)
          output best = argmax(logits)
          loss softmax_cross_entropy(logits, k)
          train { optimizer = adam(rate = 0.1)  epochs = 200 }
      }
      """;

  private static final String KINDS =
      "kind,a,b\nleft,-3,0\nright,3,0\n\"up, up\",0,3\nleft,-2,0\nright,2,1\n\"up, up\",1,4\n";

  @TempDir private Path folder;
  private Command command;

  @BeforeEach
  void write() throws IOException {
    command = new Command(folder);
    command.write("kind.bpnet", KIND);
    command.write("kinds.csv", KINDS);
    train("kind.bpnet", "kinds.csv", "kind.st", "--target", "kind");
  }

  private void train(String model, String table, String weights, String... more) {
    String[] arguments = new String[more.length + 6];
    System.arraycopy(
        new String[] {"train", "@" + model, "--data", "@" + table, "-o", "@" + weights},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    Command.Outcome outcome = command.run(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private Command.Outcome predict(String model, String weights, String table) {
    return command.run("predict", "@" + model, "--weights", "@" + weights, "--data", "@" + table);
  }

  @Test
  void noInputIsOverwritten() {
    for (String input : List.of("kind.bpnet", "kind.st", "kinds.csv")) {
      Command.Outcome outcome =
          command.run(
              "predict",
              "@kind.bpnet",
              "--weights",
              "@kind.st",
              "--data",
              "@kinds.csv",
              "-o",
              "@" + input);

      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).startsWith("error: --output would overwrite " + input + ", which");
    }
  }

  @Test
  void classesAreNamedAgainAndColumnsFoundByName() throws IOException {
    command.write("new.csv", "b\tid\ta\n0\t7\t-3\n4\t8\t0\n0\t9\t4\n");

    Command.Outcome outcome = predict("kind.bpnet", "kind.st", "new.csv");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("p_left,p_right,\"p_up, up\",best");
    assertThat(lines.get(1)).endsWith(",left");
    assertThat(lines.get(2)).endsWith(",\"up, up\"");
    assertThat(lines.get(3)).endsWith(",right");
  }

  @Test
  void targetsMayBeThereAndAFileMayBeWritten() throws IOException {
    Command.Outcome outcome =
        command.run(
            "predict",
            "@kind.bpnet",
            "--weights",
            "@kind.st",
            "--data",
            "@kinds.csv",
            "-o",
            "@p.csv");

    assertThat(outcome).isEqualTo(new Command.Outcome(0, "", ""));
    assertThat(command.read("p.csv"))
        .isEqualTo(predict("kind.bpnet", "kind.st", "kinds.csv").out());
  }

  @Test
  void scaledTrainingsPredictInTheUnitsOfTheData() throws IOException {
    command.write(
        "line.bpnet",
        """
        network Line {
            input x
            target t
            param w; param b
            output y = w * x + b
            loss (y - t)^2
            train { optimizer = sgd(rate = 0.1)  batch = 4  epochs = 500 }
        }
        """);
    command.write("line.csv", "x,t\n1000,30\n2000,50\n3000,70\n4000,90\n");
    train("line.bpnet", "line.csv", "line.st", "--standardize", "--precision", "double");

    assertThat(predict("line.bpnet", "line.st", "line.csv").out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("y"),
            line -> assertThat(Double.parseDouble(line)).isBetween(29.99, 30.01),
            line -> assertThat(Double.parseDouble(line)).isBetween(49.99, 50.01),
            line -> assertThat(Double.parseDouble(line)).isBetween(69.99, 70.01),
            line -> assertThat(Double.parseDouble(line)).isBetween(89.99, 90.01));
  }

  @Test
  void settingsAndNamesOfOneTrainingServeItsPredictions() throws IOException {
    command.write("two.bpnet", Command.XOR + Command.XOR.replace("Xor", "Other"));
    command.write("xor.csv", Command.XOR_TABLE);
    train("two.bpnet", "xor.csv", "o.st", "--network", "Other", "-P", "Other.hidden=6");

    assertThat(predict("two.bpnet", "o.st", "xor.csv").code()).isZero();
  }

  @Test
  void weightsOfAnotherModelAreRefused() throws IOException {
    command.write("xor.bpnet", Command.XOR);
    command.write("xor.csv", Command.XOR_TABLE);
    command.write("wide.bpnet", KIND.replace("dense(3)", "dense(3, bias = false)"));

    Command.Outcome other = predict("xor.bpnet", "kind.st", "xor.csv");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err())
        .isEqualTo(
            "error: kind.st does not belong to xor.bpnet: these are weights of the network Kind, not"
                + " of Xor\n");
    assertThat(predict("wide.bpnet", "kind.st", "kinds.csv").err())
        .startsWith("error: kind.st does not belong to wide.bpnet: the network has no tensor ");
  }

  @Test
  void aChangedModelIsMentioned() throws IOException {
    command.write("kind.bpnet", "// Later.\n" + KIND);

    Command.Outcome outcome = predict("kind.bpnet", "kind.st", "kinds.csv");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err())
        .isEqualTo("note: kind.bpnet is not as it was when kind.st was trained\n");
  }

  @Test
  void filesThatAreNoWeightsAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(command.path("kind.st"));
    Files.write(command.path("half.st"), java.util.Arrays.copyOf(whole, whole.length / 2));

    assertThat(predict("kind.bpnet", "half.st", "kinds.csv").err())
        .startsWith("error: half.st cannot be used: ")
        .containsOnlyOnce("half.st");
    assertThat(predict("kind.bpnet", "kinds.csv", "kinds.csv").code()).isEqualTo(1);
    assertThat(predict("kind.bpnet", "no.st", "kinds.csv").err())
        .isEqualTo("error: no.st does not exist\n");
  }

  @Test
  void gapsAreToldOrLeftOut() throws IOException {
    command.write("gaps.csv", "a,b\n1,\n1,2\n");

    assertThat(predict("kind.bpnet", "kind.st", "gaps.csv").err())
        .startsWith("error: 1 row of gaps.csv has missing cells");
    Command.Outcome outcome =
        command.run(
            "predict",
            "@kind.bpnet",
            "--weights",
            "@kind.st",
            "--data",
            "@gaps.csv",
            "--skip-missing");
    assertThat(outcome.out().lines()).hasSize(2);
    assertThat(outcome.err())
        .isEqualTo("note: 1 row with missing cells left out of the predictions\n");
  }
}
