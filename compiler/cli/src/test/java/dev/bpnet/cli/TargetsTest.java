package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilerOptions.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
  /** Runs in JVMs of its own. */
  static final class Main {
    public static void main(String[] arguments) {
      System.out.println(Targets.best());
    }
  }

  @Test
  void withoutTheModuleThereAreNoVectors() {
    assertThat(Targets.best()).isEqualTo(Target.SCALAR);
  }

  /** Without the optimising compiler every operation on vectors is a call. */
  @Test
  void withoutTheCompilerVectorsAreNotWorthIt() throws Exception {
    assertThat(best("-XX:TieredStopAtLevel=1")).isEqualTo("SCALAR");
    assertThat(best("-Xint")).isEqualTo("SCALAR");
  }

  @Test
  void narrowProcessorsGetNoVectors() throws Exception {
    assertThat(best("-XX:MaxVectorSize=16")).isEqualTo("SCALAR");
  }

  private static String best(String option) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", option));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Process process = new ProcessBuilder(command).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text.strip();
  }
}
