package dev.bpnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.DiagnosticRenderer;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.syntax.SourceParser;
import dev.bpnet.compiler.syntax.SourceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
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

  /** Their sources would be too large for the corpus; SourceReaderTest and LimitsTest show them. */
  private static final Set<Code> SHOWN_ELSEWHERE =
      EnumSet.of(Code.FILE_TOO_LARGE, Code.TOO_MANY_ERRORS);

  @TestFactory
  Stream<DynamicTest> saysExactlyWhatIsWrong() throws IOException {
    return cases().stream()
        .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> run(folder)));
  }

  @Test
  void everyCodeHasACase() throws IOException {
    String all = cases().stream().map(DiagnosticCorpusTest::expected).collect(Collectors.joining());
    assertThat(Stream.of(Code.values()).filter(DiagnosticCorpusTest::isFoundInText))
        .allSatisfy(code -> assertThat(all).contains("[" + code.id() + "]"));
  }

  /** Of the phases that {@link #diagnose} runs. */
  private static boolean isFoundInText(Code code) {
    boolean text = code.id().startsWith("BP01") || code.id().startsWith("BP06");
    return text && !SHOWN_ELSEWHERE.contains(code);
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
    SourceReader.read("model.bpnet", Files.readAllBytes(folder.resolve("model.bpnet")), sink)
        .ifPresent(file -> SourceParser.parse(file, sink));
    return sink.all();
  }
}
