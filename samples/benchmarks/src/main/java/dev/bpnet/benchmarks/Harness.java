package dev.bpnet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs one benchmark of JMH for one contender: every fork is a JVM that knows one network and
 * nothing else. JMH's own words, with the allocation profiler's, are kept in {@code target/jmh}.
 */
final class Harness {
  private static final Path LOGS = Path.of("target", "jmh");

  private final Options options;

  Harness(Options options) {
    this.options = options;
  }

  /**
   * @throws IllegalStateException if the contender does not do its work or its JVM fails
   */
  Measurement measure(Row row, Contender.Kind contender) throws IOException {
    return measure(row, contender.label(), contender.jvmOptions());
  }

  /**
   * Measures what the benchmark itself knows under a name.
   *
   * @throws IllegalStateException if the contender does not do its work or its JVM fails
   */
  Measurement measure(Row row, String contender, List<String> ownJvmOptions) throws IOException {
    Files.createDirectories(LOGS);
    String name = row.benchmark() + "-" + row.net() + "-" + contender;
    Path evidence = LOGS.resolve(name + ".evidence");
    Files.deleteIfExists(evidence);
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .include("\\." + row.benchmark() + "\\.")
            .param("contender", contender)
            .forks(options.forks())
            .warmupIterations(options.quick() ? 4 : 8)
            .warmupTime(TimeValue.milliseconds(options.quick() ? 300 : 400))
            .measurementIterations(7)
            .measurementTime(TimeValue.milliseconds(options.quick() ? 100 : 200))
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend(jvmOptions(evidence, ownJvmOptions))
            .shouldFailOnError(true)
            .output(LOGS.resolve(name + ".log").toString());
    row.parameters().forEach(builder::param);
    Collection<RunResult> results;
    try {
      results = new Runner(builder.build()).run();
    } catch (RunnerException e) {
      throw new IllegalStateException(
          name + " failed: see " + LOGS.resolve(name + ".log").toAbsolutePath(), e);
    }
    BenchmarkResult[] forks =
        results.stream()
            .flatMap(result -> result.getBenchmarkResults().stream())
            .toArray(BenchmarkResult[]::new);
    double[] medians = new double[forks.length];
    for (int i = 0; i < forks.length; i++) {
      medians[i] = median(forks[i]) / row.divisor();
    }
    return new Measurement(
        medians,
        scaled(Evidence.values(evidence, "cpu"), row.divisor()),
        Arrays.stream(Evidence.values(evidence, "bytes")).max().orElse(Double.NaN),
        Arrays.stream(Evidence.values(evidence, "loss_check")).max());
  }

  private static OptionalDouble scaled(double[] values, double divisor) {
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Measurement.median(values) / divisor);
  }

  private String[] jvmOptions(Path evidence, List<String> ownJvmOptions) {
    List<String> all = new ArrayList<>(List.of("-Xms1g", "-Xmx1g"));
    all.add("-D" + Evidence.PROPERTY + "=" + evidence.toAbsolutePath());
    all.addAll(ownJvmOptions);
    all.addAll(options.jvmOptions());
    return all.toArray(new String[0]);
  }

  private static double median(BenchmarkResult fork) {
    double[] scores =
        fork.getIterationResults().stream()
            .map(IterationResult::getPrimaryResult)
            .mapToDouble(result -> result.getScore())
            .sorted()
            .toArray();
    return Measurement.median(scores);
  }
}
