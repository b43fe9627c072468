package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.gradcheck.ModelGenerator;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Tensor;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.data.Widths;
import dev.bpnet.training.Optimizer;
import dev.bpnet.training.Trainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However phases are divided, and whoever runs their parts: the results are the same bits. */
class DividedPhasesTest {
  private static final CompilerOptions FLOAT = CompilerOptions.DEFAULTS.withUnroll(0);
  private static final CompilerOptions DOUBLE = FLOAT.withPrecision(Precision.DOUBLE);

  /** What has sums over the batch that are worth dividing, in all their forms. */
  private static final Map<String, SourceFile> NETWORKS =
      new TreeMap<>(
          Map.of(
              "dense",
              LargeModels.classifier(523, 101, 64, 10),
              "units",
              LargeModels.classifier(523, 136, 512, 101, 10),
              "units of stages",
              source(
                  """
                  network Whitened {
                      input  x[40]
                      target t[4]
                      h = x |> dense(300)
                      if training {
                          g = tanh(h - batch_mean(h))
                      } else {
                          g = tanh(h)
                      }
                      output y = g |> dense(256) |> relu |> dense(4)
                      loss squared_error(y, t)
                  }
                  """),
              "penalty",
              source(
                  """
                  network Penalty {
                      input  x[90]
                      target t[3]
                      h = x |> dense(131) |> tanh
                      output y = h |> dense(3)
                      loss squared_error(y, t) + 0.01 * l2(weights)
                  }
                  """),
              "loop",
              source(
                  """
                  network Recurrence {
                      input  x[6, 41]
                      target t[6]
                      param  W[70, 41] = normal(0, 0.1)
                      param  R[70, 70] = normal(0, 0.1)
                      h = zeros([70])
                      ys = for i in 0..6 {
                          h = tanh(W @ x[i] + R @ h)
                          yield sum(h^2)
                      }
                      output y = ys
                      loss mse(y, t)
                  }
                  """),
              "windows",
              source(
                  """
                  network Windows {
                      input  x[60]
                      target t[3]
                      patches = for i in 0..9 { yield x[4 * i..4 * i + 28] }
                      h = patches |> dense(83) |> relu
                      output y = max(h, axis = 0) |> dense(3)
                      loss squared_error(y, t)
                  }
                  """),
              "batch",
              source(
                  """
                  network Normalised {
                      input  x[77]
                      target t[4]
                      state  seen[64]
                      h = x |> dense(64)
                      if training {
                          centre = batch_mean(h)
                          spread = sqrt(batch_mean((h - centre)^2) + 1e-3)
                          update seen = 0.9 * seen + 0.1 * centre
                          keep = random_uniform([64]) >= 0.25
                          g = tanh((h - centre) / spread) * keep
                      } else {
                          g = tanh(h - seen)
                      }
                      output y = g |> dense(67) |> relu |> dense(4)
                      loss huber(y, t)
                  }
                  """),
              "words",
              source(
                  """
                  network Words {
                      input  words[4]: class(90)
                      input  mood
                      target next: class(90)
                      param  rows[90, 60] = normal(0, 0.1)
                      param  out[90, 60] = normal(0, 0.1)
                      meaning = mean(rows[words] * (1 + mood), axis = 0)
                      logits = out @ tanh(meaning)
                      output p = log_softmax(logits)
                      loss softmax_cross_entropy(logits, next)
                  }
                  """)));

  private static SourceFile source(String text) {
    return new SourceFile("divided.bpnet", text);
  }

