package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.lower.Plan;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One class with two kinds of code behind it, of which it takes one. */
class AutoTargetTest {
  private static final String MODULE = "jdk.incubator.vector";
  private static final CompilerOptions AUTO =
      CompilerOptions.DEFAULTS.withTarget(Target.AUTO).withInputGradients();

  /** What everybody can do with a network by what the contract asks for. */
  private static final Set<String> CONVENIENCES = Set.of("tensor", "initialize");

  @TempDir Path folder;

  private static SourceFile layers() {
    return new SourceFile(
        "layers.bpnet",
        """
        network Layers {
            input  x[9]
            target t[3]
            state  seen = zeros()
            update seen = seen + batch_mean(sum(x))
            h = x |> dense(33) |> tanh
            output y = h |> dense(20) |> tanh |> dense(3)
            output largest = max(y)
            loss squared_error(y, t)
            metric error = abs_error(y, t)
        }
        fn abs_error(a, b) = mean(abs(a - b))
        """);
  }

  private static CompiledNetwork compiled(CompilerOptions options) {
    return GoldenCase.compile(layers(), options);
  }

  @Test
  void bothKindsOfCodeStandBehindTheNetwork() {
    Map<String, String> sources = compiled(AUTO).sources();
    assertThat(sources.keySet())
        .containsExactly("Layers", "LayersScalar", "LayersVectors", "LayersVector");
    assertThat(sources.get("Layers")).contains("public final class Layers").contains("float[] y(");
    assertThat(sources.get("LayersScalar")).contains("\nfinal class LayersScalar implements");
    sources.forEach(
        (name, text) ->
            assertThat(text.contains("import " + MODULE)).isEqualTo(name.equals("LayersVector")));
    assertThat(compiled(AUTO).plans()).containsOnlyKeys(Target.SCALAR, Target.VECTOR);
  }

  @Test
  void theNamesOfOtherNetworksAreTaken() {
    SourceFile source =
        new SourceFile(
            "two.bpnet",
            """
            network A { input x[5]  output y = x |> dense(20) |> tanh  loss sum(y) }
            network Ascalar { input x[5]  output y = x |> dense(20) |> tanh  loss sum(y) }
            """);
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    new dev.bpnet.compiler.Compiler(AUTO)
        .compile(source)
        .networks()
        .forEach(network -> assertThat(names.addAll(network.sources().keySet())).isTrue());
    assertThat(names).contains("A", "AScalar2", "AVectors", "AVector", "Ascalar", "AscalarScalar");
  }

  @Test
  void whereVectorsChangeNothingThereIsOneClass() {
    SourceFile loop =
        new SourceFile(
            "sums.bpnet",
            "network Sums { input x[2]  param w[2] = ones()  output y = sum(w * x)  loss y * y }");
    CompilerOptions straight = AUTO.withPlan(Plan.STRAIGHT);
    assertThat(GoldenCase.compile(loop, straight).sources()).containsOnlyKeys("Sums");
    assertThat(GoldenCase.compile(loop, straight).sources())
        .isEqualTo(GoldenCase.compile(loop, straight.withTarget(Target.SCALAR)).sources());
  }

