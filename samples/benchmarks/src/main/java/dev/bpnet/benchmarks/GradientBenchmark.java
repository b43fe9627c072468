package dev.bpnet.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Loss and gradient in double of 24-8-2 over 200 examples, without an update. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GradientBenchmark {
  /** The {@link Contender.Kind}; there is no tuned one. */
  @Param("bpnet")
  public String contender;

  private DoubleGradient gradient;

  @Setup
  public void check() {
    gradient = DoubleGradient.checked(Contender.Kind.of(contender));
  }

  @TearDown
  public void addCost() {
    Evidence.addCost(this::differentiate);
  }

  @Benchmark
  public double differentiate() {
    return gradient.compute();
  }
}
