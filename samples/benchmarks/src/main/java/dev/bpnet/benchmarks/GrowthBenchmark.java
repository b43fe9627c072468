package dev.bpnet.benchmarks;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
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

/** Training steps of classifiers of any widths, compiled when the measuring JVM starts. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GrowthBenchmark {
  /** Such as {@code 64-32-10}. */
  @Param("2-2-1")
  public String subject;

  /** Only the compiled network takes part, on vectors. */
  @Param("bpnet")
  public String contender;

  private Network.OfFloat network;
  private Examples.OfFloat examples;
  private float[] gradient;
  private int repetitions;

  @Setup
  public void compile() {
    Shape shape = Shape.of(subject);
    CompilationResult result =
        new Compiler(CompilerOptions.DEFAULTS.withTarget(CompilerOptions.Target.AUTO))
            .compile(new SourceFile("growth.bpnet", shape.source()));
    if (result.hasErrors()) {
      throw new IllegalStateException(result.diagnostics().toString());
    }
    network = (Network.OfFloat) new NetworkLoader().load(result.networks().get(0));
    Description description = network.description();
    examples = Examples.OfFloat.allocate(description, Shape.BATCH);
    Lcg random = new Lcg(42);
    for (int i = 0; i < examples.inputs().length; i++) {
      examples.inputs()[i] = random.next();
    }
    for (int i = 0; i < Shape.BATCH; i++) {
      examples.classTargets()[i] = i % shape.outputs();
    }
    gradient = new float[description.trainedSize()];
    repetitions = shape.repetitions();
    WarmUp.untilNothingIsAllocated(this::train);
  }

  @TearDown
  public void addCost() {
    Evidence.addCost(this::train);
  }

  @Benchmark
  public void train() {
    for (int i = 0; i < repetitions; i++) {
      network.descend(examples, 0, Shape.BATCH, gradient, Task.RATE);
    }
  }
}
