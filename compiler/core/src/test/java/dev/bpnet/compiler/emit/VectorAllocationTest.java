package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A vector is an object until HotSpot has compiled the code around it, and stays one where the code
 * is not of a kind that HotSpot can compile. So vector code may allocate while it warms up, and
 * must not for ever.
 */
class VectorAllocationTest {
  private static final int EXAMPLES = 16;

  /** How often the passes run between two looks at what was allocated. */
  private static final int RUNS = 100;

  /** When passes that still allocate are said to do so for ever. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The rounds in a row that have to allocate nothing. */
  private static final int QUIET = 5;

  static Stream<Arguments> networks() {
    // Many vectors: HotSpot takes note of so many in a loop, and compiles so many operations.
    Named<SourceFile> straight =
        Named.of(
            "straight lines",
            source(3, "h = x |> dense(3) |> relu", "softmax_cross_entropy(z, k)"));
    return Stream.concat(
        networksInLoops(), Stream.of(Arguments.of(straight, Target.AUTO, Precision.FLOAT, 1000)));
  }

  private static Stream<Arguments> networksInLoops() {
    return Stream.of(
            Named.of(
                "rectified, softmax",
                source(20, "h = x |> dense(32) |> relu", "cross_entropy(softmax(z), k)")),
            Named.of(
                "odd widths",
                source(
                    7,
                    "h = x |> dense(33) |> tanh |> dense(17) |> tanh",
                    "softmax_cross_entropy(z, k)")),
            Named.of(
                "panels", source(40, "h = x |> dense(64) |> tanh", "softmax_cross_entropy(z, k)")),
            Named.of(
                "examples in lanes",
                source(4, "h = x |> dense(6) |> tanh", "softmax_cross_entropy(z, k)")))
        .flatMap(
            source ->
                Stream.of(
                    Arguments.of(source, Target.AUTO, Precision.FLOAT, 0),
                    Arguments.of(source, Target.VECTOR, Precision.DOUBLE, 0)));
  }

  private static SourceFile source(int inputs, String hidden, String loss) {
    return new SourceFile(
        "allocation.bpnet",
        """
        network Allocation {
            input  x[%d]
            target k: class(3)
            %s
            z = h |> dense(3)
            output p = softmax(z)
            loss   %s
            metric accuracy = argmax(z) == k
        }
        """
            .formatted(inputs, hidden, loss));
  }

  static IntStream numbers() {
    return IntStream.range(0, (int) networks().count());
  }

  /**
   * In JVMs of their own: where vectors of two kinds have run, HotSpot of JDK 17 allocates for
   * both.
   */
  @ParameterizedTest
  @MethodSource("numbers")
  void passesAllocateNothingOnceCompiled(int number, @TempDir Path folder) throws Exception {
    assertThat(output(List.of(), number, folder)).contains("allocates nothing");
  }

  /**
   * What methods of the JDK have been called with is known to HotSpot in one JVM and not in
   * another, as its compilers happened to run; here in none. HotSpot of JDK 17 needs some of that
   * whatever the code.
   */
  @ParameterizedTest
  @MethodSource("numbers")
  @EnabledForJreRange(minVersion = 25)
  void profilesOfTheJdkAreNotNeeded(int number, @TempDir Path folder) throws Exception {
    assertThat(output(List.of("-XX:-UseTypeProfile"), number, folder))
        .contains("allocates nothing");
  }

  private static String output(List<String> options, int number, Path folder) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(VectorAllocationTest.class.getName());
    command.add(Integer.toString(number));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return Files.readString(output);
  }

  /**
   * Runs the passes of one network until they allocate nothing.
   *
   * @param arguments the number of the network
   */
  public static void main(String[] arguments) {
    Object[] given =
        networks().skip(Integer.parseInt(arguments[0])).findFirst().orElseThrow().get();
    SourceFile source = (SourceFile) ((Named<?>) given[0]).getPayload();
    CompilerOptions options =
        CompilerOptions.DEFAULTS
            .withTarget((Target) given[1])
            .withPrecision((Precision) given[2])
            .withUnroll((int) given[3]);
    Network network = new NetworkLoader().load(GoldenCase.compile(source, options));
    network.initialize(1);
    Runnable passes = passes(network);
    long least = Long.MAX_VALUE;
    int quiet = 0;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (quiet < QUIET && System.nanoTime() < end) {
      long bytes = allocated(passes);
      quiet = bytes == 0 ? quiet + 1 : 0;
      least = Math.min(least, bytes);
    }
    if (quiet < QUIET) {
      System.out.println(given[0] + ": " + RUNS + " runs allocate " + least + " bytes or more");
      System.exit(1);
    }
    System.out.println(given[0] + " allocates nothing: " + network.description().plan());
  }

  private static long allocated(Runnable passes) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < RUNS; i++) {
      passes.run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Runnable passes(Network network) {
    Examples.OfDouble drawn = Batch.examples(network.description(), EXAMPLES, 1);
    return network instanceof Network.OfDouble exact
        ? passes(exact, drawn)
        : passes((Network.OfFloat) network, Answers.narrow(drawn));
  }

  private static Runnable passes(Network.OfDouble network, Examples.OfDouble examples) {
    Description description = network.description();
    double[] outputs = new double[EXAMPLES * description.outputSize()];
    double[] metrics = new double[description.metrics().size()];
    double[] gradient = new double[description.trainedSize()];
    return () -> {
      network.predict(examples, 0, EXAMPLES, outputs);
      network.predict(examples, 3, 4, outputs);
      network.evaluate(examples, 1, 12, metrics);
      network.gradient(examples, 1, 12, gradient);
      network.descend(examples, 0, EXAMPLES, gradient, 0.001);
      network.descend(examples, 5, 6, gradient, 0.001);
    };
  }

  private static Runnable passes(Network.OfFloat network, Examples.OfFloat examples) {
    Description description = network.description();
    float[] outputs = new float[EXAMPLES * description.outputSize()];
    double[] metrics = new double[description.metrics().size()];
    float[] gradient = new float[description.trainedSize()];
    return () -> {
      network.predict(examples, 0, EXAMPLES, outputs);
      network.predict(examples, 3, 4, outputs);
      network.evaluate(examples, 1, 12, metrics);
      network.gradient(examples, 1, 12, gradient);
      network.descend(examples, 0, EXAMPLES, gradient, 0.001f);
      network.descend(examples, 5, 6, gradient, 0.001f);
    };
  }
}
