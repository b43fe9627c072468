package dev.bpnet.compiler.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Straight-line code with an example in each lane of vectors, against the scalar code. */
class LanesOfExamplesTest {
  private static final CompilerOptions SCALARS =
      CompilerOptions.DEFAULTS.withUnroll(Compiled.STRAIGHT);

  private static final CompilerOptions VECTORS = SCALARS.withTarget(Target.VECTOR);

  /** Bodies of networks of two inputs and one target. */
  static List<String> bodies() {
    return List.of(
        """
        h = x |> dense(3) |> tanh
        output y = h |> dense(1) |> sigmoid
        loss mse(y, t)
        """,
        """
        h = x |> dense(4) |> relu
        k = h |> dense(2) |> softplus
        output y = softmax(k)
        loss squared_error(y[0], t[0])
        """,
        """
        param w[2] = normal(0, 1)
        z = exp(x * w) - w
        output y = sum(z) |> sigmoid
        loss mse(y, t[0]) + 0.01 * sum(w * w)
        """,
        """
        h = x |> dense(2)
        output y = logsumexp(h)
        loss (y - t[0])^2
        """);
  }

  private static String source(String body, int batch) {
    return "network Net {\n    input x[2]\n    target t[1]\n"
        + body.indent(4)
        + "    train { optimizer = sgd(rate = 0.1)  batch = "
        + batch
        + " }\n}\n";
  }

  private static Network.OfFloat network(CompiledNetwork compiled) {
    Network.OfFloat network = (Network.OfFloat) new NetworkLoader().load(compiled);
    SplittableRandom random = new SplittableRandom(3);
    for (var parameter : network.description().parameters()) {
      network.tensor(parameter.name()).assign(random.doubles(parameter.size(), -1, 1).toArray());
    }
    network.prepare();
    return network;
  }

