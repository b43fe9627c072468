package dev.bpnet.compiler.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.diagnostic.BuildLogRenderer;
import dev.bpnet.compiler.files.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceGeneratorTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void models() throws IOException {
    write("in/com/acme/one.bpnet", network("One", "w"));
    write("in/two.bpnet", "import \"lib/f.bpnet\"\n" + network("Two", "f(w)"));
    write("in/lib/f.bpnet", "fn f(z) = 2 * z\n");
  }

  private static String network(String name, String output) {
    return "network "
        + name
        + "(size = 2) {\n  param w[size]\n  output y = "
        + output
        + "\n  loss sum(y^2)\n}\n";
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private GenerationRequest request(CompilerOptions options) {
    Path in = folder.resolve("in");
    return new GenerationRequest(ModelFile.below(in, ModelPatterns.ALL), options)
        .withOutput(folder.resolve("out"))
        .withManifest(folder.resolve("state/main.manifest"));
  }

  private GenerationReport run() {
    return run(request(CompilerOptions.DEFAULTS));
  }

  private GenerationReport run(GenerationRequest request) {
    said.clear();
    return new SourceGenerator(request)
        .run(
            new GenerationListener() {
              @Override
              public void compiled(ModelFile model, CompilationResult result) {
                result.diagnostics().forEach(d -> said.add(BuildLogRenderer.render(d)));
              }

              @Override
              public void remark(String message) {
                said.add(message);
              }
            });
  }

  private List<String> files(String below) throws IOException {
    Path root = folder.resolve(below);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private void backdate() throws IOException {
    for (String file : files("out")) {
      Files.setLastModifiedTime(folder.resolve("out").resolve(file), LONG_AGO);
    }
  }

  private List<String> touched() throws IOException {
    List<String> touched = new ArrayList<>();
    for (String file : files("out")) {
      if (!Files.getLastModifiedTime(folder.resolve("out").resolve(file)).equals(LONG_AGO)) {
        touched.add(file);
      }
    }
    return touched;
  }

  private static GenerationReport report(int models, int compiled, int... files) {
    return new GenerationReport(models, compiled, 0, 0, files[0], files[1], files[2], List.of());
  }

  @Test
  void whatIsUpToDateIsLetBe() throws IOException {
    assertThat(run()).isEqualTo(report(3, 3, 2, 0, 0));
    assertThat(files("out")).containsExactly("Two.java", "com/acme/One.java");
    backdate();
    Files.setLastModifiedTime(folder.resolve("state/main.manifest"), LONG_AGO);

    assertThat(run()).isEqualTo(report(3, 0, 0, 2, 0));

    assertThat(touched()).isEmpty();
    assertThat(Files.getLastModifiedTime(folder.resolve("state/main.manifest")))
        .isEqualTo(LONG_AGO);
  }

  @Test
  void aChangedModelIsMadeAgainAlone() throws IOException {
    run();
    backdate();
    write("in/com/acme/one.bpnet", network("One", "3 * w"));

    assertThat(run()).isEqualTo(report(3, 1, 1, 1, 0));
    assertThat(touched()).containsExactly("com/acme/One.java");
  }

  @Test
  void whatImportsAChangedFileIsMadeAgain() throws IOException {
    run();
    backdate();
    write("in/lib/f.bpnet", "fn f(z) = 7 * z\n");

    assertThat(run()).isEqualTo(report(3, 2, 1, 1, 0));
    assertThat(touched()).containsExactly("Two.java");
  }

  @Test
  void optionsAndEncodingCount() throws IOException {
    run();
    GenerationRequest wider = request(CompilerOptions.DEFAULTS.withSettings(Map.of("size", "3")));

    assertThat(run(wider)).isEqualTo(report(3, 3, 2, 0, 0));
    assertThat(run(wider)).isEqualTo(report(3, 0, 0, 2, 0));
    assertThat(run(wider.withEncoding(StandardCharsets.US_ASCII)).compiled()).isEqualTo(3);
    assertThat(run().written()).isEqualTo(2);
  }

  @Test
  void aDamagedOrDeletedFileIsMadeAgain() throws IOException {
    run();
    String before = Files.readString(folder.resolve("out/Two.java"));
    write("out/Two.java", "damaged");
    Files.delete(folder.resolve("out/com/acme/One.java"));

    assertThat(run().written()).isEqualTo(2);
    assertThat(folder.resolve("out/Two.java")).hasContent(before);
    assertThat(folder.resolve("out/com/acme/One.java")).exists();
  }

  @Test
  void whatAVanishedModelLeftIsRemovedAndNothingElse() throws IOException {
    run();
    write("out/com/acme/Mine.java", "class Mine {}");
    Files.delete(folder.resolve("in/com/acme/one.bpnet"));

    assertThat(run()).isEqualTo(report(2, 0, 0, 1, 1));
    assertThat(files("out")).containsExactly("Two.java", "com/acme/Mine.java");

    Files.delete(folder.resolve("in/two.bpnet"));
    Files.delete(folder.resolve("in/lib/f.bpnet"));
    assertThat(run()).isEqualTo(report(0, 0, 0, 0, 1));
    assertThat(files("out")).containsExactly("com/acme/Mine.java");
  }

  @Test
  void foldersThatBecomeEmptyGoToo() throws IOException {
    run();
    Files.delete(folder.resolve("in/com/acme/one.bpnet"));
    run();

    assertThat(folder.resolve("out/com")).doesNotExist();
  }

  @Test
  void aFailingModelKeepsWhatItHadAndSoDoesOneThatVanishedMeanwhile() throws IOException {
    run();
    String before = Files.readString(folder.resolve("out/Two.java"));
    write("in/two.bpnet", network("Two", "g(w)"));
    Files.delete(folder.resolve("in/com/acme/one.bpnet"));
    write("in/com/acme/three.bpnet", network("Three", "w"));

    GenerationReport failed = run();

    assertThat(failed.hasFailed()).isTrue();
    assertThat(failed.errors()).isEqualTo(1);
    assertThat(said).singleElement().asString().contains("two.bpnet:[3,14] BP0202: ");
    assertThat(folder.resolve("out/Two.java")).hasContent(before);
    assertThat(files("out"))
        .containsExactly("Two.java", "com/acme/One.java", "com/acme/Three.java");
    assertThat(run().errors()).as("again").isEqualTo(1);

    write("in/two.bpnet", network("Two", "w"));
    assertThat(run()).isEqualTo(report(3, 1, 1, 1, 1));
    assertThat(files("out")).containsExactly("Two.java", "com/acme/Three.java");
  }

  @Test
  void aBrokenImportIsToldOnce() throws IOException {
    write("in/lib/f.bpnet", "fn f(z) = 2 *\n");
    write("in/three.bpnet", "import \"lib/f.bpnet\"\n" + network("Three", "f(w)"));

    assertThat(run().errors()).isEqualTo(1);
    assertThat(said).hasSize(1);
  }

  @Test
  void twoModelsOfOneClassAreRefusedAndTheFirstIsMade() throws IOException {
    write("in/com/acme/other.bpnet", network("One", "5 * w"));

    GenerationReport report = run();

    assertThat(report.problems()).singleElement().asString().endsWith("the class com.acme.One");
    assertThat(files("out")).containsExactly("Two.java", "com/acme/One.java");
  }

  @Test
  void foldersThatAreNoPackageNeedOneInTheFile() throws IOException {
    write("in/my-models/three.bpnet", network("Three", "w"));
    assertThat(run().problems()).singleElement().asString().contains("needs a 'package …' line");

    write("in/my-models/three.bpnet", "package a.b\n" + network("Three", "w"));
    assertThat(run().problems()).isEmpty();
    assertThat(folder.resolve("out/a/b/Three.java")).exists();
  }

  @Test
  void anotherManifestsFilesAreNotRemoved() throws IOException {
    run();
    Path state = folder.resolve("state");
    run(request(CompilerOptions.DEFAULTS).withManifest(state.resolve("other.manifest")));
    GenerationRequest none =
        new GenerationRequest(List.of(), CompilerOptions.DEFAULTS)
            .withOutput(folder.resolve("out"))
            .withManifest(state.resolve("main.manifest"));

    assertThat(run(none).removed()).isZero();
    assertThat(files("out")).hasSize(2);
  }

  @Test
  void aManifestThatCannotBeReadIsAsGoodAsNone() throws IOException {
    run();
    for (String text :
        List.of("", "bpnet manifest 1\n", "nonsense", "bpnet manifest 1\n/x\nfile - ../../y\n")) {
      write("state/main.manifest", text);
      backdate();
      assertThat(run()).as(text).isEqualTo(report(3, 3, 0, 2, 0));
      assertThat(touched()).isEmpty();
    }
  }

  @Test
  void aManifestRemovesNothingOutsideItsFolder() throws IOException {
    run();
    write("precious.java", "");
    Path manifest = folder.resolve("state/main.manifest");
    Files.writeString(manifest, Files.readString(manifest) + "orphan - ../precious.java\n");

    run();

    assertThat(folder.resolve("precious.java")).exists();
  }

  @Test
  void severalAtOnceDoTheWorkOnce() throws Exception {
    int builds = 4;
    ExecutorService pool = Executors.newFixedThreadPool(builds);
    try {
      Callable<GenerationReport> build =
          () -> new SourceGenerator(request(CompilerOptions.DEFAULTS)).run((model, result) -> {});
      List<GenerationReport> reports = new ArrayList<>();
      for (Future<GenerationReport> future : pool.invokeAll(List.of(build, build, build, build))) {
        reports.add(future.get());
      }
      assertThat(reports.stream().mapToInt(GenerationReport::written).sum()).isEqualTo(2);
      assertThat(reports).allMatch(report -> !report.hasFailed());
      assertThat(files("out")).containsExactly("Two.java", "com/acme/One.java");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    write("out", "a file");

    assertThatThrownBy(this::run)
        .isInstanceOf(FileException.class)
        .hasMessageStartingWith("cannot write " + folder.resolve("out"));
  }

  @Test
  void anUnknownSettingOfSeveralModelsIsRefusedOnTheCommandLine() {
    GenerationRequest built = request(CompilerOptions.DEFAULTS.withSettings(Map.of("sise", "3")));
    GenerationRequest request =
        new GenerationRequest(
            built.models(), built.options(), built.output(), built.encoding(), Optional.empty());
    assertThatThrownBy(() -> run(request))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("did you mean 'size'?");
  }

  /** The models of the tests may be those that have it. */
  @Test
  void anUnknownSettingOfABuildIsRemarkedOn() {
    GenerationReport report =
        run(request(CompilerOptions.DEFAULTS.withSettings(Map.of("sise", "3", "No.size", "4"))));
    assertThat(report.hasFailed()).isFalse();
    assertThat(said)
        .anyMatch(line -> line.contains("did you mean 'size'?"))
        .anyMatch(line -> line.contains("no network in these files has the setting 'No.size'"));
  }

  @Test
  void aClassThatTwoExecutionsMakeIsRemarkedOn() throws IOException {
    run();
    assertThat(said).isEmpty();
    run(
        request(CompilerOptions.DEFAULTS)
            .withManifest(folder.resolve("state").resolve("other.manifest")));
    assertThat(said).anyMatch(line -> line.contains("is made by two executions"));
  }
}
