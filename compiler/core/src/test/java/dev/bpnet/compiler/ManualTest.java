package dev.bpnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.DiagnosticRenderer;
import dev.bpnet.compiler.diagnostic.Severity;
import dev.bpnet.compiler.memory.NetworkLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example of the reference manual compiles without a word, and so does the Java of it. A
 * fence that begins {@code bpnet name.bpnet} is a file of that name, which later examples may
 * import.
 */
class ManualTest {
  private static final Path MANUAL = Path.of("../../grammar/LANGUAGE.md");
  private static final Pattern FENCE =
      Pattern.compile("^```bpnet ?([\\w.]*)\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> examplesCompileWithoutDiagnostics() throws IOException {
    return files().keySet().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> compiles(folder.resolve(name))));
  }

  @Test
  void everyKeywordHasAnExample() throws IOException {
    String examples = String.join("\n", files().values());
    assertThat(
            ("package import const fn layer network input target param frozen state update output"
                    + " loss metric train for in repeat yield if else return true false training")
                .split(" "))
        .allSatisfy(keyword -> assertThat(examples).containsPattern("\\b" + keyword + "\\b"));
  }

  /** Each code with what it means, in order; those of warnings say so. */
  @Test
  void everyCodeIsInTheTable() throws IOException {
    Matcher rows =
        Pattern.compile("^\\| (BP\\d{4}) \\| (.+) \\|$", Pattern.MULTILINE)
            .matcher(Files.readString(MANUAL));
    Map<String, String> table = new LinkedHashMap<>();
    while (rows.find()) {
      assertThat(table.put(rows.group(1), rows.group(2))).as(rows.group(1)).isNull();
    }
    assertThat(table.keySet())
        .containsExactlyElementsOf(Stream.of(Code.values()).map(Code::id).toList());
    for (Code code : Code.values()) {
      assertThat(table.get(code.id()).startsWith("warning: "))
          .as(code.id())
          .isEqualTo(code.severity() == Severity.WARNING);
    }
  }

  /** The examples by the name of their file, written to the folder. */
  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    Matcher fences = FENCE.matcher(Files.readString(MANUAL));
    while (fences.find()) {
      String name = fences.group(1).isEmpty() ? title(fences.group(2)) : fences.group(1);
      assertThat(files.put(name, fences.group(2))).as(name).isNull();
      Files.writeString(folder.resolve(name), fences.group(2));
    }
    assertThat(files).hasSizeGreaterThan(20);
    return files;
  }

  /** An example is called after its first network. */
  private static String title(String example) {
    Matcher network = Pattern.compile("^network (\\w+)", Pattern.MULTILINE).matcher(example);
    assertThat(network.find()).as(example).isTrue();
    return network.group(1) + ".bpnet";
  }

  private static void compiles(Path file) throws IOException {
    CompilationResult result = new Compiler(CompilerOptions.DEFAULTS).compile(file);
    assertThat(
            result.diagnostics().stream()
                .map(DiagnosticRenderer.plain()::render)
                .collect(Collectors.joining()))
        .isEmpty();
    for (CompilationResult.CompiledNetwork network : result.networks()) {
      assertThat(new NetworkLoader().compile(network.sources(), "-Xlint:all", "-Werror"))
          .containsKey(network.className());
    }
  }
}
