package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains of operators and of statements may be of any length. */
class LongChainsTest {
  private static final CompilerOptions DOUBLE =
      CompilerOptions.DEFAULTS.withPrecision(Precision.DOUBLE);

  /** HotSpot never compiles a longer method. */
  private static final int MOST_BYTECODE = 8_000;

  private static SourceFile network(String declarations, String y) {
    return new SourceFile(
        "chain.bpnet",
        """
        network Chain {
            input  x[4]
            target t
            param  w[4]
        %s    output y = %s
            loss squared_error(y, t)
        }
        """
            .formatted(declarations, y));
  }

  private static String joined(int count, String operator, IntFunction<String> term) {
    return IntStream.range(0, count).mapToObj(term).collect(Collectors.joining(operator));
  }

  private static String sine(int i) {
    return String.format(Locale.ROOT, "w[%d] * sin(%.4f * x[%d])", i % 4, factor(i), (i / 4) % 4);
  }

  private static double factor(int i) {
    return 1 + i / 10_000.0;
  }

  @ParameterizedTest
  @CsvSource({
    "6000, ' + ', w[0] * x[0]",
    "2000, ' - ', w[0] * x[1] + w[2] * x[3]",
    "2000, ' * ', w[1]",
  })
  void equalTermsAreFew(int count, String operator, String term) {
    CompiledNetwork network =
        GoldenCase.compile(
            network("", joined(count, operator, i -> term)), CompilerOptions.DEFAULTS);
    assertFits(new NetworkLoader().compile(network.sources()));
  }

  @Test
  void theGradientOfManyDifferentTermsIsRight() {
    int count = 600;
    CompiledNetwork compiled =
        GoldenCase.compile(network("", joined(count, " + ", LongChainsTest::sine)), DOUBLE);
    Network.OfDouble network = (Network.OfDouble) new NetworkLoader().load(compiled);
    double[] w = {0.01, -0.02, 0.005, 0.03};
    double[] x = {0.3, -0.7, 1.1, 0.2};
    network.tensor("w").assign(w);
    network.prepare();
    double y = 0;
    double[] expected = new double[4];
    for (int i = 0; i < count; i++) {
      double sine = Math.sin(factor(i) * x[(i / 4) % 4]);
      y += w[i % 4] * sine;
      expected[i % 4] += sine;
    }
    Examples.OfDouble examples =
        new Examples.OfDouble(1, x, new int[0], new double[] {0.5}, new int[0]);
    double[] gradient = new double[4];
    assertThat(network.predict(examples)[0]).isCloseTo(y, within(1e-9));
    network.gradient(examples, 0, 1, gradient);
    for (int i = 0; i < 4; i++) {
      assertThat(gradient[i]).isCloseTo((y - 0.5) * expected[i], within(1e-8));
    }
  }

  @Test
  void chainsOfStatementsFit() {
    int count = 2_000;
    String chain =
        "    h = w[0] * x[0]\n"
            + joined(count, "", i -> "    h = sin(h) + w[" + i % 4 + "] * x[1]\n");
    assertFits(compiled(network(chain, "h")));
  }

  @Test
  void manyParametersFit() {
    int count = 2_000;
    SourceFile source =
        network(
            joined(count, "", i -> "    param p" + i + "\n"),
            "w[0] + " + joined(count, " + ", i -> "p" + i + " * x[" + i % 4 + "]"));
    assertFits(compiled(source));
  }

  @Test
  void valuesShareArraysWhereFieldsWouldBeTooMany() {
    String product = joined(2_000, " * ", i -> "(x[" + i % 4 + "] * w[1] + 0." + (1000 + i) + ")");
    Map<String, byte[]> classes = compiled(network("", product));
    assertFits(classes);
    assertThat(constants(classes.get("Chain"))).isLessThan(10_000);
  }

  @Test
  void moreConstantsThanAClassHoldsAreRefused() {
    String sum = joined(33_000, " - ", i -> 100_000 + i + ".5");
    SourceFile source =
        new SourceFile("sum.bpnet", "network Sum { param w  output y = w - " + sum + "  loss y }");
    assertThat(new Compiler(DOUBLE).compile(source).diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly(Code.TOO_MANY_CONSTANTS);
  }

  private static Map<String, byte[]> compiled(SourceFile source) {
    return new NetworkLoader()
        .compile(GoldenCase.compile(source, CompilerOptions.DEFAULTS).sources());
  }

  private static void assertFits(Map<String, byte[]> classes) {
    classes
        .values()
        .forEach(
            bytes ->
                assertThat(ClassFile.codeLengths(bytes).values())
                    .allSatisfy(length -> assertThat(length).isLessThan(MOST_BYTECODE)));
  }

  private static int constants(byte[] classFile) {
    return (classFile[8] & 0xff) << 8 | (classFile[9] & 0xff);
  }
}
