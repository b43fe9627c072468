package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Straight-line code and loops are two ways to say the same: they answer alike, over any range of
 * examples, in double and, as far as it goes, in float.
 */
class PlansTest {
  private static final CompilerOptions DOUBLE =
      CompilerOptions.DEFAULTS.withPrecision(Precision.DOUBLE).withInputGradients();
  private static final CompilerOptions LOOPS = DOUBLE.withUnroll(0);
  private static final CompilerOptions SCALARS = DOUBLE.withUnroll(100_000);

  /** Sums in another order and fused operations; relative to a tensor's largest element and one. */
  private static final double BOUND = 1e-12;

  /** About 250 roundings of float; relative to a tensor's largest element and one. */
  private static final double FLOAT_BOUND = 250 * 0x1p-24;

  static List<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @Test
  void theLimitChoosesThePlan() {
    CompiledNetwork loops = xor().compile(LOOPS);
    CompiledNetwork scalars = xor().compile(SCALARS);
    assertThat(loops.dumps().get("loops")).startsWith("plan loops");
    assertThat(scalars.dumps().get("loops")).startsWith("plan straight-line");
  }

  private static GoldenCase xor() {
    return cases().stream().filter(golden -> golden.name().equals("xor")).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void loopsAndScalarsAgree(GoldenCase golden) {
    Network.OfDouble loops = network(golden, LOOPS);
    Network.OfDouble scalars = network(golden, SCALARS);
    for (int count : new int[] {1, 7, 3, 16}) {
      Examples.OfDouble examples = Batch.examples(loops.description(), count, count);
      assertAlike(Answers.of(scalars, examples), Answers.of(loops, examples), BOUND);
    }
  }

  @Test
  void aMatrixStoredColumnByColumnMeansTheSame() {
    SourceFile source =
        new SourceFile(
            "columns.bpnet",
            """
            network Columns {
                input  x[2]
                target t
                h = x |> dense(13) |> tanh
                output y = sum(h)
                loss squared_error(y, t) + 0.1 * l2(weights)
            }
            """);
    Network.OfDouble loops =
        (Network.OfDouble) new NetworkLoader().load(GoldenCase.compile(source, LOOPS));
    Network.OfDouble scalars =
        (Network.OfDouble) new NetworkLoader().load(GoldenCase.compile(source, SCALARS));
    assertThat(loops.description().parameter("h.W").strides()).containsExactly(1, 13);
    assertThat(scalars.description().parameter("h.W").strides()).containsExactly(2, 1);
    assertThat(loops.tensor("h.W").toDoubles()).isEqualTo(scalars.tensor("h.W").toDoubles());
    Examples.OfDouble examples = Batch.examples(loops.description(), 9, 1);
    assertAlike(Answers.of(scalars, examples), Answers.of(loops, examples), BOUND);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void floatFollowsDouble(GoldenCase golden) {
    for (CompilerOptions options : new CompilerOptions[] {LOOPS, SCALARS}) {
      Network.OfDouble exact = network(golden, options);
      Network.OfFloat rounded =
          (Network.OfFloat)
              new NetworkLoader().load(golden.compile(options.withPrecision(Precision.FLOAT)));
      for (Parameter parameter : exact.description().parameters()) {
        double[] values = exact.tensor(parameter.name()).toDoubles();
        rounded.tensor(parameter.name()).assign(values);
      }
      rounded.prepare();
      rounded.randomStream(5, 7);
      Examples.OfDouble examples = Batch.examples(exact.description(), 7, 3);
      assertAlike(Answers.of(exact, examples), Answers.of(rounded, examples), FLOAT_BOUND);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anyRangeAnswersAsItsExamplesDo(GoldenCase golden) {
    for (CompilerOptions options : new CompilerOptions[] {LOOPS, SCALARS}) {
      Network.OfDouble network = network(golden, options);
      Description description = network.description();
      Examples.OfDouble examples = Batch.examples(description, 9, 21);
      int size = description.outputSize();
      double[] all = network.predict(examples);
      double[] part = new double[5 * size];
      network.predict(examples, 2, 7, part);
      assertThat(part).isEqualTo(Arrays.copyOfRange(all, 2 * size, 7 * size));

      double[] metrics = new double[description.metrics().size()];
      double[] means = new double[metrics.length];
      double loss = 0;
      for (int e = 2; e < 7; e++) {
        loss += network.evaluate(examples, e, e + 1, metrics) / 5;
        for (int m = 0; m < metrics.length; m++) {
          means[m] += metrics[m] / 5;
        }
      }
      double together = network.evaluate(examples, 2, 7, metrics);
      assertThat(together).isCloseTo(loss, within(BOUND * (1 + Math.abs(loss))));
      assertThat(metrics).containsExactly(means, within(BOUND));
    }
  }

  /** Those whose examples know nothing of the batch and its random values. */
  static Stream<GoldenCase> separable() {
    return cases().stream()
        .filter(golden -> !golden.read("graph.txt").matches("(?s).*(batch_mean\\(|random ).*"));
  }

  @ParameterizedTest
  @MethodSource("separable")
  void theGradientOfABatchIsTheMeanOfItsExamples(GoldenCase golden) {
    Network.OfDouble network = network(golden, LOOPS);
    Examples.OfDouble examples = Batch.examples(network.description(), 9, 5);
    double[] gradient = new double[network.description().trainedSize()];
    double[] mean = new double[gradient.length];
    for (int e = 2; e < 7; e++) {
      network.gradient(examples, e, e + 1, gradient);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += gradient[i] / 5;
      }
    }
    network.gradient(examples, 2, 7, gradient);
    assertAlike(Map.of("gradient", mean), Map.of("gradient", gradient), BOUND);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatRanBeforeLeavesNoTrace(GoldenCase golden) {
    for (CompilerOptions options : new CompilerOptions[] {LOOPS, SCALARS}) {
      Network.OfDouble fresh = network(golden, options);
      Network.OfDouble used = network(golden, options);
      double[] gradient = new double[used.description().trainedSize()];
      for (int count : new int[] {3, 20, 1}) {
        used.gradient(Batch.examples(used.description(), count, 77), 0, count, gradient);
      }
      Examples.OfDouble examples = Batch.examples(used.description(), 6, 78);
      Map<String, double[]> expected = Answers.of(fresh, examples);
      assertAlike(expected, Answers.of(used, examples), 0);
      Network.OfDouble other = network(golden, options);
      assertAlike(expected, Answers.of(sharing(other), examples), 0);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void passesAllocateNothingOnceWarm(GoldenCase golden) {
    for (CompilerOptions options : new CompilerOptions[] {LOOPS, SCALARS}) {
      Network.OfDouble network = network(golden, options);
      Description description = network.description();
      Examples.OfDouble examples = Batch.examples(description, 8, 1);
      double[] outputs = new double[8 * description.outputSize()];
      double[] metrics = new double[description.metrics().size()];
      double[] gradient = new double[description.trainedSize()];
      Runnable passes =
          () -> {
            network.prepare();
            network.predict(examples, 0, 8, outputs);
            network.evaluate(examples, 0, 8, metrics);
            network.gradient(examples, 0, 8, gradient);
            network.updateStates();
            network.descend(examples, 0, 8, gradient, 0);
            network.descend(examples, 3, 4, gradient, 0);
          };
      for (int i = 0; i < 50; i++) {
        passes.run();
      }
      long before = allocated();
      for (int i = 0; i < 200; i++) {
        passes.run();
      }
      // The counter's own calls and a class loaded late may cost a little. A pass must not, and no
      // object is smaller than this.
      assertThat(allocated() - before).isLessThan(200 * 16);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static Network.OfDouble sharing(Network.OfDouble network) {
    Network.OfDouble other = network.sharing();
    other.randomStream(5, 7);
    return other;
  }

  private static Network.OfDouble network(GoldenCase golden, CompilerOptions options) {
    Network.OfDouble network = (Network.OfDouble) new NetworkLoader().load(golden.compile(options));
    Batch.drawParameters(network, 4);
    return network;
  }

  private static void assertAlike(
      Map<String, double[]> expected, Map<String, double[]> actual, double bound) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, values) -> {
          double magnitude = Arrays.stream(values).map(Math::abs).max().orElse(0);
          assertThat(actual.get(name))
              .as(name)
              .containsExactly(values, within(bound * (1 + magnitude)));
        });
  }
}
