package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What shows only in a JVM of its own. */
class MainTest {
  @TempDir private Path folder;

  @Test
  void tooLittleMemoryIsSaidWithTheNumberOfParameters() throws Exception {
    Path model = folder.resolve("big.bpnet");
    Files.writeString(model, "network Big { param w[10000, 10000]  loss sum(w) }\n");

    Command.Outcome outcome =
        run("C.UTF-8", "-Xmx160m", "train", model.toString(), "--epochs", "1");

    assertThat(outcome.err())
        .contains(
            "error: not enough memory for the 100000000 parameters; give the JVM more with"
                + " BPNET_JAVA_OPTS=-Xmx8g\n");
    assertThat(outcome.code()).isEqualTo(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPathBeyondTheLocaleIsSaidToBeThat() throws Exception {
    Path script = folder.resolve("run.sh");
    Files.writeString(script, "exec \"$@\" 'check' 'sp ace é/xor.bpnet'\n");

    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(java("-Xmx160m"));
    Command.Outcome outcome = run("C", command);

    assertThat(outcome.err())
        .isEqualTo(
            "error: FILE: the path contains characters that this locale cannot represent; set"
                + " LC_ALL=C.UTF-8\n");
    assertThat(outcome.code()).isEqualTo(1);
  }

  private Command.Outcome run(String locale, String memory, String... arguments) throws Exception {
    List<String> command = java(memory);
    command.addAll(List.of(arguments));
    return run(locale, command);
  }

  private static List<String> java(String memory) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            memory,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
  }

  private Command.Outcome run(String locale, List<String> command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("LC_ALL", locale);
    int code = builder.start().waitFor();
    return new Command.Outcome(
        code, Files.readString(out), Files.readString(err, StandardCharsets.ISO_8859_1));
  }
}