  static Stream<Arguments> networks() {
    List<CompilerOptions> plans =
        List.of(FLOAT, DOUBLE, FLOAT.withTarget(Target.VECTOR), DOUBLE.withTarget(Target.VECTOR));
    return NETWORKS.keySet().stream()
        .flatMap(name -> plans.stream().map(options -> Arguments.of(name, options)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theBitsAreTheSame(String name, CompilerOptions options) {
    Network network = new NetworkLoader().load(GoldenCase.compile(NETWORKS.get(name), options));
    List<Integer> extents = extents(network, Network.Phase.PARAMETERS);
    extents.addAll(extents(network, Network.Phase.UNITS));
    assertThat(extents).isNotEmpty().allMatch(e -> e > 1);
    anyRangesInAnyOrder(network);
    anyNumberOfThreads(network);
  }

  /**
   * 136 units are 8 panels of 16 and one of 8; of the parts that 512 units make, some have none.
   */
  @Test
  void largeLayersAreDividedByUnits() {
    Network network =
        new NetworkLoader()
            .load(GoldenCase.compile(NETWORKS.get("units"), FLOAT.withTarget(Target.VECTOR)));
    List<Network.Phase> kinds =
        IntStream.range(0, network.phaseCount()).mapToObj(network::phase).toList();
    assertThat(kinds)
        .containsExactly(
            Network.Phase.UNITS,
            Network.Phase.EXAMPLES,
            Network.Phase.UNITS,
            Network.Phase.EXAMPLES,
            Network.Phase.UNITS);
    assertThat(extents(network, Network.Phase.UNITS)).containsExactly(9, 32, 32);
  }

  /** Products that are computed with their biases count as work of the phase that computes them. */
  @Test
  void theWorkOfAPhaseBeforeUnitsIsThatOfItsLayers() {
    CompilerOptions options = FLOAT.withTarget(Target.VECTOR);
    Network network =
        new NetworkLoader()
            .load(GoldenCase.compile(LargeModels.classifier(784, 64, 1088, 10), options));
    assertThat(network.phase(0)).isEqualTo(Network.Phase.EXAMPLES);
    assertThat(network.phase(1)).isEqualTo(Network.Phase.UNITS);
    assertThat(network.phaseWork(0)).isBetween(784L * 64, 784L * 66);
    assertThat(network.phaseWork(1)).isBetween(64L * 1088, 64L * 1090);
  }

  @Test
  void withoutVectorsNothingIsDividedByUnits() {
    Network network = new NetworkLoader().load(GoldenCase.compile(NETWORKS.get("units"), FLOAT));
    assertThat(extents(network, Network.Phase.UNITS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void theBitsOfRandomNetworksAreTheSame(long seed) {
    SourceFile source = new SourceFile("net.bpnet", new ModelGenerator(seed + 600).source("Net"));
    CompilerOptions options = seed % 2 == 0 ? FLOAT : DOUBLE;
    options = seed % 3 == 0 ? options : options.withTarget(Target.VECTOR);
    anyRangesInAnyOrder(new NetworkLoader().load(GoldenCase.compile(source, options)));
  }

  private static void anyRangesInAnyOrder(Network network) {
    Random random = new Random(7);
    for (int count : new int[] {1, 6, 29}) {
      network.initialize(count);
      double[] expected = step(network, count, null);
      for (int round = 0; round < 8; round++) {
        network.initialize(1_000 + round);
        network.initialize(count);
        for (int[] part : parts(network.prepareExtent(), 1, random)) {
          network.prepare(part[0], part[1]);
        }
        assertThat(step(network, count, random)).isEqualTo(expected);
      }
    }
  }

  private static List<Integer> extents(Network network, Network.Phase kind) {
    List<Integer> extents = new ArrayList<>();
    for (int phase = 0; phase < network.phaseCount(); phase++) {
      if (network.phase(phase) == kind) {
        extents.add(network.phaseExtent(phase));
      }
    }
    return extents;
  }

  /**
   * Gradient, loss and states to come of one step.
   *
   * @param random divides the phases; null to let them be
   */
  private static double[] step(Network network, int count, Random random) {
    Description description = network.description();
    network.randomStream(5, count);
    Examples.OfDouble drawn = examples(description, count + 2, count);
    int trained = description.trainedSize();
    double[] result = new double[trained + 1 + description.flatSize() - trained];
    double[] flat;
    if (network instanceof Network.OfDouble exact) {
      double[] gradient = new double[trained];
      exact.beginStep(drawn, 2, count + 2, gradient);
      runPhases(network, random);
      System.arraycopy(gradient, 0, result, 0, trained);
      result[trained] = network.endStep();
      network.updateStates();
      flat = exact.parameters();
    } else {
      Network.OfFloat single = (Network.OfFloat) network;
      float[] gradient = new float[trained];
      single.beginStep(Answers.narrow(drawn), 2, count + 2, gradient);
      runPhases(network, random);
      System.arraycopy(Answers.doubles(gradient), 0, result, 0, trained);
      result[trained] = network.endStep();
      network.updateStates();
      flat = Answers.doubles(single.parameters());
    }
    System.arraycopy(flat, trained, result, trained + 1, flat.length - trained);
    return result;
  }

  /** Drawn ones whose classes are in range. */
  private static Examples.OfDouble examples(Description description, int count, long seed) {
    Examples.OfDouble examples = Batch.examples(description, count, seed);
    limit(examples.classInputs(), description.inputs(), description.classInputSize());
    limit(examples.classTargets(), description.targets(), description.classTargetSize());
    return examples;
  }

  private static void limit(int[] classes, List<Tensor> tensors, int width) {
    for (Tensor tensor : tensors) {
      for (int i = 0; tensor.isClass() && i < classes.length; i++) {
        int place = i % width - tensor.offset();
        if (place >= 0 && place < tensor.size()) {
          classes[i] %= tensor.classes();
        }
      }
    }
  }

  private static void runPhases(Network network, Random random) {
    for (int phase = 0; phase < network.phaseCount(); phase++) {
      int extent = network.phaseExtent(phase);
      boolean examples = network.phase(phase) == Network.Phase.EXAMPLES;
      int granule = examples ? Network.EXAMPLES_TOGETHER : 1;
      boolean whole = random == null || network.phase(phase) == Network.Phase.WHOLE;
      List<int[]> parts = whole ? List.of(new int[] {0, extent}) : parts(extent, granule, random);
      for (int[] part : parts) {
        network.runPhase(phase, part[0], part[1]);
      }
    }
  }

  /** Ranges that cover everything and begin at multiples of the granule, in random order. */
  private static List<int[]> parts(int extent, int granule, Random random) {
    List<int[]> parts = new ArrayList<>();
    for (int from = 0; from < extent; ) {
      int granules = 1 + random.nextInt(1 + random.nextInt(1 + extent / granule));
      int to = Math.min(extent, from + granules * granule);
      parts.add(new int[] {from, to});
      from = to;
    }
    Collections.shuffle(parts, random);
    return parts;
  }

  private static void anyNumberOfThreads(Network network) {
    double[] expected = learnt(network, 1);
    for (int threads : new int[] {2, 3, 5, 8}) {
      assertThat(learnt(network, threads)).isEqualTo(expected);
    }
  }

  /** The weights that a training from the same start ends with. */
  private static double[] learnt(Network network, int threads) {
    network.initialize(3);
    Description description = network.description();
    Examples.OfDouble examples = examples(description, 150, 1);
    Widths widths =
        new Widths(
            description.inputSize(),
            description.classInputSize(),
            description.targetSize(),
            description.classTargetSize());
    Trainer.of(network)
        .batch(64)
        .epochs(2)
        .optimizer(Optimizer.adam(1e-3))
        .threads(threads)
        .train(Dataset.of(examples, widths));
    return network instanceof Network.OfDouble exact
        ? exact.parameters().clone()
        : Answers.doubles(((Network.OfFloat) network).parameters());
  }
}
