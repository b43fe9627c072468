package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors change how it is computed, not what: they are held against loops of scalars. */
class VectorPlanTest {
  private static final CompilerOptions LOOPS =
      CompilerOptions.DEFAULTS.withUnroll(0).withInputGradients();
  private static final CompilerOptions VECTORS = LOOPS.withTarget(Target.VECTOR);

  /** Widths that fill vectors and panels, miss them by one, and are smaller than a vector. */
  static Stream<Arguments> networks() {
    return Stream.of(
            Named.of("7-8-8", LargeModels.classifier(7, 8, 8)),
            Named.of("9-33-17-10", LargeModels.classifier(9, 33, 17, 10)),
            Named.of("20-16-3", LargeModels.classifier(20, 16, 3)),
            Named.of("5-31-64-9", LargeModels.classifier(5, 31, 64, 9)),
            Named.of("3-2-70-4", LargeModels.classifier(3, 2, 70, 4)),
            Named.of("1-300-5", LargeModels.classifier(1, 300, 5)),
            Named.of("21-261-9", LargeModels.classifier(21, 261, 9)),
            Named.of("panels of one vector", LargeModels.classifier(6, 24, 20, 40, 12)),
            Named.of("far apart", LargeModels.classifier(521, 48, 5)),
            Named.of("4 layers of 12", LargeModels.deep(4, 12)),
            Named.of(
                "an input of the sum", weights("W[10, 40]", "z = W @ x", "sum(z * v[2, 0..10])")),
            Named.of("names of types", names()),
            Named.of("examples in lanes", lanes()),
            Named.of("softmax of 8", softmax(8)),
            Named.of("softmax of 10", softmax(10)),
            Named.of("softmax of 23", softmax(23)),
            Named.of("softmax of 25", softmax(25)),
            Named.of("penalty", penalty()))
        .map(Arguments::of);
  }

  private static SourceFile weights(String shape, String statement, String loss) {
    return new SourceFile(
        "weights.bpnet",
        """
        network Weights {
            input x[40]
            input v[3, 12]
            param %s = normal(0, 1)
            %s
            output y = z
            loss %s + 0 * sum(v)
        }
        """
            .formatted(shape, statement, loss));
  }

  /** Few units, and more elementary functions than one routine takes. */
  private static SourceFile lanes() {
    return new SourceFile(
        "lanes.bpnet",
        """
        network Lanes {
            input  x[5]
            target t[3]
            target k: class(3)
            h = x |> dense(12) |> softplus
            z = h |> dense(3)
            output y = sigmoid(z)
            output p = softmax(z * 2)
            m = max(tanh(z))
            loss sum(softplus(z) - t * z) + exp(m) * 0.1 + cross_entropy(p, k) + 0.2 * sum(erf(y - t))
        }
        """);
  }

  private static SourceFile softmax(int classes) {
    return new SourceFile(
        "probabilities.bpnet",
        """
        network Probabilities {
            input  x[12]
            target k: class(%d)
            z = x |> dense(16) |> relu |> dense(%d)
            output y = softmax(z)
            loss   softmax_cross_entropy(z, k)
        }
        """
            .formatted(classes, classes));
  }

  /** As many exponentials as one routine takes. */
  @Test
  void theSoftmaxOfOneExampleIsOneRoutineUpToThreeVectors() {
    assertThat(probabilities(23)).contains(" yOne(").doesNotContain(" yOne2(");
    assertThat(probabilities(25)).contains(" yUnits(").doesNotContain(" yOne(");
  }

  private static String probabilities(int classes) {
    CompilerOptions vectors = CompilerOptions.DEFAULTS.withTarget(Target.VECTOR);
    return GoldenCase.compile(softmax(classes), vectors).sources().get("ProbabilitiesVector");
  }

  /** Values called as types of the vector code are. */
  private static SourceFile names() {
    return new SourceFile(
        "names.bpnet",
        """
        network A {
            input  x[5]
            target t
            FloatVector = x |> dense(20) |> tanh
            DoubleVector = FloatVector |> dense(16)
            AVector = DoubleVector |> tanh
            output y = sum(AVector)
            loss squared_error(y, t)
        }
        """);
  }

  @Test
  void theCompanionTakesNoNameOfANetwork() {
    SourceFile source =
        new SourceFile(
            "two.bpnet",
            """
            network A { input x[5]  output y = x |> dense(20) |> tanh  loss sum(y) }
            network aVECTOR { input x[5]  output y = x |> dense(20) |> tanh  loss sum(y) }
            """);
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    new Compiler(VECTORS)
        .compile(source)
        .networks()
        .forEach(network -> assertThat(names.addAll(network.sources().keySet())).isTrue());
    assertThat(names).containsExactly("A", "AVector", "AVector2", "aVECTORVector");
  }

