package dev.bpnet.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar that is published, in compilers of their own. */
class ShadedJarIT {
  private static final String JAR = System.getProperty("processor.jar");
  private static final String GATE =
      "package com.acme;\n"
          + JavaProject.annotation(JavaProject.XOR)
          + "public interface Gate {\n  float y(float x0, float x1);\n}\n";

  @TempDir Path folder;

  @Test
  void allClassesAreOurs() throws IOException {
    try (ZipFile jar = new ZipFile(JAR)) {
      List<String> classes = new ArrayList<>();
      for (ZipEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList()) {
        assertThat(entry.getName()).matches("(dev/bpnet/processor|META-INF)/.*");
        if (entry.getName().endsWith(".class")) {
          classes.add(entry.getName());
          try (InputStream stream = jar.getInputStream(entry)) {
            String bytes = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(bytes)
                .as(entry.getName())
                .doesNotContain("org/antlr/", "com/palantir/", "dev/bpnet/compiler/")
                .doesNotContain("dev/bpnet/runtime/");
          }
        }
      }
      assertThat(classes)
          .contains("dev/bpnet/processor/shaded/antlr/v4/runtime/Parser.class")
          .contains("dev/bpnet/processor/shaded/compiler/Compiler.class");
      assertThat(text(jar, "META-INF/services/javax.annotation.processing.Processor"))
          .isEqualToIgnoringNewLines("dev.bpnet.processor.BpNetProcessor");
      assertThat(text(jar, "META-INF/gradle/incremental.annotation.processors"))
          .isEqualToIgnoringNewLines("dev.bpnet.processor.BpNetProcessor,aggregating");
    }
  }

  private static String text(ZipFile jar, String name) throws IOException {
    try (InputStream stream = jar.getInputStream(jar.getEntry(name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Processor and user share one class path: the least separated they can be. */
  @Test
  void getsAlongWithAnotherAntlr() throws Exception {
    write("com/acme/Gate.java", GATE);
    Path main =
        write(
            "com/acme/Main.java",
            """
            package com.acme;

            public class Main {
              public static void main(String[] args) {
                Gate gate = new Xor();
                System.out.println(org.antlr.v4.runtime.RuntimeMetaData.VERSION);
                System.out.println(gate.y(0, 1) > 0);
              }
            }
            """);
    String classPath =
        String.join(File.pathSeparator, System.getProperty("other.antlr.jar"), JAR, runtime());
    List<String> command = new ArrayList<>(List.of("javac", "-cp", classPath));
    if (Runtime.version().feature() >= 21) {
      command.add("-proc:full");
    }
    command.addAll(
        List.of("-d", "out", main.toString(), main.resolveSibling("Gate.java").toString()));
    assertThat(run(command)).isEmpty();
    assertThat(run(List.of("java", "-cp", classPath + File.pathSeparator + "out", "com.acme.Main")))
        .isEqualToIgnoringNewLines(System.getProperty("other.antlr.version") + "true");
  }

  @ParameterizedTest
  @CsvSource({"'', false", "requires static java.compiler;, true"})
  void namedModulesNeedTheRuntimeAlone(String more, boolean isMarked) throws Exception {
    String module =
        ModuleFinder.of(Path.of(runtime())).findAll().iterator().next().descriptor().name();
    Path info =
        write("module-info.java", "module com.acme { requires " + module + "; " + more + "}");
    Path gate = write("com/acme/Gate.java", GATE);
    String said =
        run(
            List.of(
                "javac",
                "-p",
                runtime(),
                "-processorpath",
                JAR,
                "-d",
                "out",
                info.toString(),
                gate.toString()));
    assertThat(said).isEmpty();
    String generated = Files.readString(folder.resolve("out/com/acme/Xor.java"));
    assertThat(generated.contains("@Generated")).isEqualTo(isMarked);
  }

  @Test
  void worksInTheBatchCompilerOfEclipse() throws Exception {
    Path gate = write("com/acme/Gate.java", GATE);
    String said =
        run(
            List.of(
                "java",
                "-jar",
                ofClassPath("ecj-"),
                "-17",
                "-cp",
                runtime(),
                "-processorpath",
                JAR,
                "-d",
                "out",
                gate.toString()));
    assertThat(said).isEmpty();
    assertThat(folder.resolve("out/com/acme/Xor.class")).isRegularFile();
  }

  private Path write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Runs a tool of this JDK; what it says. */
  private String run(List<String> command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.set(0, Path.of(System.getProperty("java.home"), "bin", command.get(0)).toString());
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return Files.readString(said);
  }

  private static String runtime() {
    return ofClassPath("bpnet-runtime");
  }

  /** The entry of the tests' class path whose file name begins so. */
  private static String ofClassPath(String prefix) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> Path.of(entry).getFileName().toString().startsWith(prefix))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + prefix + " among the jars"));
  }
}
