package dev.bpnet.compiler.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.training.Clip;
import dev.bpnet.training.DivergenceException;
import dev.bpnet.training.Optimizer;
import dev.bpnet.training.Trainer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The passes of straight-line code that need no phases, on random networks. */
class DirectPassesTest {
  private static final CompilerOptions DOUBLE =
      CompilerOptions.DEFAULTS.withPrecision(Precision.DOUBLE).withUnroll(Compiled.STRAIGHT);

  private static final CompilerOptions SINGLE =
      CompilerOptions.DEFAULTS.withUnroll(Compiled.STRAIGHT);

  private static final String LINE =
      """
      network Line {
          input  x[2]
          target t[1]
          output y = x |> dense(1)
          loss mse(y, t)
          train { optimizer = sgd(rate = 0.1)  batch = 1  epochs = 3  shuffle = false }
      }
      """;

  static LongStream seeds() {
    long first = Long.getLong("bpnet.seed", 0);
    return LongStream.range(first, first + (Boolean.getBoolean("bpnet.long") ? 1_000 : 25));
  }

  private static Network load(String source, CompilerOptions options) {
    return new NetworkLoader().load(Compiled.compile(source, options));
  }

  private static String source(long seed) {
    return new ModelGenerator(seed + 31_000).source("Net");
  }

  private static Network.OfDouble doubles(long seed, CompilerOptions options) {
    Network.OfDouble network = (Network.OfDouble) load(source(seed), options);
    draw(network, seed);
    return network;
  }

  private static void draw(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (var parameter : network.description().parameters()) {
      network.tensor(parameter.name()).assign(random.doubles(parameter.size(), 0.1, 0.7).toArray());
    }
    network.prepare();
    network.randomStream(3, seed);
  }

  private static Examples.OfDouble examples(Description description, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Examples.OfDouble examples = Examples.OfDouble.allocate(description, count);
    Arrays.setAll(examples.inputs(), i -> random.nextDouble(0.1, 0.9));
    Arrays.setAll(examples.targets(), i -> random.nextDouble(0.1, 0.9));
    Arrays.setAll(examples.classInputs(), i -> random.nextInt(2));
    Arrays.setAll(examples.classTargets(), i -> random.nextInt(2));
    return examples;
  }

