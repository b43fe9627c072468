package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What training reads and writes: tables, tables to judge by, weights. */
class TrainFilesTest {
  @TempDir private Path folder;
  private Command command;

  @BeforeEach
  void write() throws IOException {
    command = new Command(folder);
    command.write("xor.bpnet", Command.XOR);
    command.write("xor.csv", Command.XOR_TABLE);
  }

  @Test
  void examplesCanBeHeldOutOrGivenToJudgeBy() throws IOException {
    command.write("more.csv", Command.XOR_TABLE + "0,0,0\n");

    assertThat(command.json("--epochs", "1", "--holdout", "0.25"))
        .contains("\"training\":{\"examples\":3,")
        .contains("\"holdout\":{\"examples\":1,")
        .contains("\"holdoutLoss\":[");
    assertThat(command.json("--epochs", "1", "--test", command.path("more.csv").toString()))
        .contains("\"training\":{\"examples\":4,")
        .contains("\"holdout\":{\"examples\":5,");
    assertThat(
            command
                .run(
                    "train", "@xor.bpnet", "--data", "@xor.csv", "--holdout", ".5", "--epochs", "9")
                .out())
        .startsWith("Xor: 2 examples to train on, 2 to judge by\n")
        .contains("○ held out")
        .containsPattern("\n +training +held out\n");
  }

  @Test
  void columnsOfTheTestTableAreFoundByName() throws IOException {
    command.write("same.csv", "id,c,b,a\n5,0,0,0\n6,1,1,0\n7,1,0,1\n8,0,1,1\n");
    String place = command.path("same.csv").toString();
    String inOrder = command.json("--epochs", "3", "--test", command.path("xor.csv").toString());

    assertThat(command.json("--epochs", "3", "--test", place)).isEqualTo(inOrder);

    command.write("other.csv", "c,q,a\n0,0,0\n");
    Command.Outcome outcome =
        command.run("train", "@xor.bpnet", "--data", "@xor.csv", "--test", "@other.csv");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "error: --test: other.csv lacks 1 column of xor.csv: b; it has the columns c, q, a\n");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTableMayComeFromAPipeAndWeightsGoIntoOne() throws Exception {
    for (String pipe : List.of("in", "out")) {
      assertThat(new ProcessBuilder("mkfifo", command.path(pipe).toString()).start().waitFor())
          .isZero();
    }
    Process writer = copy("xor.csv", "in");
    Process reader = copy("out", "copy.safetensors");
    try {
      Command.Outcome outcome =
          command.run("train", "@xor.bpnet", "--data", "@in", "--epochs", "3", "-o", "@out");
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(reader.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      writer.destroy();
      reader.destroy();
    }
    command.run(
        "train", "@xor.bpnet", "--data", "@xor.csv", "--epochs", "3", "-o", "@plain.safetensors");

    assertThat(command.path("copy.safetensors"))
        .hasSameBinaryContentAs(command.path("plain.safetensors"));
    assertThat(Files.isRegularFile(command.path("out"))).isFalse();
  }

  private Process copy(String from, String to) throws IOException {
    String script = "cat \"$1\" > \"$2\"";
    return new ProcessBuilder(
            "sh", "-c", script, "sh", command.path(from).toString(), command.path(to).toString())
        .start();
  }

  @Test
  void aTableMayComeFromTheStandardInput() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(Command.XOR_TABLE.getBytes(StandardCharsets.UTF_8)));
    try {
      Command.Outcome outcome =
          command.run("train", "@xor.bpnet", "--data", "-", "--epochs", "3", "--json");
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out()).isEqualTo(command.json("--epochs", "3"));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aTestTableWithoutNamesIsReadByPlace() throws IOException {
    command.write("bare.csv", "0,0,0\n0,1,1\n1,0,1\n1,1,0\n");

    assertThat(command.json("--epochs", "3", "--test", command.path("bare.csv").toString()))
        .isEqualTo(command.json("--epochs", "3", "--test", command.path("xor.csv").toString()));
  }

  @Test
  void noInputIsOverwritten() throws IOException {
    command.write("lib/f.bpnet", "fn f(z) = 2 * z\n");
    command.write("lib.bpnet", "import \"lib/f.bpnet\"\n" + Command.XOR);
    Files.createSymbolicLink(command.path("link.csv"), command.path("xor.csv"));

    assertThat(over("xor.bpnet", "xor.bpnet"))
        .startsWith("error: --output would overwrite xor.bpnet, which is FILE\n");
    assertThat(over("xor.bpnet", "link.csv"))
        .startsWith("error: --output would overwrite xor.csv, which is --data\n");
    assertThat(over("lib.bpnet", "lib/f.bpnet"))
        .startsWith("error: --output would overwrite lib/f.bpnet, which FILE imports\n");
    command.write("test.csv", Command.XOR_TABLE);
    assertThat(over("xor.bpnet", "test.csv", "--test", "@test.csv"))
        .startsWith("error: --output would overwrite test.csv, which is --test\n");
    assertThat(command.read("xor.csv")).isEqualTo(Command.XOR_TABLE);
    assertThat(command.read("lib/f.bpnet")).startsWith("fn f");
  }

  private String over(String model, String output, String... more) {
    String[] arguments = new String[more.length + 6];
    System.arraycopy(
        new String[] {"train", "@" + model, "--data", "@xor.csv", "-o", "@" + output},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    Command.Outcome outcome = command.run(arguments);
    assertThat(outcome.code()).isEqualTo(2);
    return outcome.err();
  }

  @Test
  void mistakesInDataEndWithOne() throws IOException {
    command.write("bad.csv", "a,b,c\n0,0,0\n0,one,1\n");
    command.write("gaps.csv", "a,b,c\n0,0,0\n0,,1\n1,1,0\n");

    Command.Outcome outcome = command.run("train", "@xor.bpnet", "--data", "@bad.csv");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("error: bad.csv, row 3, column 2 (b): 'one' is not a number");
    assertThat(command.run("train", "@xor.bpnet", "--data", "@no.csv").err())
        .isEqualTo("error: no.csv does not exist\n");
    assertThat(command.run("train", "@xor.bpnet", "--data", "@gaps.csv").err())
        .startsWith("error: 1 row of gaps.csv has missing cells");
    assertThat(
            command
                .run(
                    "train", "@xor.bpnet", "--data", "@gaps.csv", "--skip-missing", "--epochs", "1")
                .out())
        .startsWith("Xor: 2 examples; 1 row with missing cells left out\n");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldBeforeTraining() throws IOException {
    Files.createDirectories(command.path("folder"));

    Command.Outcome outcome =
        command.run("train", "@xor.bpnet", "--data", "@xor.csv", "-o", "@folder");
    assertThat(outcome)
        .isEqualTo(new Command.Outcome(1, "", "error: cannot write folder: it is a directory\n"));
    assertThat(command.run("train", "@xor.bpnet", "--data", "@xor.csv", "-o", "@no/x.st").err())
        .startsWith("error: cannot write no/x.st: there is no folder ");
  }
}
