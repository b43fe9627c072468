package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        .isEqualTo("error: --weights FILE is missing\ntry 'bpnet predict --help'\n");
    assertThat(command.run("check").code()).isEqualTo(2);
    assertThat(command.run("check", "--color", "blue", "x").code()).isEqualTo(2);
    assertThat(command.run("compile", "x.bpnet").err()).contains("-d OUT says where to write");
    assertThat(command.run("gradcheck", "x.bpnet", "--examples", "0").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --epochs 0           | --epochs wants 1 or more, not 0
          --epochs x           | --epochs wants an integer, not 'x'
          --batch 0            | --batch wants 1 or more, not 0
          --threads 0          | --threads wants 1 or more, not 0
          --threads two        | --threads wants an integer, not 'two'
          --rate -1            | --rate wants a number above 0, not -1.0
          --rate NaN           | --rate wants a number above 0, not NaN
          --rate fast          | --rate wants a number, not 'fast'
          --holdout 2          | --holdout is a fraction between 0 and 1, not 2.0
          --seed 1.5           | --seed wants an integer, not '1.5'
          --precision half     | --precision wants float or double, not 'half'
          --color red          | --color wants auto, always or never, not 'red'
          --optimizer sdg      | --optimizer: no optimizer sdg, only sgd, momentum, nesterov, adam, adamw
          --optimizer sgd(r=1) | --optimizer: sgd has no argument r, only rate
          --clip norm(-1)      | --clip: clip norm must be above 0 and finite, not -1.0
          --stop patience      | --stop: patience needs the argument rounds
          --stop x,y           | --stop: 'x,y' is not like below(0.01), change(1e-6, 10) or patience(20)
          --clip 3             | --clip: '3' is not like norm(1.0) or value(0.5)
          -P hidden=abc        | -P: the setting 'hidden' wants an integer, not 'abc'
          -P hiden=3           | -P: no network here has the setting 'hiden'; did you mean 'hidden'?
          -P hidden            | -P wants NAME=VALUE, not 'hidden'
          --epoch 3            | there is no option --epoch
          """)
  void wrongValuesAreToldByTheOption(String arguments, String message) throws IOException {
    command.write("xor.bpnet", Command.XOR);
    command.write("xor.csv", Command.XOR_TABLE);
    List<String> line = new ArrayList<>(List.of("train", "@xor.bpnet", "--data", "@xor.csv"));
    line.addAll(List.of(arguments.split(" ")));

    Command.Outcome outcome = command.run(line.toArray(String[]::new));

    assertThat(outcome.err())
        .startsWith("error: " + message + "\n")
        .endsWith("try 'bpnet train --help'\n");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check                | FILE: the path is empty
          compile x.bpnet -d   | --output: the path is empty
          train x.bpnet --data | --data: the path is empty
          """)
  void anEmptyPathIsSaidToBeOne(String arguments, String message) {
    List<String> line = new ArrayList<>(List.of(arguments.split(" ")));
    line.add("");

    Command.Outcome outcome = command.run(line.toArray(String[]::new));

    assertThat(outcome.err()).startsWith("error: " + message + "\n");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void programsAreToldOfEveryError() throws IOException {
    assertThat(command.run("check", "@no.bpnet", "--json").out())
        .isEqualTo("{\"severity\":\"error\",\"message\":\"no.bpnet does not exist\"}\n");
    assertThat(command.run("train", "x.bpnet", "--epochs", "x", "--json").out())
        .isEqualTo("{\"severity\":\"error\",\"message\":\"--epochs wants an integer, not 'x'\"}\n");
    assertThat(command.run("check", "@no.bpnet").out()).isEmpty();
  }

  @Test
  void settingsAreNotBlamedForAModelWithMistakes() throws IOException {
    command.write("bad.bpnet", Command.XOR.replace("tanh", "tahn"));

    Command.Outcome outcome = command.run("check", "@bad.bpnet", "-P", "hiden=3");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).contains("tahn").contains("no network here has the setting 'hiden'");
  }

  @Test
  void descriptionsAreBrokenByTheWidthOfTheHelpAlone() {
    assertThat(command.run("gradcheck", "--help").out())
        .contains("as the generated\ncode computes it, with dual numbers");
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
