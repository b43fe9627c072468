package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradcheckCommandTest {
  @TempDir private Path folder;
  private Command command;

  @BeforeEach
  void write() throws IOException {
    command = new Command(folder);
    command.write("xor.bpnet", Command.XOR);
  }

  @Test
  void aTableTellsWhatAgrees() {
    Command.Outcome outcome =
        command.run("gradcheck", "@xor.bpnet", "--examples", "5", "--seed", "3", "--all");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith("Xor\n")
        .containsPattern("\nparameter h\\.W +\\[3, 2] +6 +\\S+ +\\S+ +ok\n")
        .containsPattern("\ninput x +\\[2] +12 +\\S+ +\\S+ +ok\n")
        .endsWith("\nall agree\n");
  }

  @Test
  void programsGetOneObjectForEachNetwork() throws IOException {
    command.write("two.bpnet", Command.XOR + Command.XOR.replace("Xor", "Other"));

    assertThat(command.run("gradcheck", "@two.bpnet", "--json").out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("{\"network\":\"Xor\",\"passed\":true,\"rows\":[{"),
            line -> assertThat(line).startsWith("{\"network\":\"Other\",\"passed\":true,"));
    assertThat(command.run("gradcheck", "@two.bpnet", "--network", "Other", "--json").out())
        .startsWith("{\"network\":\"Other\"");
  }

  @Test
  void everyPlanCanBeChecked() {
    for (String plan : new String[] {"straight", "loops"}) {
      Command.Outcome outcome =
          command.run("gradcheck", "@xor.bpnet", "--target", "scalar", "--plan", plan);

      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out()).endsWith("\nall agree\n");
    }
    assertThat(command.run("gradcheck", "@xor.bpnet", "--plan", "units").err())
        .contains("--plan units wants --target vector or auto");
  }

  /** Differences of a loss in floats would be noise. */
  @Test
  void floatsAreHeldAgainstDualNumbers() {
    Command.Outcome outcome =
        command.run("gradcheck", "@xor.bpnet", "--precision", "float", "--examples", "9");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .containsPattern("\nparameter h\\.W +\\[3, 2] +6 +\\d\\S+ +- +ok\n")
        .endsWith("\nall agree\n");
  }

  /** This JVM was started without the module. */
  @Test
  void vectorsThatJavaDoesNotHaveCannotBeChecked() {
    Command.Outcome outcome = command.run("gradcheck", "@xor.bpnet", "--target", "vector");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("--target vector wants a java with --add-modules jdk.incubator.vector");
  }

  @Test
  void modelsWithMistakesAreNotChecked() throws IOException {
    command.write("bad.bpnet", Command.XOR.replace("tanh", "tahn"));

    Command.Outcome outcome = command.run("gradcheck", "@bad.bpnet");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("unknown function 'tahn'");
  }
}
