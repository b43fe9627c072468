package dev.bpnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.gradcheck.GradientCheck;
import dev.bpnet.compiler.gradcheck.GradientReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated gradients of all samples against dual numbers and central differences. */
class SampleGradientsTest {
  static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(""), 2)) {
      return files.filter(file -> file.toString().endsWith(".bpnet")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void agree(Path model) throws IOException {
    CompilationResult result =
        new Compiler(
                CompilerOptions.DEFAULTS
                    .withPrecision(CompilerOptions.Precision.DOUBLE)
                    .withInputGradients())
            .compile(model);

    assertThat(result.diagnostics()).isEmpty();
    assertThat(result.networks()).isNotEmpty();
    for (CompiledNetwork network : result.networks()) {
      GradientReport report = new GradientCheck().run(network);
      assertThat(report.rows()).isNotEmpty();
      assertThat(report.passed()).as(report.toString()).isTrue();
    }
  }
}
