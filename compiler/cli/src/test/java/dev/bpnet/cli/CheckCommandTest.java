package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir private Path folder;
  private Command command;

  @BeforeEach
  void write() throws IOException {
    command = new Command(folder);
    command.write("xor.bpnet", Command.XOR);
    command.write(
        "bad.bpnet", Command.XOR.replace("sigmoid", "sigmoit").replace("(y, t)", "(q, t)"));
  }

  @Test
  void aModelWithoutMistakesIsFine() {
    Command.Outcome outcome = command.run("check", "@xor.bpnet");

    assertThat(outcome).isEqualTo(new Command.Outcome(0, "", "no errors\n"));
  }

  @Test
  void allMistakesAreShownInTheOutput() {
    Command.Outcome outcome = command.run("check", "@xor.bpnet", "@bad.bpnet");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).isEqualTo("2 errors\n");
    assertThat(outcome.out())
        .contains("bad.bpnet:6:33: error[BP0202]: unknown function 'sigmoit'")
        .contains("did you mean 'sigmoid'?")
        .contains("bad.bpnet:7:24: error[BP0201]: unknown name 'q'");
  }

  @Test
  void programsGetOneObjectALine() {
    Command.Outcome outcome = command.run("check", "--json", "@bad.bpnet");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"file\":") && line.endsWith("}"));
  }

  @Test
  void colourIsAChoice() {
    assertThat(command.run("check", "--color", "always", "@bad.bpnet").out()).contains("\u001b[");
    assertThat(command.run("check", "--color=NEVER", "@bad.bpnet").out()).doesNotContain("\u001b[");
    assertThat(command.run("check", "@bad.bpnet").out()).doesNotContain("\u001b[");
  }

  @Test
  void warningsAreFine() throws IOException {
    command.write("warn.bpnet", "network N { input x; target t; param w; loss w * x }");

    Command.Outcome outcome = command.run("check", "@warn.bpnet");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("warning[");
    assertThat(outcome.err()).isEqualTo("no errors, 2 warnings\n");
  }

  @Test
  void aFileThatCannotBeReadDoesNotHideTheOthers() {
    Command.Outcome outcome = command.run("check", "@no.bpnet", "@bad.bpnet", folder.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("error: no.bpnet does not exist\n")
        .contains("is a directory, not a file\n")
        .endsWith("2 errors in 1 file\n");
    assertThat(outcome.out()).contains("sigmoit");
    assertThat(command.run("check", "@no.bpnet"))
        .isEqualTo(new Command.Outcome(1, "", "error: no.bpnet does not exist\n"));
  }

  @Test
  void settingsAreTakenIntoAccount() {
    assertThat(command.run("check", "-P", "hidden=5", "@xor.bpnet").code()).isZero();
    assertThat(command.run("check", "-P", "hiden=5", "@xor.bpnet").code()).isEqualTo(2);
  }
}
