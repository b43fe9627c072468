package dev.bpnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.runtime.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import toolbox.ReluHe;
import toolbox.SigmoidSquared;

/** The classes that the Maven plugin makes of the samples. */
class GeneratedClassesTest {
  static List<Path> models() throws IOException {
    return SampleGradientsTest.models();
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyModelHasItsClass(Path model) throws Exception {
    CompilationResult result =
        new Compiler(CompilerOptions.DEFAULTS.withPackage(model.getName(0).toString()))
            .compile(model);

    assertThat(result.networks()).isNotEmpty();
    for (CompiledNetwork compiled : result.networks()) {
      Network made =
          Class.forName(compiled.className())
              .asSubclass(Network.class)
              .getDeclaredConstructor()
              .newInstance();
      assertThat(made.description().name()).isEqualTo(compiled.model().name());
      assertThat(made).isInstanceOf(Network.OfFloat.class);
    }
  }

  @Test
  void networksOfOneFileAreClassesOfOnePackage() {
    assertThat(new ReluHe().description().classTargetSize())
        .isEqualTo(new SigmoidSquared().description().classTargetSize())
        .isEqualTo(1);
  }

  @Test
  void aProgramTrainsOne() throws Exception {
    String output = Captured.output(() -> LearnXor.main(new String[0]));

    Matcher line = Pattern.compile("([01]) xor ([01]) is ([0-9.]+)").matcher(output);
    int lines = 0;
    while (line.find()) {
      boolean different = !line.group(1).equals(line.group(2));
      assertThat(Double.parseDouble(line.group(3)) > 0.5).as(line.group()).isEqualTo(different);
      lines++;
    }
    assertThat(lines).as(output).isEqualTo(4);
  }
}
