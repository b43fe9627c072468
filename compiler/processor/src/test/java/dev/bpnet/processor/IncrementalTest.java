package dev.bpnet.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiling again, with class files of the last time about. */
class IncrementalTest {
  private static final String GATE =
      "package com.acme;\n"
          + JavaProject.annotation(JavaProject.XOR)
          + "interface Gate {\n  float y(float x0, float x1);\n\n  float y(float[] x);\n}\n";

  @TempDir Path folder;
  private Path gate;
  private Path classes;

  @BeforeEach
  void writeSource() throws IOException {
    gate = Files.writeString(folder.resolve("Gate.java"), GATE);
    classes = folder.resolve("classes");
  }

  @Test
  void theClassesOfTheLastTimeAreNotInTheWay() throws IOException {
    for (int i = 0; i < 2; i++) {
      assertThat(run().compile(List.of(gate))).isEmpty();
    }
    assertThat(classes.resolve("com/acme/Xor.class")).isRegularFile();
  }

  /** Gradle's incremental compiler hands types to aggregating processors in this way. */
  @Test
  void anUnchangedTypeIsReadFromItsClassFile() throws IOException {
    assertThat(run().compile(List.of(gate))).isEmpty();
    Path generated = classes.resolve("com/acme/Xor.java");
    String before = Files.readString(generated);
    Files.delete(generated);
    Files.delete(classes.resolve("com/acme/Xor.class"));
    Path other = Files.writeString(folder.resolve("Other.java"), "class Other {}");
    assertThat(run().compile(List.of(other), List.of("com.acme.Gate"))).isEmpty();
    assertThat(generated).hasContent(before);
    assertThat(classes.resolve("com/acme/Xor.class")).isRegularFile();
  }

  @Test
  void anInterfaceMayInheritFromAClassFile() throws IOException {
    Path base =
        Files.writeString(
            folder.resolve("Base.java"),
            "package com.acme;\ninterface Base {\n  float y(float x0, float x1);\n}\n");
    assertThat(run().compile(List.of(base))).isEmpty();
    Files.writeString(gate, GATE.replace("interface Gate", "interface Gate extends Base"));
    assertThat(run().compile(List.of(gate))).isEmpty();
  }

  @Test
  void aModelThatFailsLeavesWhatWasThere() throws IOException {
    assertThat(run().compile(List.of(gate))).isEmpty();
    String before = Files.readString(classes.resolve("com/acme/Xor.java"));
    Files.writeString(gate, GATE.replace("tanh", "tamh"));
    assertThat(run().compile(List.of(gate))).contains("unknown function 'tamh'");
    assertThat(classes.resolve("com/acme/Xor.java")).hasContent(before);
    assertThat(classes.resolve("com/acme/Xor.class")).isRegularFile();
  }

  @Test
  void aTargetThatCannotBeWrittenIsToldOf() throws IOException {
    Path generated = Files.createDirectories(folder.resolve("generated"));
    Files.writeString(generated.resolve("com"), "in the way of a folder");
    assertThat(run().with("-s", generated.toString()).compile(List.of(gate)))
        .contains("Gate.java:2: error: cannot write com.acme.Xor: ");
  }

  private JavacRun run() throws IOException {
    return new JavacRun(classes)
        .with("-cp", classes + File.pathSeparator + System.getProperty("java.class.path"));
  }
}