  /** With the module, as here, it is bit by bit what the vector target gives. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void hereItTakesVectors(Precision precision) {
    assumeTrue(isWide(), "the processor has no vectors of 256 bits");
    Network auto = new NetworkLoader().load(compiled(AUTO.withPrecision(precision)));
    CompilerOptions vectors = AUTO.withPrecision(precision).withTarget(Target.VECTOR);
    Network vector = new NetworkLoader().load(compiled(vectors));
    assertThat(auto.description()).hasToString(vector.description().toString());
    assertThat(auto.description().plan()).startsWith("loops and vectors");
    for (int count : new int[] {1, 7, 16}) {
      Examples.OfDouble examples = Batch.examples(auto.description(), count, count);
      assertSame(answers(auto, examples), answers(vector, examples));
      assertSame(answers(shared(auto), examples), answers(shared(vector), examples));
    }
  }

  private static Network shared(Network network) {
    Network shared =
        network instanceof Network.OfFloat floats
            ? floats.sharing()
            : ((Network.OfDouble) network).sharing();
    assertThat(shared).hasSameClassAs(network);
    return shared;
  }

  private static Map<String, double[]> answers(Network network, Examples.OfDouble examples) {
    network.randomStream(3, 4);
    return network instanceof Network.OfDouble exact
        ? Answers.of(exact, examples)
        : Answers.of((Network.OfFloat) network, examples);
  }

  private static void assertSame(Map<String, double[]> actual, Map<String, double[]> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).isEqualTo(values));
  }

  /** Whatever a class may do better than the contract, the class in front lets it do. */
  @Test
  void everyMethodOfTheContractIsHandedOn() {
    Class<?> type = new NetworkLoader().load(compiled(AUTO)).getClass();
    for (Method method : Network.OfFloat.class.getMethods()) {
      boolean onlyConvenient =
          CONVENIENCES.contains(method.getName())
              || method.getName().equals("predict") && method.getParameterCount() < 4;
      if (!onlyConvenient) {
        assertThat(type.getDeclaredMethods())
            .as("AutoClassWriter hands on " + method)
            .anySatisfy(
                own -> {
                  assertThat(own.getName()).isEqualTo(method.getName());
                  assertThat(own.getParameterTypes()).isEqualTo(method.getParameterTypes());
                });
      }
    }
  }

  /** The same class files, in a JVM with the module and in one without. */
  @Test
  void theJvmDecides() throws Exception {
    Map<String, String> sources = new TreeMap<>(compiled(AUTO).sources());
    sources.put(
        "Main",
        """
        public class Main {
          public static void main(String[] arguments) {
            Layers layers = new Layers();
            System.out.println(layers.description().plan());
            float[] x = {1, -2, 3, -4, 5, -6, 7, -8, 9};
            float[] t = {1, 0, -1};
            float[] gradient = new float[layers.description().trainedSize()];
            var examples = dev.bpnet.runtime.Examples.OfFloat.of(1, x, t);
            layers.randomStream(1, 1);
            System.out.println(layers.gradient(examples, 0, 1, gradient));
            System.out.println(layers.tensor("y.dense2.b").get(1) + gradient[2]);
            System.out.println(layers.y(x)[2]);
          }
        }
        """);
    for (var file : new NetworkLoader().compile(sources).entrySet()) {
      Files.write(folder.resolve(file.getKey() + ".class"), file.getValue());
    }
    List<String> with = run("--add-modules", MODULE);
    List<String> without = run();
    assertThat(with.get(0)).startsWith(isWide() ? "loops and vectors: " : "loops: ");
    assertThat(without.get(0)).startsWith("loops: ");
    assertThat(run("--add-modules", MODULE, "-XX:TieredStopAtLevel=1")).isEqualTo(without);
    for (int line = 1; line < without.size(); line++) {
      double expected = Double.parseDouble(without.get(line));
      assertThat(Double.parseDouble(with.get(line)))
          .isEqualTo(expected, within(1e-5 * (1 + Math.abs(expected))));
    }
  }

  private List<String> run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    Path runtime = placeOf(Network.class);
    command.addAll(List.of("-cp", folder + System.getProperty("path.separator") + runtime, "Main"));
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(text.lines()).hasSize(4);
    return text.lines().toList();
  }

  /** Whether the processor has vectors as wide as those that code is written for. */
  private static boolean isWide() {
    try {
      Object species =
          Class.forName(MODULE + ".FloatVector").getField("SPECIES_PREFERRED").get(null);
      Method size = Class.forName(MODULE + ".VectorSpecies").getMethod("vectorBitSize");
      return (int) size.invoke(species) >= 256;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** A plan of vectors is one of the code that has them. */
  @Test
  void aPlanOfVectorsLeavesTheOtherCodeAlone() {
    Map<String, String> sources = compiled(AUTO.withPlan(Plan.UNITS)).sources();
    assertThat(sources.get("LayersVectors")).contains("loops and vectors: asked for");
    assertThat(sources.get("LayersScalar")).contains("scalar operations, above 320");
  }
}
