package dev.bpnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.bpnet.compiler.check.CheckOptions;
import dev.bpnet.compiler.check.Checker;
import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.DiagnosticRenderer;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.syntax.CompilationUnit;
import dev.bpnet.compiler.syntax.SourceParser;
import dev.bpnet.compiler.syntax.SourceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Wrong models and exactly what the compiler says of them: a folder per case under {@code
 * diagnostics}, with {@code model.bpnet} and {@code errors.txt}. With {@code -Dbpnet.update=true}
 * the expected texts are rewritten, and the tests fail all the same, so that nobody forgets to read
 * what changed.
 */
class DiagnosticCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/diagnostics");
  private static final boolean UPDATE = Boolean.getBoolean("bpnet.update");

  /**
   * Their sources would be too large for the corpus, or they need options; SourceReaderTest,
   * LimitsTest, DeepCallsTest, LongChainsTest, PlanChoicesTest and SettingsTest show them.
   */
  private static final Set<Code> SHOWN_ELSEWHERE =
      EnumSet.of(
          Code.FILE_TOO_LARGE,
          Code.TOO_MANY_ERRORS,
          Code.CALLS_TOO_DEEP,
          Code.NETWORK_TOO_LARGE,
          Code.TOO_MANY_CONSTANTS,
          Code.IMPOSSIBLE_PLAN,
          Code.BAD_SETTING_VALUE,
          Code.UNKNOWN_SETTING);

  @TestFactory
  Stream<DynamicTest> saysExactlyWhatIsWrong() throws IOException {
    return cases().stream()
        .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> run(folder)));
  }

  @Test
  void everyCodeHasACase() throws IOException {
    String all = cases().stream().map(DiagnosticCorpusTest::expected).collect(Collectors.joining());
    assertThat(EnumSet.complementOf(EnumSet.copyOf(SHOWN_ELSEWHERE)))
        .allSatisfy(code -> assertThat(all).contains("[" + code.id() + "]"));
  }

  @Test
  void holdsNothingButCases() throws IOException {
    try (Stream<Path> entries = Files.list(CORPUS)) {
      assertThat(entries).allMatch(Files::isDirectory);
    }
    assertThat(cases())
        .allSatisfy(
            folder -> {
              assertThat(folder.resolve("model.bpnet")).isRegularFile();
              try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.filter(Files::isRegularFile))
                    .allMatch(file -> isPartOfACase(file.getFileName().toString()));
              }
            });
  }

  private static boolean isPartOfACase(String name) {
    return name.endsWith(".bpnet") || name.equals("errors.txt");
  }

  private static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CORPUS)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static String expected(Path folder) {
    try {
      return Files.readString(folder.resolve("errors.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path folder) throws IOException {
    String actual =
        diagnose(folder).stream()
            .map(DiagnosticRenderer.plain()::render)
            .collect(Collectors.joining());
    if (UPDATE) {
      Files.writeString(folder.resolve("errors.txt"), actual);
      fail("rewritten; read it, then run without -Dbpnet.update");
    }
    assertThat(actual).isEqualTo(expected(folder)).isNotEmpty();
  }

  /** Runs the phases that find errors. */
  private static List<Diagnostic> diagnose(Path folder) throws IOException {
    Diagnostics sink = new Diagnostics();
    CheckOptions options = CheckOptions.DEFAULTS.withImports((path, to) -> parse(folder, path, to));
    parse(folder, "model.bpnet", sink).ifPresent(unit -> Checker.check(unit, options, sink));
    return sink.all();
  }

  private static Optional<CompilationUnit> parse(Path folder, String path, Diagnostics sink) {
    Path file = folder.resolve(path);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return SourceReader.read(path, Files.readAllBytes(file), sink)
          .map(source -> SourceParser.parse(source, sink));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
