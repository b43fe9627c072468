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

/** Training steps: gradient of a batch and update. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TrainingBenchmark {
  /** The {@link Task}. */
  @Param("W1")
  public String subject;

  /** The {@link Contender.Kind}. */
  @Param("bpnet")
  public String contender;

  private Contender trained;
  private int repetitions;

  @Setup
  public void check() {
    Task task = Task.of(subject);
    Contender.Kind kind = Contender.Kind.of(contender);
    trained = Contender.checked(kind, task);
    repetitions = task.stepRepetitions();
    if (kind == Contender.Kind.VECTORS) {
      WarmUp.untilNothingIsAllocated(this::train);
    }
  }

  @TearDown
  public void addCost() {
    Evidence.addCost(this::train);
  }

  @Benchmark
  public void train() {
    for (int i = 0; i < repetitions; i++) {
      trained.step();
    }
  }
}