  private static Examples.OfFloat narrow(Examples.OfDouble wide) {
    float[] inputs = new float[wide.inputs().length];
    float[] targets = new float[wide.targets().length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) wide.inputs()[i];
    }
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (float) wide.targets()[i];
    }
    return new Examples.OfFloat(
        wide.count(), inputs, wide.classInputs(), targets, wide.classTargets());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aStepInDoubleIsItsPartsBitForBit(long seed) {
    Network.OfDouble stepping = doubles(seed, DOUBLE);
    Network.OfDouble parts = doubles(seed, DOUBLE);
    int trained = stepping.description().trainedSize();
    double[] gradient = new double[trained];
    double[] expected = new double[trained];
    for (int count = 1; count < 10; count++) {
      Examples.OfDouble examples = examples(stepping.description(), count + 2, seed + count);
      double loss = stepping.descend(examples, 1, 1 + count, gradient, 0.01);
      assertThat(loss).isEqualTo(parts.gradient(examples, 1, 1 + count, expected));
      parts.updateStates();
      for (int i = 0; i < trained; i++) {
        parts.parameters()[i] -= 0.01 * expected[i];
      }
      parts.prepare();
      assertThat(gradient).isEqualTo(expected);
      assertThat(stepping.parameters()).as(source(seed)).isEqualTo(parts.parameters());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aStepInFloatIsItsPartsBitForBit(long seed) {
    Network.OfFloat stepping = (Network.OfFloat) load(source(seed), SINGLE);
    Network.OfFloat parts = (Network.OfFloat) load(source(seed), SINGLE);
    draw(stepping, seed);
    draw(parts, seed);
    int trained = stepping.description().trainedSize();
    float[] gradient = new float[trained];
    float[] expected = new float[trained];
    for (int count = 1; count < 10; count++) {
      Examples.OfFloat examples = narrow(examples(stepping.description(), count + 2, seed + count));
      double loss = stepping.descend(examples, 1, 1 + count, gradient, 0.01f);
      assertThat(loss).isEqualTo(parts.gradient(examples, 1, 1 + count, expected));
      parts.updateStates();
      for (int i = 0; i < trained; i++) {
        parts.parameters()[i] -= 0.01f * expected[i];
      }
      parts.prepare();
      assertThat(gradient).isEqualTo(expected);
      assertThat(stepping.parameters()).as(source(seed)).isEqualTo(parts.parameters());
    }
  }

  /** The code with phases is the one that is compared with the oracle. */
  @ParameterizedTest
  @MethodSource("seeds")
  void passesWithoutPhasesAgreeWithThoseThatHaveThem(long seed) {
    Network.OfDouble direct = doubles(seed, DOUBLE);
    Network.OfDouble phases = doubles(seed, DOUBLE.withInputGradients());
    Description description = direct.description();
    double[] gradient = new double[description.trainedSize()];
    double[] expected = new double[description.trainedSize()];
    for (int count : new int[] {1, 2, 4, 7}) {
      Examples.OfDouble examples = examples(description, 9, seed + count);
      double loss = direct.gradient(examples, 1, 1 + count, gradient);
      assertThat(loss).isEqualTo(phases.gradient(examples, 1, 1 + count, expected));
      for (int i = 0; i < gradient.length; i++) {
        // A zero may have either sign.
        assertThat(gradient[i] + 0.0).as(source(seed)).isEqualTo(expected[i] + 0.0);
      }
      direct.beginStep(examples, 1, 1 + count, expected);
      direct.runPhase(0, 0, direct.phaseExtent(0));
      assertThat(direct.endStep()).isEqualTo(loss);
      assertThat(expected).isEqualTo(gradient);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneExampleIsPredictedAsOneOfMany(long seed) {
    Network.OfDouble network = doubles(seed, DOUBLE);
    Examples.OfDouble examples = examples(network.description(), 6, seed);
    int size = network.description().outputSize();
    double[] all = network.predict(examples);
    double[] one = new double[size];
    for (int e = 0; e < 6; e++) {
      network.predict(examples, e, e + 1, one);
      assertThat(one).isEqualTo(Arrays.copyOfRange(all, e * size, (e + 1) * size));
    }
  }

  /** Clipping that limits nothing makes the trainer take gradient and update apart. */
  @Test
  void theTrainerGoesTheSameWayWithAndWithoutTheFusedStep() {
    int compared = 0;
    for (long seed = 0; compared < 5; seed++) {
      Network.OfDouble fused = doubles(seed, DOUBLE);
      Network.OfDouble apart = doubles(seed, DOUBLE);
      if (fused.description().classInputSize() + fused.description().classTargetSize() > 0
          || fused.description().targetSize() == 0) {
        assertThat(seed).as("seeds that were tried").isLessThan(100);
        continue;
      }
      compared++;
      Examples.OfDouble examples = examples(fused.description(), 7, seed);
      Dataset dataset =
          Dataset.of(
              rows(examples.inputs(), fused.description().inputSize()),
              rows(examples.targets(), fused.description().targetSize()));
      for (Trainer trainer :
          new Trainer[] {Trainer.of(fused), Trainer.of(apart).clip(Clip.value(1e300))}) {
        trainer.optimizer(Optimizer.sgd(1e-3)).batch(2).epochs(3).train(dataset);
      }
      assertThat(fused.parameters()).as(source(seed)).isEqualTo(apart.parameters());
    }
  }

  private static double[][] rows(double[] flat, int width) {
    double[][] rows = new double[flat.length / width][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
    return rows;
  }

  @Test
  void aFusedStepThatDivergesIsNamedAndTakenBack() {
    Network.OfDouble network = (Network.OfDouble) load(LINE, DOUBLE);
    network.tensor("y.W").assign(1e100, 1e-300);
    Dataset examples =
        Dataset.of(new double[][] {{1e-100, 0}, {1, 1e300}}, new double[][] {{1}, {0}});
    assertThatThrownBy(() -> Trainer.of(network).train(examples))
        .isInstanceOfSatisfying(
            DivergenceException.class,
            e -> {
              assertThat(e.step()).isEqualTo(2);
              assertThat(e.parameter()).contains("y.W");
            })
        .hasMessageContaining("the gradient of y.W is not finite in epoch 1, step 2 of it");
    assertThat(network.tensor("y.W").toDoubles()).containsExactly(1e100, 1e-300);
    assertThat(network.tensor("y.b").toDoubles()).containsExactly(0);
  }

  /** Its parts would have to be handed the arrays of the call. */
  @ParameterizedTest
  @ValueSource(strings = {"x[33]", "x[68]"})
  void aPassThatHasToBeDividedIsNotOneCall(String input) {
    String source =
        """
        network Long {
            input  %s
            param  a = ones()
            m = argmax(x)
            n = argmax(-x)
            output best = m
            loss (a - 1)^2 * (1 + (m == n)) + a^2 * (n == m)
        }
        """
            .formatted(input);
    Network.OfDouble network = (Network.OfDouble) load(source, DOUBLE);
    draw(network, 1);
    double a = network.parameters()[0];
    Examples.OfDouble examples = examples(network.description(), 4, 1);
    for (int count = 1; count <= 4; count++) {
      double[] gradient = new double[1];
      assertThat(network.gradient(examples, 0, count, gradient)).isEqualTo((a - 1) * (a - 1));
      assertThat(gradient).containsExactly(2 * (a - 1));
    }
    assertThat(network.predict(examples)).hasSize(4);
  }
}
