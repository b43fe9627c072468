package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Backward passes of narrow layers, in one loop over the batch: held against loops of scalars. */
class LayerGradientsTest {
  private static final CompilerOptions LOOPS = CompilerOptions.DEFAULTS.withUnroll(0);

  private static final String V = "param v[10, 3] = normal(0, 1)\n";

  /** Widths that fill one, two and three vectors or miss them, and all kinds of slopes. */
  static Stream<Arguments> together() {
    return Stream.of(
            Named.of("tanh, one vector", classifier(4, 8, "tanh", 3)),
            Named.of("tanh, two vectors", classifier(4, 16, "tanh", 3)),
            Named.of("relu, overlapping vectors", classifier(7, 12, "relu", 3)),
            Named.of("sigmoid, a column left", classifier(5, 17, "sigmoid", 3)),
            Named.of("softplus, panels", classifier(6, 24, "softplus", 4)),
            Named.of("as many sums as fit", classifier(7, 32, "elu", 3)),
            Named.of(
                "no bias, one output",
                network(V + "h = tanh(v @ x)", "y = h |> dense(1)", "mse(y, t)")),
            Named.of(
                "a slope of two values",
                network("a = x |> dense(9)", "y = a * sigmoid(a) |> dense(1)", "mse(y, t)")),
            Named.of(
                "a frozen layer behind",
                network(
                    V + "frozen param w[3, 10] = normal(0, 1)",
                    "y = w @ tanh(v @ x)",
                    "sum((y - t[0]) ^ 2)")),
            Named.of(
                "a penalty on the weights",
                network(
                    V + "h = tanh(v @ x)", "y = h |> dense(1)", "mse(y, t) + 0.1 * sum(v * v)")))
        .map(Arguments::of);
  }

  /** Where derivatives by the layer's values are read by others too, or the sums are too many. */
  static Stream<Arguments> apart() {
    return Stream.of(
            Named.of("many inputs", classifier(8, 16, "tanh", 3)),
            Named.of("a wide layer behind", classifier(4, 16, "tanh", 16)),
            Named.of(
                "a layer before",
                network(
                    "g = x |> dense(2) |> tanh",
                    "y = g |> dense(9) |> tanh |> dense(1)",
                    "mse(y, t)")),
            Named.of(
                "two heads",
                network(
                    V + "h = tanh(v @ x)",
                    "y = h |> dense(1)",
                    "mse(y, t) + mse(h |> dense(2), x[0..2])")),
            Named.of(
                "a frozen layer of many units behind",
                network(
                    V + "frozen param w[300, 10] = normal(0, 0.1)",
                    "y = w @ tanh(v @ x)",
                    "sum((y - t[0]) ^ 2)")),
            Named.of(
                "a layer of many units in a state behind",
                network(
                    V + "state w[300, 10] = normal(0, 0.1)",
                    "y = w @ tanh(v @ x)",
                    "sum((y - t[0]) ^ 2)")),
            Named.of(
                "no layer behind", network(V + "h = v @ x", "y = sum(tanh(h))", "mse(y, t[0])")))
        .map(Arguments::of);
  }

  private static SourceFile classifier(int inputs, int units, String activation, int classes) {
    return new SourceFile(
        "narrow.bpnet",
        """
        network Narrow {
            input  x[%d]
            target t: class(%d)
            z = x |> dense(%d) |> %s |> dense(%d)
            output y = softmax(z)
            loss softmax_cross_entropy(z, t)
        }
        """
            .formatted(inputs, classes, units, activation, classes));
  }

  private static SourceFile network(String hidden, String output, String loss) {
    return new SourceFile(
        "narrow.bpnet",
        """
        network Narrow {
            input  x[3]
            target t[1]
            %s
            output %s
            loss %s
        }
        """
            .formatted(hidden, output, loss));
  }

  @ParameterizedTest
  @MethodSource("together")
  void sumsOfOneLoopAgreeWithLoops(SourceFile source) {
    assertThat(isTogether(source)).isTrue();
    agrees(source);
  }

  @ParameterizedTest
  @MethodSource("apart")
  void sumsOfSeveralLoopsAgreeWithLoops(SourceFile source) {
    assertThat(isTogether(source)).isFalse();
    agrees(source);
  }

  private static void agrees(SourceFile source) {
    agrees(source, LOOPS.withPrecision(Precision.DOUBLE), 1e-12);
    agrees(source, LOOPS.withPrecision(Precision.FLOAT), 250 * 0x1p-24);
  }

  private static void agrees(SourceFile source, CompilerOptions options, double bound) {
    Network loops = load(source, options);
    Network vectors = load(source, options.withTarget(Target.VECTOR));
    for (int count : new int[] {1, 3, 7, 8, 16, 21}) {
      Examples.OfDouble examples = Batch.examples(loops.description(), count, count);
      double[] expected = gradient(loops, examples);
      double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
      assertThat(gradient(vectors, examples))
          .as("gradient of " + count)
          .containsExactly(expected, within(bound * (1 + largest)));
    }
  }

  /** In the order of the description, whatever the plan stores. */
  private static double[] gradient(Network network, Examples.OfDouble examples) {
    int count = examples.count();
    Description description = network.description();
    double[] exact = new double[description.trainedSize()];
    float[] rounded = new float[description.trainedSize()];
    if (network instanceof Network.OfDouble ofDouble) {
      ofDouble.gradient(examples, 0, count, exact);
    } else {
      ((Network.OfFloat) network).gradient(Answers.narrow(examples), 0, count, rounded);
      Arrays.setAll(exact, i -> rounded[i]);
    }
    return description.parameters().stream()
        .filter(p -> p.role() == Parameter.Role.TRAINED)
        .flatMapToDouble(p -> IntStream.range(0, p.size()).mapToDouble(i -> exact[p.index(i)]))
        .toArray();
  }

  private static Network load(SourceFile source, CompilerOptions options) {
    return new NetworkLoader().load(GoldenCase.compile(source, options));
  }

  private static boolean isTogether(SourceFile source) {
    CompiledNetwork network = GoldenCase.compile(source, LOOPS.withTarget(Target.VECTOR));
    return network.sources().get("Narrow").contains("one loop over the batch for several sums");
  }
}
