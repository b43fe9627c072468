package dev.bpnet.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor in the compiler that is not javac. */
class EclipseCompilerTest {
  @TempDir Path folder;
  private Path classes;

  @BeforeEach
  void findPlaces() {
    classes = folder.resolve("classes");
  }

  @Test
  void generatesNetworks() throws IOException {
    String said =
        compile(
            "Gate",
            "package com.acme;\n"
                + JavaProject.annotation(JavaProject.XOR)
                + """
                public interface Gate extends Base<Float> {
                  static Xor of() {
                    return new Xor();
                  }
                }

                interface Base<T> {
                  float y(float x0, float x1);

                  float y(float[] x);

                  default T answer(T other) {
                    return other;
                  }
                }
                """);
    assertThat(said).isEmpty();
    assertThat(classes.resolve("com/acme/Xor.class")).isRegularFile();
  }

  @Test
  void findsFilesAndImports() throws IOException {
    Path models = Files.createDirectories(folder.resolve("models/com/acme"));
    Files.writeString(models.resolve("twice.bpnet"), "fn twice(x) = 2 * x");
    Files.writeString(
        models.resolve("net.bpnet"),
        "import \"twice.bpnet\"\nnetwork Net { input x param w output y = twice(w * x) loss y }");
    String said =
        compile(
            "Gate",
            "package com.acme;\n"
                + "@dev.bpnet.runtime.BpNet(file = \"net.bpnet\")\n"
                + "interface Gate { float y(float x); }\n",
            "-Abpnet.sourcepath=" + folder.resolve("models"));
    assertThat(said).isEmpty();
    assertThat(classes.resolve("com/acme/Net.class")).isRegularFile();
  }

  @Test
  void aMissingFileNamesAllPlaces() throws IOException {
    String said =
        compile("Gate", "@dev.bpnet.runtime.BpNet(file = \"net.bpnet\")\ninterface Gate {}\n");
    assertThat(said)
        .contains("there is no model net.bpnet", "SOURCE_PATH", "CLASS_OUTPUT", "CLASS_PATH");
  }

  @Test
  void mistakesHaveTheirPlaceInTheModel() throws IOException {
    String said =
        compile(
            "Gate",
            "package com.acme;\n"
                + JavaProject.annotation(JavaProject.XOR.replace("tanh", "tamh"))
                + "interface Gate {}\n");
    assertThat(said)
        .contains("Gate.java (at line 2)", "model line 4, column 33: unknown function 'tamh'");
  }

  @Test
  void mistakesOfMethodsAreAtTheMethod() throws IOException {
    String said =
        compile(
            "Gate",
            "package com.acme;\n"
                + JavaProject.annotation(JavaProject.XOR)
                + "interface Gate {\n  int y(float[] x);\n}\n");
    assertThat(said).contains("Gate.java (at line 12)", "cannot implement y: it returns int");
  }

  private String compile(String name, String java, String... arguments) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), java);
    return new JavacRun(new EclipseCompiler(), classes)
        .with("-s", Files.createDirectories(folder.resolve("generated")).toString())
        .with("-source", "17")
        .with("-target", "17")
        .with(arguments)
        .compile(List.of(file));
  }
}