  /** So many values that small ones share arrays. */
  @Test
  void manyLayersAgreeWithLoops() {
    compare(LargeModels.deep(300, 16), Precision.DOUBLE, 1e-12);
  }

  private static SourceFile penalty() {
    return new SourceFile(
        "penalty.bpnet",
        """
        network Penalty {
            input  x[6]
            target t[18]
            h = x |> dense(20) |> tanh
            y = h |> dense(18, bias = false)
            output y
            output size = sum(h * h)
            loss squared_error(y, t) + 0.01 * l2(weights) + 0.1 * sum(h)
        }
        """);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void vectorsAgreeWithLoopsInDouble(SourceFile source) {
    compare(source, Precision.DOUBLE, 1e-12);
  }

  /** What is read where it lies needs no copy; all that is described is where that is. */
  @Test
  void wideMatricesLieInPanels() {
    SourceFile source =
        new SourceFile(
            "wide.bpnet",
            """
            network Wide {
                input x[20]
                p = x |> dense(32) |> tanh
                q = p |> dense(24) |> tanh
                r = q |> dense(17) |> tanh
                output y = r
                loss sum(r)
            }
            """);
    Description description = load(source, VECTORS).description();
    assertThat(description.parameter("p.W"))
        .extracting(Parameter::strides, Parameter::panel)
        .containsExactly(List.of(1, 16), 16);
    assertThat(description.parameter("q.W"))
        .extracting(Parameter::strides, Parameter::panel)
        .containsExactly(List.of(1, 8), 8);
    assertThat(description.parameter("r.W"))
        .extracting(Parameter::strides, Parameter::panel)
        .containsExactly(List.of(1, 17), 0);
  }

  @Test
  void productsThatAreNotOfAMatrixAgreeWithLoops() {
    compare(weights("W[2, 3, 40]", "z = W @ x", "sum(z * z)"), Precision.DOUBLE, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void vectorsAgreeWithLoopsInFloat(SourceFile source) {
    compare(source, Precision.FLOAT, 250 * 0x1p-24);
  }

  private static void compare(SourceFile source, Precision precision, double bound) {
    Network loops = load(source, LOOPS.withPrecision(precision));
    CompiledNetwork compiled = GoldenCase.compile(source, VECTORS.withPrecision(precision));
    assertThat(compiled.sources()).hasSize(2);
    Network vectors = new NetworkLoader().load(compiled);
    for (int count : new int[] {1, 3, 4, 7, 16, 21}) {
      Examples.OfDouble examples = Batch.examples(loops.description(), count, count);
      Map<String, double[]> expected = answers(loops, examples);
      answers(vectors, examples)
          .forEach(
              (name, values) -> {
                double largest = Arrays.stream(expected.get(name)).map(Math::abs).max().orElse(0);
                assertThat(values)
                    .as(name + " of " + count)
                    .containsExactly(expected.get(name), within(bound * (1 + largest)));
              });
    }
  }

  private static Map<String, double[]> answers(Network network, Examples.OfDouble examples) {
    return network instanceof Network.OfDouble exact
        ? Answers.of(exact, examples)
        : Answers.of((Network.OfFloat) network, examples);
  }

  private static Network load(SourceFile source, CompilerOptions options) {
    return new NetworkLoader().load(GoldenCase.compile(source, options));
  }

  @Test
  void everyMethodIsShortEnoughForHotSpot() {
    CompiledNetwork network =
        GoldenCase.compile(LargeModels.classifier(784, 130, 100, 10), VECTORS);
    new NetworkLoader()
        .compile(network.sources())
        .values()
        .forEach(
            file ->
                assertThat(ClassFile.codeLengths(file))
                    .allSatisfy((method, bytes) -> assertThat(bytes).isLessThan(8_000)));
  }

  @Test
  void onlyTheCompanionNamesTheVectorModule() {
    CompiledNetwork network = GoldenCase.compile(LargeModels.classifier(9, 16, 3), VECTORS);
    assertThat(network.sources().get("Classifier")).doesNotContain("import jdk.incubator");
    assertThat(network.sources().get("ClassifierVector"))
        .contains("import jdk.incubator.vector.FloatVector")
        .contains("SPECIES_256");
  }

  @Test
  void tinyNetworksStayScalarUnlessBatchesFillHalfOfTheLanes() {
    SourceFile half =
        GoldenCase.all().stream()
            .filter(c -> c.name().equals("xor"))
            .findFirst()
            .orElseThrow()
            .source();
    SourceFile less = new SourceFile(half.path(), half.text().replace("batch = 4", "batch = 3"));
    CompilerOptions vectors = CompilerOptions.DEFAULTS.withTarget(Target.VECTOR);
    assertThat(GoldenCase.compile(less, vectors).sources()).hasSize(1);
    assertThat(GoldenCase.compile(half, vectors).sources()).hasSize(2);
  }
}
