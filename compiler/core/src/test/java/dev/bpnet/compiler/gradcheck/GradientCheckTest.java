package dev.bpnet.compiler.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.gradcheck.GradientReport.Row;
import dev.bpnet.compiler.gradcheck.GradientReport.Subject;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.runtime.Network;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker itself, on a network with slips. */
class GradientCheckTest {
  private static GradientReport report(HandWritten.Slip slip, GradientCheckOptions options) {
    return new GradientCheck(options).run(HandWritten.model(), new HandWritten(slip));
  }

  @Test
  void aCorrectNetworkPasses() {
    for (int seed = 0; seed < 20; seed++) {
      GradientReport report =
          report(
              HandWritten.Slip.NONE,
              GradientCheckOptions.DEFAULTS.withSeed(seed).withExamples(1 + seed % 4));
      assertThat(report.passed()).as(report.toString()).isTrue();
    }
  }

  @Test
  void everyPartialIsCompared() {
    GradientReport report = report(HandWritten.Slip.NONE, GradientCheckOptions.DEFAULTS);
    assertThat(report.rows()).extracting(Row::name).startsWith("W", "b", "x");
    Row weights = report.rows().get(0);
    assertThat(weights.subject()).isEqualTo(Subject.PARAMETER);
    assertThat(weights.shape()).isEqualTo(List.of(2, 3));
    assertThat(weights.checked()).isEqualTo(6);
    assertThat(weights.differenced()).isEqualTo(6);
    Row inputs = report.rows().get(2);
    assertThat(inputs.subject()).isEqualTo(Subject.INPUT);
    // Nine partials of three examples, and for each element the sum over the examples.
    assertThat(inputs.checked()).isEqualTo(12);
    assertThat(inputs.differenced()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everySlipIsCaught(HandWritten.Slip slip) {
    GradientReport report = report(slip, GradientCheckOptions.DEFAULTS);
    assertThat(report.passed()).as(report.toString()).isFalse();
    assertThat(report.toString()).contains("FAILED at");
  }

  /**
   * A loss that is wrong in its tenth digit leaves every gradient right and is found all the same.
   */
  @Test
  void theRowSaysWhatIsWrong() {
    assertThat(failed(HandWritten.Slip.LOSS)).containsExactly("training loss", "loss");
    assertThat(failed(HandWritten.Slip.OUTPUT)).containsExactly("o");
    assertThat(failed(HandWritten.Slip.INPUT_SIGN)).containsExactly("x");
    assertThat(failed(HandWritten.Slip.WRONG_OPERAND)).containsExactly("W");
  }

  private static List<String> failed(HandWritten.Slip slip) {
    return report(slip, GradientCheckOptions.DEFAULTS).rows().stream()
        .filter(row -> !row.passed())
        .map(Row::name)
        .toList();
  }

  /** Above 2,000 partials 200 of each tensor and a random direction, unless all are asked for. */
  @Test
  void manyPartialsAreSampled() {
    String source =
        """
        network Wide {
          input x[64]
          target t[5]
          output y = x |> dense(40) |> tanh |> dense(5)
          loss mse(y, t)
        }
        """;
    Compiled net = Compiled.of(source, Compiled.DOUBLE);
    GradientReport some = net.check(net.draw(2, 1), 1);
    assertThat(some.passed()).as(some.toString()).isTrue();
    assertThat(some.rows().get(0).checked()).isEqualTo(201);
    assertThat(some.rows().get(1).checked()).isEqualTo(41);
    GradientCheckOptions all = GradientCheckOptions.DEFAULTS.withAll();
    GradientReport every = new GradientCheck(all).run(Compiled.compile(source, Compiled.DOUBLE));
    assertThat(every.passed()).as(every.toString()).isTrue();
    assertThat(every.rows().get(0).checked()).isEqualTo(64 * 40);
  }

  /** Where there is no finite loss nothing is checked, and nothing passes. */
  @Test
  void aLossThatIsNeverFiniteFails() {
    String source =
        """
        network Never {
          input x[1]
          target t[1]
          output y = x |> dense(1)
          loss mse(y, t) + log(-1 - y[0]^2)
        }
        """;
    GradientReport report = new GradientCheck().run(Compiled.compile(source, Compiled.DOUBLE));
    assertThat(report.passed()).isFalse();
  }

  /** The bounds of such derivatives are 0, and so are their errors. */
  @Test
  void whatDoesNotEnterTheLossHasTheDerivativeZero() {
    String source =
        """
        network Still {
          input x[2]
          param w[3]
          output y = x
          loss %s
        }
        """;
    for (String loss : List.of("0", "sum(w * 0)", "sum(floor(x)) + 2")) {
      GradientReport report =
          new GradientCheck().run(Compiled.compile(source.formatted(loss), Compiled.DOUBLE));
      assertThat(report.passed()).as(report.toString()).isTrue();
      assertThat(report.rows().subList(0, 2)).extracting(Row::zero).containsExactly(true, true);
      assertThat(report.toString()).contains("exactly zero");
    }
    GradientReport report =
        new GradientCheck().run(Compiled.compile(source.formatted("sum(w)"), Compiled.DOUBLE));
    assertThat(report.rows().subList(0, 2)).extracting(Row::zero).containsExactly(false, true);
  }

  /** One part in a hundred thousand is far above the rounding of floats. */
  @Test
  void singlePrecisionHasABoundOfItsOwn() {
    String source =
        "network Single { input x[1] target t[1] output y = x |> dense(1) loss %s * mse(y, t) }";
    CompiledNetwork right = Compiled.compile(source.formatted("1"), Compiled.FLOAT);
    GradientReport report = new GradientCheck().run(right);
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.rows()).allSatisfy(row -> assertThat(row.differenced()).isZero());

    CompiledNetwork wrong = Compiled.compile(source.formatted("1.00001"), Compiled.FLOAT);
    Network.OfFloat network = (Network.OfFloat) new NetworkLoader().load(wrong);
    List<Row> rows = new GradientCheck().run(right.model(), network).rows();
    assertThat(rows.get(0).passed()).as(rows.toString()).isFalse();
  }

  /** Probabilities that double has, and single precision does not. */
  @Test
  void numbersBelowTheRangeOfSinglePrecisionAreNoMistake() {
    String source =
        """
        network Certain {
            input x[3]
            target k: class(4)
            z = 100 * (x |> dense(4))
            output p = softmax(z)
            loss softmax_cross_entropy(z, k)
        }
        """;
    GradientReport report = new GradientCheck().run(Compiled.compile(source, Compiled.FLOAT));
    assertThat(report.passed()).as(report.toString()).isTrue();
    Compiled exact = Compiled.of(source, Compiled.DOUBLE);
    double[] outputs = exact.subject().predicted(exact.draw(3, 1)).get("p");
    assertThat(Arrays.stream(outputs).boxed()).anyMatch(p -> p > 0 && p < Float.MIN_VALUE);
  }

  /** Differences alone see what is larger than about 1e-6; dual numbers see the rest. */
  @Test
  void dualNumbersSeeMoreThanDifferences() {
    Row coarse = report(HandWritten.Slip.FACTOR, GradientCheckOptions.DEFAULTS).rows().get(0);
    assertThat(coarse.differenceRatio()).isGreaterThan(1e3);
    Row fine =
        report(HandWritten.Slip.ONE_IN_A_BILLION, GradientCheckOptions.DEFAULTS).rows().get(0);
    assertThat(fine.differenceRatio()).isLessThan(1);
    assertThat(fine.oracleRatio()).isGreaterThan(10);
  }
}
