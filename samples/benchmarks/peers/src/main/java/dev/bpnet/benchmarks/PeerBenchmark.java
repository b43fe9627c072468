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

/** Training steps of other libraries. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeerBenchmark {
  /** The {@link Task}. */
  @Param("W1")
  public String subject;

  /** {@code smile}, {@code dl4j} or {@code djl}. */
  @Param("smile")
  public String contender;

  private Peer peer;

  @Setup
  public void check() {
    Task task = Task.of(subject);
    peer = Peer.of(contender, task);
    for (int i = 0; i < task.steps().checkAfter(); i++) {
      peer.step();
    }
    double loss = peer.loss();
    if (peer.beginsAlike()) {
      Evidence.add("loss_check", loss);
      if (!task.loss().accepts(loss)) {
        throw new IllegalStateException(contender + " has loss " + loss + ", not " + task.loss());
      }
    }
  }

  @TearDown
  public void addCost() {
    Evidence.addCost(this::train);
  }

  @Benchmark
  public void train() {
    peer.step();
  }
}
