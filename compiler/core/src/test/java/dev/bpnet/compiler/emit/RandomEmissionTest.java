package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.gradcheck.ModelGenerator;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of all generated code, on random networks. */
class RandomEmissionTest {
  private static final int MOST_BYTECODE = 8_000;

  static LongStream seeds() {
    return LongStream.range(10_000, Boolean.getBoolean("bpnet.long") ? 12_000 : 10_012);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void javacIsSilentMethodsAreShortAndTheTextIsTheSame(long seed) {
    SourceFile source = new SourceFile("net.bpnet", new ModelGenerator(seed).source("Net"));
    CompilerOptions options =
        seed % 2 == 0 ? CompilerOptions.DEFAULTS : CompilerOptions.DEFAULTS.withInputGradients();
    options = seed % 3 == 0 ? options.withUnroll(100_000) : options;
    CompiledNetwork network = GoldenCase.compile(source, options);
    new NetworkLoader()
        .compile(network.sources(), "-Xlint:all", "-Werror")
        .values()
        .forEach(
            classFile ->
                assertThat(ClassFile.codeLengths(classFile))
                    .allSatisfy((method, length) -> assertThat(length).isLessThan(MOST_BYTECODE)));
    assertThat(GoldenCase.compile(source, options).sources()).isEqualTo(network.sources());
  }
}
