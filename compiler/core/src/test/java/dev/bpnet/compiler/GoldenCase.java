package dev.bpnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.diagnostic.DiagnosticRenderer;
import dev.bpnet.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model with the text that each stage makes of it: {@code model.bpnet}, {@code graph.txt}, {@code
 * gradient.txt}, {@code loops.txt} and the Java. A folder whose name ends with that of a target,
 * such as {@code digits_vector}, is of code for it; the others are of plain Java.
 */
public record GoldenCase(Path folder) {
  static final Path CORPUS = Path.of("src/test/resources/golden");
  private static final List<String> STAGES = List.of("graph", "gradient", "loops");

  /** Every folder of the corpus. */
  public static List<GoldenCase> all() {
    try (Stream<Path> entries = Files.list(CORPUS)) {
      return entries.filter(Files::isDirectory).sorted().map(GoldenCase::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String name() {
    return folder.getFileName().toString();
  }

  /** The model; its path says nothing of this machine. */
  public SourceFile source() {
    return new SourceFile("model.bpnet", read("model.bpnet"));
  }

  public CompiledNetwork compile(CompilerOptions options) {
    return compile(source(), options);
  }

  /** The only network of a text that nothing is wrong with. */
  public static CompiledNetwork compile(SourceFile source, CompilerOptions options) {
    CompilationResult result = new Compiler(options).compile(source);
    assertThat(
            result.diagnostics().stream()
                .map(DiagnosticRenderer.plain()::render)
                .collect(Collectors.joining()))
        .isEmpty();
    assertThat(result.networks()).hasSize(1);
    return result.networks().get(0);
  }

  /** What the code of the case is made for. */
  private Target target() {
    for (Target target : Target.values()) {
      if (name().endsWith("_" + target.name().toLowerCase(Locale.ROOT))) {
        return target;
      }
    }
    return Target.SCALAR;
  }

  /** What the compiler makes of the model now, by file name. */
  Map<String, String> actual() {
    CompiledNetwork network = compile(CompilerOptions.DEFAULTS.withTarget(target()));
    Map<String, String> files = new LinkedHashMap<>();
    STAGES.forEach(stage -> files.put(stage + ".txt", network.dumps().get(stage)));
    network
        .sources()
        .forEach(
            (name, text) -> files.put(name.substring(name.lastIndexOf('.') + 1) + ".java", text));
    return files;
  }

  public String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
