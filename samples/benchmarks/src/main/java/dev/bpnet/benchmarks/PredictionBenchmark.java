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

/** Predictions of one example after the other, of trained tasks and of single dense layers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PredictionBenchmark {
  /** The {@link Task}, or {@code dense} and a width. */
  @Param("W1")
  public String subject;

  /** The {@link Contender.Kind}. */
  @Param("bpnet")
  public String contender;

  private Predictor predictor;
  private int repetitions;
  private int next;

  @Setup
  public void check() {
    Contender.Kind kind = Contender.Kind.of(contender);
    if (subject.startsWith(DenseLayer.PREFIX)) {
      int width = DenseLayer.width(subject);
      predictor = DenseLayer.checked(kind, width);
      repetitions = Task.repetitions((long) width * width);
    } else {
      Task task = Task.of(subject);
      predictor = Contender.checked(kind, task);
      repetitions = task.predictionRepetitions();
    }
    if (kind == Contender.Kind.VECTORS) {
      WarmUp.untilNothingIsAllocated(this::predict);
    }
  }

  @TearDown
  public void addCost() {
    Evidence.addCost(this::predict);
  }

  @Benchmark
  public float predict() {
    float sum = 0;
    int row = next;
    int rows = predictor.rows();
    for (int i = 0; i < repetitions; i++) {
      sum += predictor.predict(row);
      row = row + 1 == rows ? 0 : row + 1;
    }
    next = row;
    return sum;
  }
}
