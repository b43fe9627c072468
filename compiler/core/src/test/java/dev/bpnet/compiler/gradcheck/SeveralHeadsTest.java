package dev.bpnet.compiler.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.lower.Plan;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random networks of several heads in single precision: scalars and vectors in all their forms
 * against the oracle, on the same numbers. {@code -Dbpnet.long=true} takes hundreds, {@code
 * -Dbpnet.seed=n} starts elsewhere.
 */
class SeveralHeadsTest {
  private static final int[] BATCHES = {1, 7, 8, 9, 13, 16, 17};

  static LongStream seeds() {
    long first = Long.getLong("bpnet.seed", 0);
    return LongStream.range(first, first + (Boolean.getBoolean("bpnet.long") ? 200 : 8));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void scalarsAndVectorsAgreeWithTheOracle(long seed) {
    String source = new HeadsWriter(seed).source();
    int batch = BATCHES[(int) (seed % BATCHES.length)];
    Compiled first = Compiled.of(source, Compiled.FLOAT);
    Bindings bindings = SingleAsDouble.rounded(new Sampler(first.model(), seed, 1e-4).draw(batch));
    assertSingle(first, source, bindings, seed);
    for (CompilerOptions options : others(source)) {
      Compiled net = Compiled.of(source, options);
      assertSingle(net, source + options.plan(), net.translate(bindings), seed);
    }
  }

  private static void assertSingle(Compiled net, String source, Bindings bindings, long seed) {
    GradientReport report = net.checkWithoutDifferences(bindings, seed);
    RandomNetworksTest.assertSingle(net, source, bindings, report);
  }

  /** Loops of scalars, and vectors of units, of examples and as is chosen. */
  private static List<CompilerOptions> others(String source) {
    CompilerOptions vectors = Compiled.FLOAT.withTarget(Target.VECTOR);
    List<CompilerOptions> all = new ArrayList<>();
    all.add(Compiled.FLOAT.withUnroll(Compiled.LOOPS));
    all.add(vectors);
    for (Plan plan : new Plan[] {Plan.UNITS, Plan.EXAMPLES}) {
      CompilerOptions planned = vectors.withPlan(plan);
      SourceFile file = new SourceFile("heads.bpnet", source);
      if (!new Compiler(planned).compile(file).hasErrors()) {
        all.add(planned);
      }
    }
    return all;
  }

  /** Without input gradients predictions go in chunks, or have forms for one example alone. */
  @ParameterizedTest
  @MethodSource("seeds")
  void predictionsAgreeWithTheOracle(long seed) {
    String source = new HeadsWriter(seed + 5_000).source();
    for (Target target : new Target[] {Target.SCALAR, Target.VECTOR}) {
      Compiled net = Compiled.of(source, CompilerOptions.DEFAULTS.withTarget(target).withUnroll(0));
      for (int batch : new int[] {1, BATCHES[(int) (seed % BATCHES.length)], 50}) {
        Bindings bindings =
            SingleAsDouble.rounded(new Sampler(net.model(), seed, 1e-4).draw(batch));
        RandomNetworksTest.assertSingle(net, source, bindings, net.checkValues(bindings));
      }
    }
  }

  /** What the test says that they have, some of a few seeds do. */
  @Test
  void networksHaveAllThatIsTested() {
    List<String> sources =
        LongStream.range(0, 12).mapToObj(seed -> new HeadsWriter(seed).source()).toList();
    for (String part : List.of("frozen param S", "frozen param P", "metric", "target t", "E[k]")) {
      assertThat(sources).anyMatch(source -> source.contains(part));
    }
  }
}
