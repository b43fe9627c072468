package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.lower.Plan;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lanes of vectors hold is what was asked for, and changes no answers. */
class PlansOfVectorsTest {
  private static final CompilerOptions VECTORS = CompilerOptions.DEFAULTS.withTarget(Target.VECTOR);
  private static final String LANES_ARE_EXAMPLES = "at once, one in each lane";

  /** About 250 roundings of float; relative to a tensor's largest element and one. */
  private static final double BOUND = 250 * 0x1p-24;

  private static final SourceFile WIDE = LargeModels.classifier(100, 64, 10);

  private static final SourceFile TINY =
      new SourceFile(
          "tiny.bpnet",
          """
          network Tiny {
              input  x[2]
              target t[1]
              h = x |> dense(2) |> sigmoid
              output y = h |> dense(1) |> sigmoid
              loss mse(y, t)
              train { optimizer = sgd(rate = 0.1)  batch = 1 }
          }
          """);

  private static String vectorCode(SourceFile source, Plan plan) {
    Map<String, String> sources = GoldenCase.compile(source, VECTORS.withPlan(plan)).sources();
    return sources.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("Vector"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  @Test
  void unitsAreNeverExamples() {
    assertThat(vectorCode(WIDE, Plan.LOOPS)).contains(LANES_ARE_EXAMPLES).contains("Tile");
    assertThat(vectorCode(WIDE, Plan.UNITS)).doesNotContain(LANES_ARE_EXAMPLES).contains("Tile");
    assertThat(GoldenCase.compile(TINY, VECTORS.withPlan(Plan.UNITS)).sources().get("Tiny"))
        .contains("<p>Plan: loops and vectors: asked for")
        .doesNotContain("Lanes(");
  }

  @Test
  void examplesFillLanesEvenOfWideLayers() {
    CompiledNetwork network = GoldenCase.compile(WIDE, VECTORS.withPlan(Plan.EXAMPLES));
    assertThat(network.plans().values().iterator().next())
        .filteredOn(choice -> choice.form().endsWith("lanes = examples"))
        .allSatisfy(choice -> assertThat(choice.reason()).isEqualTo("asked for"))
        .extracting(dev.bpnet.compiler.loop.Choice::part)
        .contains("loss", "derivative by logits")
        .anyMatch(part -> part.endsWith(".dense1.z"));
    assertThat(network.sources().get("ClassifierVector")).contains(LANES_ARE_EXAMPLES);
  }

  /** Whatever the batch. */
  @Test
  void aTinyNetworkHasExamplesInTheLanesOfItsScalars() {
    assertThat(vectorCode(TINY, Plan.AUTO)).isEmpty();
    assertThat(vectorCode(TINY, Plan.EXAMPLES)).contains("void sumLanes(");
    assertAlike(TINY, VECTORS.withPlan(Plan.EXAMPLES), CompilerOptions.DEFAULTS);
  }

  @ParameterizedTest
  @EnumSource(
      value = Plan.class,
      names = {"LOOPS", "UNITS", "EXAMPLES"})
  void answersAreThoseOfScalars(Plan plan) {
    for (int[] sizes : new int[][] {{100, 64, 10}, {5, 23, 3, 17, 1, 6}}) {
      assertAlike(
          LargeModels.classifier(sizes),
          VECTORS.withPlan(plan),
          CompilerOptions.DEFAULTS.withPlan(Plan.LOOPS));
    }
    assertAlike(
        LargeModels.deep(12, 11),
        VECTORS.withPlan(plan),
        CompilerOptions.DEFAULTS.withPlan(Plan.LOOPS));
  }

  @Test
  void methodsAreShortEnoughForHotSpot() {
    SourceFile source = LargeModels.classifier(30, 23, 31, 23, 15, 23, 31, 17, 10);
    CompiledNetwork network = GoldenCase.compile(source, VECTORS.withPlan(Plan.EXAMPLES));
    assertShort(network);
  }

  /** Values of plain arithmetic are computed by one routine, or as many as HotSpot compiles. */
  @Test
  void longBlocksAreHalved() {
    assertThat(laneRoutines(chain(2))).isOne();
    assertThat(laneRoutines(chain(20))).isBetween(2L, 8L);
    assertShort(GoldenCase.compile(chain(20), VECTORS.withPlan(Plan.EXAMPLES)));
    assertAlike(
        chain(20), VECTORS.withPlan(Plan.EXAMPLES), CompilerOptions.DEFAULTS.withPlan(Plan.LOOPS));
  }

  private static long laneRoutines(SourceFile source) {
    return Pattern.compile("static void \\w+Lanes\\d*\\(")
        .matcher(vectorCode(source, Plan.EXAMPLES))
        .results()
        .count();
  }

  /** So many values, each made of the one before. */
  private static SourceFile chain(int length) {
    StringBuilder text = new StringBuilder("network Chain {\n input x[5]\n h0 = x\n");
    for (int i = 1; i <= length; i++) {
      text.append(" param w%d[5] = ones()\n".formatted(i));
      text.append(" h%d = max(h%d * w%d, 0.5 * h%d - 0.1)\n".formatted(i, i - 1, i, i - 1));
    }
    text.append(" output y = h%d\n loss sum(y * y)\n}\n".formatted(length));
    return new SourceFile("chain.bpnet", text.toString());
  }

  private static void assertShort(CompiledNetwork network) {
    new NetworkLoader()
        .compile(network.sources())
        .values()
        .forEach(
            file ->
                assertThat(ClassFile.codeLengths(file))
                    .allSatisfy((method, bytes) -> assertThat(bytes).isLessThan(8_000)));
  }

  /** So many that each alone fits into a routine, but not all together. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 9})
  void headsOfAnyNumberAgreeWithScalars(int count) {
    assertHeads("dense(39) |> tanh", "h |> dense(1) |> sum", count);
    assertHeads("dense(3)", "sum(relu(h * %d.5))", count);
  }

  private static void assertHeads(String layer, String head, int count) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < count; i++) {
      body.append("    a%d = ".formatted(i)).append(head.formatted(i)).append('\n');
    }
    String product =
        IntStream.range(0, count)
            .mapToObj(i -> "a%d * a%d".formatted(i, (i + 1) % count))
            .collect(Collectors.joining(" + "));
    SourceFile source =
        new SourceFile(
            "heads.bpnet",
            """
            network Heads {
                input  x[9]
                target t
                h = x |> %s
            %s    output y = tanh(0.01 * (%s))
                loss squared_error(y, t)
            }
            """
                .formatted(layer, body, product));
    CompilerOptions options = VECTORS.withUnroll(0);
    CompiledNetwork network = GoldenCase.compile(source, options);
    assertThat(network.sources().get("HeadsVector")).contains(LANES_ARE_EXAMPLES);
    assertShort(network);
    assertAlike(source, options, CompilerOptions.DEFAULTS.withPlan(Plan.LOOPS));
  }

  /** The array of what is reshaped is not written then. */
  @Test
  void aLayerReadsAnotherShapeOfWhatIsInLanes() {
    SourceFile source =
        new SourceFile(
            "reshaped.bpnet",
            """
            network Reshaped {
                input  X[2, 8]
                target t[3]
                param w[2, 8] = normal(0, 1)
                frozen param W[3, 16] = normal(0, 1)
                frozen param V[2, 16] = normal(0, 1)
                h = X * w
                output y = tanh(W @ flatten(h)) + sum(tanh(V @ flatten(h)))
                loss mse(y, t)
            }
            """);
    for (Plan plan : new Plan[] {Plan.LOOPS, Plan.UNITS, Plan.EXAMPLES}) {
      assertAlike(source, VECTORS.withPlan(plan), CompilerOptions.DEFAULTS.withPlan(Plan.LOOPS));
    }
  }

  /** Elementary functions have a form in vectors of floats alone. */
  @Test
  void whatHasNoSuchFormIsRefused() {
    CompilerOptions options = VECTORS.withPlan(Plan.EXAMPLES).withPrecision(Precision.DOUBLE);
    CompilationResult result = new Compiler(options).compile(TINY);
    assertThat(result.diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly(Code.IMPOSSIBLE_PLAN);
    assertThat(result.diagnostics().get(0).message()).contains("examples in the lanes");
  }

  /** NaN beside a number, which of the two is a constant or not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "max(z, 0.0 / 0.0)",
        "max(0.0 / 0.0, z)",
        "min(z, 0.0 / 0.0)",
        "min(0.0 / 0.0, z)",
        "max(z, 0 * n)",
        "min(0 * n, z)",
        "max(z * n, 0.5)",
        "min(0.5, z * n)",
        "relu(z * n)"
      })
  void theExtremeOfANumberAndNotANumberIsNotANumber(String extreme) {
    SourceFile source =
        new SourceFile(
            "extreme.bpnet",
            """
            network Extreme {
                input x[8]
                input n
                z = x |> dense(16)
                h = %s
                output y = h
                loss sum(h)
            }
            """
                .formatted(extreme));
    float[] inputs = new float[9 * 9];
    for (int e = 0; e < 9; e++) {
      inputs[9 * e + 8] = Float.NaN;
    }
    Examples.OfFloat examples = Examples.OfFloat.of(9, inputs, new float[0]);
    for (Plan plan : new Plan[] {Plan.LOOPS, Plan.UNITS, Plan.EXAMPLES}) {
      Network.OfFloat network = load(source, VECTORS.withPlan(plan));
      assertThat(network.predict(examples)).containsOnly(Float.NaN);
      float[] gradient = new float[network.description().trainedSize()];
      assertThat(network.gradient(examples, 0, 9, gradient)).isNaN();
    }
  }

  /** Where rows of 11 do not fill vectors, elements are loaded twice and counted once. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 7, 8, 10})
  void whatIsInfiniteStaysSo(int place) {
    SourceFile source =
        new SourceFile(
            "infinite.bpnet",
            """
            network Infinite {
                input  x[11]
                output y = x |> dense(3)
                loss sum(softplus(y))
            }
            """);
    Network.OfFloat network = load(source, VECTORS.withPlan(Plan.LOOPS));
    assertThat(vectorCode(source, Plan.LOOPS)).contains("isCounted");
    Network.OfFloat scalar = load(source, CompilerOptions.DEFAULTS.withPlan(Plan.LOOPS));
    for (boolean isInput : new boolean[] {true, false}) {
      double[] weights = IntStream.range(0, 33).mapToDouble(i -> 0.1 + 0.01 * i).toArray();
      float[] inputs = new float[11 * 16];
      Arrays.fill(inputs, 0.5f);
      if (isInput) {
        inputs[11 * 9 + place] = Float.POSITIVE_INFINITY;
      } else {
        weights[11 + place] = Double.POSITIVE_INFINITY;
      }
      Examples.OfFloat examples = Examples.OfFloat.of(16, inputs, new float[0]);
      float[][] gradients = new float[2][36];
      for (Network.OfFloat each : List.of(network, scalar)) {
        each.tensor("y.W").assign(weights);
        each.prepare();
        float[] gradient = gradients[each == scalar ? 1 : 0];
        assertThat(each.gradient(examples, 0, 16, gradient)).isEqualTo(Double.POSITIVE_INFINITY);
      }
      for (int i = 0; i < 33; i++) {
        float expected = gradients[1][scalar.description().parameter("y.W").index(i)];
        float actual = gradients[0][network.description().parameter("y.W").index(i)];
        assertThat(actual).isNotNaN().isCloseTo(expected, within(1e-6f));
      }
    }
  }

  private static Network.OfFloat load(SourceFile source, CompilerOptions options) {
    return (Network.OfFloat) new NetworkLoader().load(GoldenCase.compile(source, options));
  }

  private static void assertAlike(
      SourceFile source, CompilerOptions options, CompilerOptions scalar) {
    Network.OfFloat network = load(source, options);
    Network.OfFloat other = load(source, scalar);
    float[] actual = new float[network.description().trainedSize()];
    float[] expected = new float[actual.length];
    for (int count : new int[] {1, 7, 8, 11, 16, 21}) {
      Examples.OfFloat examples = Answers.narrow(Batch.examples(other.description(), count, count));
      double loss = network.gradient(examples, 0, count, actual);
      assertThat(loss)
          .isCloseTo(other.gradient(examples, 0, count, expected), within(BOUND * (1 + loss)));
      for (var parameter : network.description().parameters()) {
        if (parameter.role() != Parameter.Role.TRAINED) {
          continue;
        }
        var there = other.description().parameter(parameter.name());
        double[] values = new double[parameter.size()];
        double[] others = new double[parameter.size()];
        Arrays.setAll(values, i -> actual[parameter.index(i)]);
        Arrays.setAll(others, i -> expected[there.index(i)]);
        double largest = Arrays.stream(others).map(Math::abs).max().orElse(0);
        assertThat(values)
            .as(parameter.name() + " of " + count)
            .containsExactly(others, within(BOUND * (1 + largest)));
      }
    }
  }
}
