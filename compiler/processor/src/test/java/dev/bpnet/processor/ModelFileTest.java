package dev.bpnet.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.testing.compile.Compilation;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models in files, and what models import. */
class ModelFileTest {
  private static final String GATE =
      """
      package com.acme;

      @dev.bpnet.runtime.BpNet(file = "%s")
      interface Gate {
        float y(float x0, float x1);
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "xor.bpnet, com/acme/xor.bpnet",
    "xor.bpnet, xor.bpnet",
    "/models/xor.bpnet, models/xor.bpnet",
    "../nets/é a.bpnet, com/nets/é a.bpnet",
  })
  void theFileIsInTheFolderOfThePackageOrFoundFromTheRoot(String name, String path)
      throws IOException {
    Charset ofPaths = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    assumeTrue(ofPaths.newEncoder().canEncode(path), "the system's paths have such characters");
    write("root/" + path, JavaProject.XOR);
    Compilation compilation =
        JavaProject.of(GATE.formatted(name)).with(sourcePath("none", "root")).compile();
    assertThat(compilation).succeededWithoutWarnings();
    assertThat(compilation)
        .generatedSourceFile("com.acme.Xor")
        .contentsAsUtf8String()
        .contains("Formulas, as " + path.substring(path.lastIndexOf('/') + 1) + " has them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-sourcepath", "-d", "-cp"})
  void theCompilersOwnPathsAreSearched(String option) throws IOException {
    Path java = write("java/com/acme/Gate.java", GATE.formatted("xor.bpnet"));
    write("models/com/acme/xor.bpnet", JavaProject.XOR);
    String models = folder.resolve("models").toString();
    JavacRun run = new JavacRun(folder.resolve("classes"));
    run.with(option, option.equals("-cp") ? models + File.pathSeparator + classPath() : models);
    assertThat(run.compile(List.of(java))).isEmpty();
    Path output = option.equals("-d") ? folder.resolve("models") : folder.resolve("classes");
    assertThat(output.resolve("com/acme/Xor.class")).isRegularFile();
  }

  @Test
  void aMissingModelNamesAllPlacesThatWereTried() {
    Compilation compilation =
        JavaProject.of(GATE.formatted("nand.bpnet")).with(sourcePath("a", "b")).compile();
    assertThat(compilation).hadErrorCount(1);
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    String message = compilation.errors().get(0).getMessage(Locale.ROOT);
    assertThat(message.lines().map(String::strip))
        .containsExactly(
            "there is no model nand.bpnet; looked for",
            "-Abpnet.sourcepath: " + a.resolve("com/acme/nand.bpnet"),
            "-Abpnet.sourcepath: " + b.resolve("com/acme/nand.bpnet"),
            "SOURCE_PATH: com/acme/nand.bpnet",
            "CLASS_OUTPUT: com/acme/nand.bpnet",
            "CLASS_PATH: com/acme/nand.bpnet",
            "-Abpnet.sourcepath: " + a.resolve("nand.bpnet"),
            "-Abpnet.sourcepath: " + b.resolve("nand.bpnet"),
            "SOURCE_PATH: nand.bpnet",
            "CLASS_OUTPUT: nand.bpnet",
            "CLASS_PATH: nand.bpnet");
    assertThat(compilation.errors().get(0).getLineNumber()).isEqualTo(3);
  }

  @Test
  void noFileLiesOutsideOfTheRoot() throws IOException {
    write("xor.bpnet", JavaProject.XOR);
    Compilation compilation =
        JavaProject.of(GATE.formatted("../../../xor.bpnet")).with(sourcePath("root")).compile();
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining("there is no model ../../../xor.bpnet");
  }

  @Test
  void mistakesAreToldOfWithTheFile() throws IOException {
    Path file = write("root/com/acme/xor.bpnet", JavaProject.XOR.replace("tanh", "tamh"));
    Compilation compilation =
        JavaProject.of(GATE.formatted("xor.bpnet")).with(sourcePath("root")).compile();
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining(file + ":4:33: unknown function 'tamh'");
    assertThat(compilation.errors().get(0).getLineNumber()).isEqualTo(3);
  }

  @Test
  void aFileThatIsNotTextIsToldOf() throws IOException {
    Path file = write("root/com/acme/xor.bpnet", "");
    Files.write(file, new byte[] {'n', (byte) 0xE9, 't'});
    Compilation compilation =
        JavaProject.of(GATE.formatted("xor.bpnet")).with(sourcePath("root")).compile();
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining(file + ":1:2: ");
  }

  @Test
  void importsComeFromTheSameRoots() throws IOException {
    write("root/com/common/bent.bpnet", "import \"deeper/twice.bpnet\"\nfn bent(z) = twice(z)");
    write("other/com/common/deeper/twice.bpnet", "fn twice(z) = 2 * z");
    write(
        "root/com/acme/net.bpnet",
        "import \"../common/bent.bpnet\"\n"
            + "network Net { input x[2] output y = sum(bent(x)) loss y }");
    String inline =
        JavaProject.annotation(
            "import \"../common/bent.bpnet\"\n"
                + "network Inline { input x[2] output y = sum(bent(x)) loss y }");
    Compilation compilation =
        JavaProject.of(GATE.formatted("net.bpnet"))
            .and("package com.acme;\n" + inline + "interface Other {}")
            .with(sourcePath("root", "other"))
            .compile();
    assertThat(compilation).succeededWithoutWarnings();
    assertThat(compilation).generatedSourceFile("com.acme.Net");
    assertThat(compilation).generatedSourceFile("com.acme.Inline");
  }

  @Test
  void mistakesInImportsAreToldOfWithTheirFile() throws IOException {
    Path bent = write("root/com/acme/bent.bpnet", "fn bent(z) = 2 * zz");
    Compilation compilation =
        JavaProject.of(
                "import \"bent.bpnet\"\nnetwork N { input x output y = bent(x) loss y }",
                "interface Gate {}")
            .with(sourcePath("root"))
            .compile();
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining(bent + ":1:18: unknown name 'zz'");
  }

  @ParameterizedTest
  @CsvSource({"../../../out.bpnet, outside", "none.bpnet, none.bpnet"})
  void importsThatAreNotThereAreToldOfInTheText(String path, String message) {
    Compilation compilation =
        JavaProject.of(
                "import \"" + path + "\"\nnetwork N { input x output y = x loss y }",
                "interface Gate {}")
            .with(sourcePath("root"))
            .compile();
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining("model line 1, column 1 (Gate.java:4:5): ");
    assertThat(compilation).hadErrorContaining(message);
  }

  private Path write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private String sourcePath(String... folders) {
    StringBuilder path = new StringBuilder("-Abpnet.sourcepath=");
    for (String each : folders) {
      path.append(folder.resolve(each)).append(File.pathSeparator);
    }
    return path.toString();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
