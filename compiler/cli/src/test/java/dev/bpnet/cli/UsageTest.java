package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir private Path folder;
  private Command command;

  @BeforeEach
  void write() {
    command = new Command(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "compile", "train", "predict", "gradcheck"})
  void everyVerbExplainsItself(String verb) {
    Command.Outcome outcome = command.run(verb, "--help");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("Usage: bpnet " + verb).contains("--color");
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(command.run("--help").out()).contains("\n  " + verb + " ");
  }

  @Test
  void theVersionIsTold() {
    assertThat(command.run("--version").out()).startsWith("bpnet ").contains(" on Java ");
  }

  @Test
  void mistakesOnTheCommandLineEndWithTwo() {
    assertThat(command.run().code()).isEqualTo(2);
    assertThat(command.run().err()).contains("Usage: bpnet");
    assertThat(command.run("trian").code()).isEqualTo(2);
    assertThat(command.run("trian").err()).contains("bpnet train");
    assertThat(command.run("predict", "x.bpnet").err())
        .isEqualTo(
            "error: Missing required option: '--weights=FILE'\ntry 'bpnet predict --help'\n");
    assertThat(command.run("check").code()).isEqualTo(2);
    assertThat(command.run("check", "--color", "blue", "x").code()).isEqualTo(2);
    assertThat(command.run("compile", "x.bpnet").err()).contains("-d OUT says where to write");
    assertThat(command.run("gradcheck", "x.bpnet", "--examples", "0").code()).isEqualTo(2);
  }

  @Test
  void trainingOptionsAreCheckedFirst() {
    assertThat(command.run("train", "x", "--data", "y", "--holdout", "1.5").err())
        .startsWith("error: --holdout is a fraction between 0 and 1, not 1.5\n");
    assertThat(command.run("train", "x", "--data", "y", "--holdout", ".5", "--test", "z").err())
        .startsWith("error: --holdout and --test exclude each other\n");
    assertThat(command.run("train", "x", "--data", "y", "--optimizer", "adam(1, 2)").err())
        .contains("say which argument of adam is 2");
    assertThat(command.run("train", "x", "--data", "y", "--clip", "norm(one)").err())
        .contains("'one' is not a number");
  }

  @Test
  void lostOutputIsAnErrorUnlessTheReaderWentAway() throws IOException {
    command.write("bad.bpnet", "network N {}");

    assertThat(runInto("No space left on device")).isEqualTo(1);
    assertThat(runInto("Broken pipe")).isZero();
  }

  private static int runInto(String failure) {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(failure);
          }
        };
    return new CommandRunner(
            new Console(out, new ByteArrayOutputStream(), StandardCharsets.UTF_8, false))
        .run("--version");
  }
}