  private static Examples.OfFloat examples(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] inputs = new float[2 * count];
    float[] targets = new float[count];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextDouble(-2, 2);
    }
    for (int i = 0; i < count; i++) {
      targets[i] = (float) random.nextDouble(0.1, 0.9);
    }
    return Examples.OfFloat.of(count, inputs, targets);
  }

  /** Whole groups, partial ones, both; the last example is the array's last. */
  @ParameterizedTest
  @MethodSource("bodies")
  void agreeWithScalars(String body) {
    CompiledNetwork compiled = Compiled.compile(source(body, 8), VECTORS);
    assertThat(compiled.sources().toString()).containsPattern(" (sum|compute)Lanes[(]");
    Network.OfFloat vectors = network(compiled);
    Network.OfFloat scalars = network(Compiled.compile(source(body, 8), SCALARS));
    float[] gradient = new float[vectors.description().trainedSize()];
    float[] expected = new float[gradient.length];
    for (int count = 2; count < 27; count++) {
      Examples.OfFloat examples = examples(count + 1);
      double loss = vectors.gradient(examples, 1, 1 + count, gradient);
      assertThat(loss).isCloseTo(scalars.gradient(examples, 1, 1 + count, expected), within(1e-5));
      for (int i = 0; i < gradient.length; i++) {
        assertThat(gradient[i]).as(count + " examples").isCloseTo(expected[i], within(1e-5f));
      }
      float[] again = gradient.clone();
      vectors.gradient(examples(9), 0, 9, gradient);
      vectors.gradient(examples, 1, 1 + count, gradient);
      assertThat(gradient).isEqualTo(again);
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void stepsAreTheirPartsBitForBit(String body) {
    CompiledNetwork compiled = Compiled.compile(source(body, 8), VECTORS);
    Network.OfFloat stepping = network(compiled);
    Network.OfFloat parts = network(compiled);
    float[] gradient = new float[stepping.description().trainedSize()];
    float[] expected = new float[gradient.length];
    for (int count = 1; count < 18; count += 4) {
      Examples.OfFloat examples = examples(count);
      double loss = stepping.descend(examples, 0, count, gradient, 0.01f);
      assertThat(loss).isEqualTo(parts.gradient(examples, 0, count, expected));
      for (int i = 0; i < gradient.length; i++) {
        parts.parameters()[i] -= 0.01f * expected[i];
      }
      assertThat(gradient).isEqualTo(expected);
      assertThat(stepping.parameters()).isEqualTo(parts.parameters());
    }
  }

  @Test
  void whatIsNotFiniteIsSeenAndForgotten() {
    Network.OfFloat vectors = network(Compiled.compile(source(bodies().get(0), 8), VECTORS));
    float[] inputs = {Float.NaN, 0, 1, 1};
    float[] gradient = new float[vectors.description().trainedSize()];
    vectors.gradient(Examples.OfFloat.of(2, inputs, new float[2]), 0, 2, gradient);
    assertThat(gradient).contains(Float.NaN);
    inputs[0] = 0;
    vectors.gradient(Examples.OfFloat.of(2, inputs, new float[2]), 0, 2, gradient);
    assertThat(Arrays.toString(gradient)).doesNotContain("NaN");
  }

  /**
   * Lanes beyond the last example repeat the first one of their block, and must not add to sums.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  void whatIsInfiniteStaysSo(int example) {
    String source = source("output y = x |> dense(3)\nloss sum(softplus(y - t[0]))", 8);
    CompiledNetwork compiled = Compiled.compile(source, VECTORS);
    assertThat(compiled.sources().toString()).contains("sumLanes(");
    for (int count = example + 2; count < example + 8; count++) {
      Examples.OfFloat examples = examples(count);
      examples.inputs()[2 * example] = Float.POSITIVE_INFINITY;
      float[][] gradients = new float[2][9];
      for (boolean isVector : new boolean[] {false, true}) {
        Network.OfFloat network = network(isVector ? compiled : Compiled.compile(source, SCALARS));
        Arrays.fill(network.parameters(), 0.3f);
        network.prepare();
        assertThat(network.gradient(examples, 0, count, gradients[isVector ? 1 : 0]))
            .isEqualTo(Double.POSITIVE_INFINITY);
      }
      assertThat(gradients[0]).contains(Float.POSITIVE_INFINITY).doesNotContain(Float.NaN);
      for (int i = 0; i < 9; i++) {
        assertThat(gradients[1][i]).isCloseTo(gradients[0][i], within(1e-5f));
      }
    }
  }

  /** A batch of the size of the model has a form of its own; the last example is the array's. */
  @ParameterizedTest
  @MethodSource("bodies")
  void halfOfTheLanesAreEnoughForElementaryFunctions(String body) {
    for (int batch = 4; batch < 8; batch++) {
      CompiledNetwork compiled = Compiled.compile(source(body, batch), VECTORS);
      assertThat(compiled.sources().toString()).contains("gradientOf" + batch + "(");
      Network.OfFloat vectors = network(compiled);
      Network.OfFloat scalars = network(Compiled.compile(source(body, batch), SCALARS));
      float[] gradient = new float[vectors.description().trainedSize()];
      float[] expected = new float[gradient.length];
      for (int count = 1; count < 10; count++) {
        Examples.OfFloat examples = examples(count + 1);
        double loss = vectors.gradient(examples, 1, 1 + count, gradient);
        assertThat(loss)
            .isCloseTo(scalars.gradient(examples, 1, 1 + count, expected), within(1e-5));
        for (int i = 0; i < gradient.length; i++) {
          String what = count + " examples, batch " + batch;
          assertThat(gradient[i]).as(what).isCloseTo(expected[i], within(1e-5f));
        }
        double step = vectors.descend(examples, 1, 1 + count, expected, 0);
        assertThat(step).isEqualTo(loss);
        assertThat(expected).isEqualTo(gradient);
      }
    }
  }

  @Test
  void smallBatchesAndLongMethodsAreLeftToScalars() {
    String few = source(bodies().get(0), 3);
    assertThat(Compiled.compile(few, VECTORS).sources().toString()).doesNotContain("Lanes(");
    String linear = source("output y = x |> dense(1)\nloss mse(y, t)", 4);
    assertThat(Compiled.compile(linear, VECTORS).sources().toString()).doesNotContain("Lanes(");
    assertThat(Compiled.compile(source(units(3), 8), VECTORS).sources().toString())
        .contains("sumLanes(");
    assertThat(Compiled.compile(source(units(14), 8), VECTORS).sources().toString())
        .contains("a method would be too long")
        .doesNotContain("Lanes(");
  }

  private static String units(int width) {
    return "h = x |> dense(" + width + ") |> relu\noutput y = h |> dense(1)\nloss mse(y, t)";
  }

  /** Where HotSpot would not compile one routine of all. */
  @Test
  void manySumsAreAddedUpByRoutinesOfTheirOwn() {
    CompiledNetwork compiled = Compiled.compile(source(units(10), 8), VECTORS);
    assertThat(compiled.sources().toString()).contains("computeLanes(", "addLanes2(");
    agreeWithScalars(units(10));
  }

  /** Classes as targets, as inputs, and as rows of a table. */
  @ParameterizedTest
  @ValueSource(ints = {8, 5})
  void classesHaveLanes(int batch) {
    String source =
        """
        network Net {
            input k: class(2)
            target t: class(3)
            param w[2, 3] = normal(0, 1)
            h = one_hot(k) |> dense(3)
            z = w[k] + h
            output y = softmax(z)
            loss softmax_cross_entropy(z, t)
            train { optimizer = sgd(rate = 0.1)  batch = %d }
        }
        """
            .formatted(batch);
    CompiledNetwork compiled = Compiled.compile(source, VECTORS);
    assertThat(compiled.sources().toString()).contains(batch == 8 ? "sumLanes(" : "gradientOf5(");
    Network.OfFloat vectors = network(compiled);
    Network.OfFloat scalars = network(Compiled.compile(source, SCALARS));
    float[] gradient = new float[vectors.description().trainedSize()];
    float[] expected = new float[gradient.length];
    SplittableRandom random = new SplittableRandom(7);
    for (int count = 2; count < 18; count++) {
      Examples.OfFloat examples = Examples.OfFloat.allocate(vectors.description(), count + 1);
      Arrays.setAll(examples.classInputs(), i -> random.nextInt(2));
      Arrays.setAll(examples.classTargets(), i -> random.nextInt(3));
      double loss = vectors.gradient(examples, 1, 1 + count, gradient);
      assertThat(loss).isCloseTo(scalars.gradient(examples, 1, 1 + count, expected), within(1e-5));
      for (int i = 0; i < gradient.length; i++) {
        assertThat(gradient[i]).as(count + " examples").isCloseTo(expected[i], within(1e-5f));
      }
    }
  }
}
