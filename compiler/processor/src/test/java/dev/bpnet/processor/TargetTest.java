package dev.bpnet.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import dev.bpnet.runtime.Network;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What networks are compiled for, and by which plan, as {@code -A} says. */
class TargetTest {
  private static final String[] MODULE = {"--add-modules", "jdk.incubator.vector"};

  private static JavaProject wide(String... arguments) {
    return JavaProject.of(
            JavaProject.XOR.replace("dense(3)", "dense(80)"),
            "interface Gate { float y(float x0, float x1); }")
        .with(arguments);
  }

  @Test
  void autoIsOneClassWithTwoKindsOfCode() throws Exception {
    Compilation compilation = wide("-Abpnet.target=auto").with(MODULE).compile();
    assertThat(compilation).succeeded();
    assertThat(compilation.generatedSourceFiles())
        .extracting(file -> file.getName().replaceAll(".*/", ""))
        .containsExactlyInAnyOrder(
            "Xor.java", "XorScalar.java", "XorVectors.java", "XorVector.java");
    ClassLoader loader = JavaProject.loader(compilation);
    Class<?> type = loader.loadClass("com.acme.Xor");
    assertThat(loader.loadClass("com.acme.Gate")).isAssignableFrom(type);
    Network network = (Network) type.getConstructor().newInstance();
    // The tests' JVM runs without the module.
    assertThat(network.description().plan()).startsWith("loops: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "auto"})
  void theMissingModuleIsNamed(String target) {
    Compilation compilation = wide("-Abpnet.target=" + target).compile();
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining(
            "-Abpnet.target="
                + target
                + " needs the option --add-modules jdk.incubator.vector of javac");
  }

  /** What would be the same with vectors and without needs no module: it has no batch for lanes. */
  @ParameterizedTest
  @ValueSource(strings = {"vector", "auto"})
  void aTinyNetworkOfSingleExamplesNeedsNoModule(String target) throws Exception {
    String single = JavaProject.XOR.replace("batch = 4", "batch = 1");
    Compilation compilation =
        JavaProject.of(single, "interface Gate { float y(float x0, float x1); }")
            .with("-Abpnet.target=" + target, "-Abpnet.plan=straight")
            .compile();
    assertThat(compilation).succeeded();
    assertThat(plan(compilation)).startsWith("straight-line: ");
  }

  @Test
  void aPlanCanBeAskedFor() throws Exception {
    Compilation compilation =
        JavaProject.of(JavaProject.XOR, "interface Gate {}").with("-Abpnet.plan=loops").compile();
    assertThat(plan(compilation)).isEqualTo("loops: asked for");
    Compilation impossible = wide("-Abpnet.plan=straight").compile();
    assertThat(impossible).hadErrorContaining("the network 'Xor' has no plan 'straight'");
  }

  private static String plan(Compilation compilation) throws Exception {
    Class<?> type = JavaProject.loader(compilation).loadClass("com.acme.Xor");
    Network network = (Network) type.getConstructor().newInstance();
    assertThat(List.of(network.description().name())).containsExactly("Xor");
    return network.description().plan();
  }
}
