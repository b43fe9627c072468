package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {
  @TempDir private Path folder;
  private Command command;

  @BeforeEach
  void write() throws IOException {
    command = new Command(folder);
    command.write("in/xor.bpnet", Command.XOR);
    command.write("in/com/acme/other.bpnet", Command.XOR.replace("Xor", "Other"));
  }

  @Test
  void writesPackagesByFolder() throws IOException {
    Command.Outcome outcome = command.run("compile", "@in", "-d", "@out");

    assertThat(outcome)
        .isEqualTo(
            new Command.Outcome(0, "", "2 models, no errors: 2 files written, 0 unchanged\n"));
    assertThat(files()).containsExactly("Xor.java", "com/acme/Other.java");
    assertThat(command.read("out/com/acme/Other.java")).contains("package com.acme;");
  }

  @Test
  void anOptionNamesThePackage() throws IOException {
    command.run("compile", "@in/xor.bpnet", "-d", "@out", "--package", "org.x");

    assertThat(files()).containsExactly("org/x/Xor.java");
  }

  @Test
  void aFileThatWasNotGeneratedIsNotOverwritten() throws IOException {
    command.write("out/Xor.java", "/** By hand. */\nfinal class Xor {}\n");

    Command.Outcome outcome = command.run("compile", "@in", "-d", "@out");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("cannot write out/Xor.java: it was not generated");
    assertThat(command.read("out/Xor.java")).startsWith("/** By hand");
    assertThat(files()).containsExactly("Xor.java");
  }

  @Test
  void theSourcesDoNotDependOnHowThePathIsTyped() throws IOException {
    command.run("compile", "@in", "-d", "@out");
    String one = command.read("out/Xor.java");
    command.run("compile", "@in/com/../xor.bpnet", "-d", "@other");

    assertThat(command.read("other/Xor.java")).isEqualTo(one).contains("as xor.bpnet has them");
  }

  @Test
  void vectorCodeIsKnownAsGenerated() throws IOException {
    command.run("compile", "@in/xor.bpnet", "-d", "@out", "--target", "vector");
    command.write("in/xor.bpnet", Command.XOR.replace("hidden = 3", "hidden = 40"));

    Command.Outcome outcome =
        command.run("compile", "@in/xor.bpnet", "-d", "@out", "--target", "vector");

    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  @Test
  void unchangedFilesAreNotTouched() throws IOException {
    command.run("compile", "@in", "-d", "@out");
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(command.path("out/Xor.java"), before);
    Files.setLastModifiedTime(command.path("out/com/acme/Other.java"), before);
    command.write("in/xor.bpnet", Command.XOR.replace("tanh", "relu"));

    Command.Outcome outcome = command.run("compile", "@in", "-d", "@out");

    assertThat(outcome.err()).endsWith("1 file written, 1 unchanged\n");
    assertThat(Files.getLastModifiedTime(command.path("out/com/acme/Other.java")))
        .isEqualTo(before);
    assertThat(Files.getLastModifiedTime(command.path("out/Xor.java"))).isGreaterThan(before);
  }

  @Test
  void aFailingModelLeavesItsEarlierSourcesAlone() throws IOException {
    command.run("compile", "@in", "-d", "@out");
    String before = command.read("out/Xor.java");
    command.write("in/xor.bpnet", Command.XOR.replace("tanh", "tahn"));
    command.write("in/com/acme/other.bpnet", Command.XOR.replace("Xor", "Third"));

    Command.Outcome outcome = command.run("compile", "@in", "-d", "@out");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("unknown function 'tahn'").contains("2 models, 1 error");
    assertThat(command.read("out/Xor.java")).isEqualTo(before);
    assertThat(command.path("out/com/acme/Third.java")).exists();
  }

  @Test
  void twoModelsOfOneClassAreRefused() throws IOException {
    command.write("in/xor2.bpnet", Command.XOR);

    Command.Outcome outcome = command.run("compile", "@in", "-d", "@out");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("both make the class Xor");
  }

  @Test
  void classesThatDifferByCaseAloneAreRefused() throws IOException {
    command.write("in/second.bpnet", Command.XOR.replace("Xor", "XOR"));

    Command.Outcome outcome = command.run("compile", "@in", "-d", "@out");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("in/second.bpnet makes the class XOR and in/xor.bpnet the class Xor")
        .contains("many disks take them for one file");
    assertThat(files()).containsExactly("XOR.java", "com/acme/Other.java");
  }

  @Test
  void aPackageThatIsNoneIsRefused() {
    for (String name : List.of("com..acme", "com.class", "1x", "a-b", "")) {
      Command.Outcome outcome =
          command.run("compile", "@in/xor.bpnet", "-d", "@out", "--package", name);

      assertThat(outcome.code()).as(name).isEqualTo(2);
      assertThat(outcome.err())
          .startsWith("error: --package wants a Java package name, not '" + name + "'\n");
    }
    assertThat(command.path("out")).doesNotExist();
  }

  @Test
  void oneFileNamedTwiceIsCompiledOnce() {
    assertThat(command.run("compile", "@in/xor.bpnet", "@in/../in/xor.bpnet", "-d", "@out").err())
        .startsWith("1 model, ");
  }

  @Test
  void everyStageCanBeSeen() throws IOException {
    for (String stage : List.of("ast", "graph", "gradient", "loops")) {
      Command.Outcome outcome = command.run("compile", "@in/xor.bpnet", "--dump", stage);

      assertThat(outcome.code()).isZero();
      assertThat(outcome.out()).as(stage).isNotBlank().endsWith("\n");
      assertThat(outcome.err()).isEmpty();
    }
    assertThat(command.path("out")).doesNotExist();
  }

  @Test
  void precisionAndSettingsReachTheSource() throws IOException {
    command.run(
        "compile", "@in/xor.bpnet", "-d", "@out", "--precision", "double", "-P", "Xor.hidden=7");

    assertThat(command.read("out/Xor.java")).contains("Network.OfDouble").contains("[7, 2]");
  }

  @Test
  void aSettingOfSomeModelsIsGivenToThoseThatHaveIt() throws IOException {
    command.write(
        "in/plain.bpnet", Command.XOR.replace("Xor(hidden = 3)", "P").replace("hidden", "4"));

    assertThat(command.run("compile", "@in", "-d", "@out", "-P", "hidden=7").err())
        .startsWith("3 models, no errors");
    assertThat(command.read("out/Xor.java")).contains("[7, 2]");
    assertThat(command.read("out/P.java")).contains("[4, 2]");
    assertThat(command.run("compile", "@in", "-d", "@out", "-P", "hiden=7"))
        .isEqualTo(
            new Command.Outcome(
                2,
                "",
                "error: -P: no network in these files has the setting 'hiden'; did you mean"
                    + " 'hidden'?\ntry 'bpnet compile --help'\n"));
  }

  @Test
  void foldersWithoutModelsAndPlacesThatCannotBeWrittenAreTold() throws IOException {
    Files.createDirectories(command.path("empty"));
    command.write("file", "");

    assertThat(command.run("compile", "@empty", "-d", "@out").err())
        .isEqualTo("error: no .bpnet file in empty\n");
    Command.Outcome outcome = command.run("compile", "@in/xor.bpnet", "-d", "@file");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("error: cannot write file/Xor.java: ");
  }

  private List<String> files() throws IOException {
    Path out = command.path("out");
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }
}
