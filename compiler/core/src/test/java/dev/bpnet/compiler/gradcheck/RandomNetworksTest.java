package dev.bpnet.compiler.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.gradcheck.GradientReport.Row;
import dev.bpnet.compiler.lower.Plan;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Oracle;
import dev.bpnet.compiler.source.SourceFile;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random networks: the generated code in double and in float, as loops and straight-line, against
 * the oracle. {@code -Dbpnet.long=true} takes thousands, {@code -Dbpnet.seed=n} starts elsewhere.
 */
class RandomNetworksTest {
  static LongStream seeds() {
    long first = Long.getLong("bpnet.seed", 0);
    return LongStream.range(first, first + (Boolean.getBoolean("bpnet.long") ? 3_000 : 40));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void doublePrecisionAgreesWithTheOracle(long seed) {
    String source = new ModelGenerator(seed).source("Net");
    CompilerOptions options =
        seed % 3 == 0
            ? Compiled.DOUBLE
            : Compiled.DOUBLE.withUnroll(seed % 3 == 1 ? Compiled.LOOPS : Compiled.STRAIGHT);
    Compiled net = Compiled.of(source, options);
    GradientReport report = net.check(net.draw(1 + (int) (seed % 4), seed), seed);
    assertThat(report.passed()).as(report + source).isTrue();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void vectorsAgreeWithTheOracle(long seed) {
    String source = new ModelGenerator(seed + 7_000).source("Net");
    Compiled net = Compiled.of(source, Compiled.VECTORS);
    GradientReport report = net.check(net.draw(1 + (int) (seed % 9), seed), seed);
    assertThat(report.passed()).as(report + source).isTrue();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void singlePrecisionAgreesWithTheOracle(long seed) {
    String source = new ModelGenerator(seed).source("Net");
    CompilerOptions options =
        seed % 3 == 0
            ? Compiled.FLOAT.withUnroll(Compiled.LOOPS)
            : seed % 3 == 1 ? Compiled.FLOAT : Compiled.FLOAT.withUnroll(Compiled.STRAIGHT);
    assertSingle(Compiled.of(source, options), source, 1 + (int) (seed % 4), seed);
  }

  /** Vectors of floats may have an example in each lane. */
  @ParameterizedTest
  @MethodSource("seeds")
  void vectorsOfFloatsAgreeWithTheOracle(long seed) {
    String source = new ModelGenerator(seed + 14_000).source("Net");
    CompilerOptions units = Compiled.FLOAT.withUnroll(Compiled.LOOPS).withTarget(Target.VECTOR);
    CompilerOptions examples = units.withPlan(Plan.EXAMPLES);
    boolean fits =
        !new Compiler(examples).compile(new SourceFile("fits.bpnet", source)).hasErrors();
    Compiled net = Compiled.of(source, fits && seed % 2 == 0 ? examples : units);
    assertSingle(net, source, new int[] {8, 9, 11}[(int) (seed % 3)], seed);
  }

  private static void assertSingle(Compiled net, String source, int examples, long seed) {
    Bindings bindings = SingleAsDouble.rounded(new Sampler(net.model(), seed, 1e-4).draw(examples));
    assertSingle(net, source, bindings, net.checkWithoutDifferences(bindings, seed));
  }

  /** All rows of the report within the bound of single precision. */
  static void assertSingle(Compiled net, String source, Bindings bindings, GradientReport report) {
    double margin =
        Math.min(
            Oracle.of(net.model().training()).evaluate(bindings).kinkMargin(),
            Oracle.of(net.model().prediction()).evaluate(bindings).kinkMargin());
    for (Row row : report.rows()) {
      // Too near to a kink single precision may be on the other side of it.
      assertThat(margin < 1e-5 ? 0 : row.oracleRatio()).as(row + source).isLessThanOrEqualTo(1);
    }
  }

  /** What the seeds are for: a failing one can be run again. */
  @Test
  void aSeedWritesTheSameNetwork() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(new ModelGenerator(seed).source("Net"))
          .isEqualTo(new ModelGenerator(seed).source("Net"))
          .isNotEqualTo(new ModelGenerator(seed + 1).source("Net"));
    }
  }
}
