package dev.bpnet.compiler.oracle;

import static dev.bpnet.compiler.oracle.Net.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Variable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The running sums of magnitudes and the distances to kinks. */
class MagnitudeTest {
  private static final MathContext DIGITS = new MathContext(200);

  @Test
  void cancellationShows() {
    double tiny = 0x1p-40;
    Quantity value = Net.value(n -> B.subtract(B.add(B.constant(1), n), B.constant(1)), tiny);
    assertThat(value.value()).isEqualTo(tiny);
    assertThat(value.magnitude()).isCloseTo(3, within(1e-11));
  }

  @Test
  void withoutCancellationTheMagnitudeStaysNear() {
    Quantity value = Net.value(n -> B.unary(Op.EXP, B.multiply(n, n)), 0.5);
    // |z| + z·S(x²), S(x²) = x² + 2·x².
    assertThat(value.magnitude()).isCloseTo(Math.exp(0.25) * 1.75, within(1e-15));
  }

  /** 1 − tanh² by its formula loses everything that tanh has in common with 1. */
  @Test
  void slopesThatCancelSaySo() {
    Quantity slope = Net.slope(n -> B.unary(Op.TANH, n), 15);
    double e = Math.exp(-30);
    assertThat(slope.value()).isCloseTo(4 * e / ((1 + e) * (1 + e)), within(1e-26));
    assertThat(slope.magnitude()).isBetween(3.0, 4.0);
  }

  /**
   * Random arithmetic against exact decimals: the error is at most u·S, and S is no mere formality.
   */
  @Test
  void theErrorOfArithmeticStaysBelow() {
    Random random = new Random(17);
    double worst = 0;
    for (int round = 0; round < 300; round++) {
      Variable v = Net.parameter("v", 1);
      List<Node> nodes = new ArrayList<>();
      List<BigDecimal> exact = new ArrayList<>();
      Bindings bindings = Bindings.of(1);
      for (int i = 0; i < 4; i++) {
        double number = random.nextGaussian();
        Variable leaf = Net.parameter("leaf" + i);
        bindings = bindings.with(leaf, number);
        nodes.add(B.variable(leaf));
        exact.add(new BigDecimal(number));
      }
      for (int i = 0; i < 12; i++) {
        int one = random.nextInt(nodes.size());
        int two = random.nextInt(nodes.size());
        Op op = List.of(Op.ADD, Op.SUBTRACT, Op.MULTIPLY, Op.DIVIDE).get(random.nextInt(4));
        BigDecimal right = exact.get(two);
        if (op == Op.DIVIDE && right.signum() == 0) {
          continue;
        }
        nodes.add(B.binary(op, nodes.get(one), nodes.get(two)));
        exact.add(apply(op, exact.get(one), right));
      }
      Node root = nodes.get(nodes.size() - 1);
      Quantity result = Oracle.of(root).evaluate(bindings.with(v, 0)).at(root, 0);
      if (!Double.isFinite(result.magnitude())) {
        continue;
      }
      BigDecimal error = new BigDecimal(result.value()).subtract(exact.get(exact.size() - 1)).abs();
      double bound = result.magnitude() * 0x1p-53;
      assertThat(error.doubleValue()).isLessThanOrEqualTo(bound);
      worst = bound == 0 ? worst : Math.max(worst, error.doubleValue() / bound);
    }
    assertThat(worst).isGreaterThan(0.1);
  }

  private static BigDecimal apply(Op op, BigDecimal x, BigDecimal y) {
    return switch (op) {
      case ADD -> x.add(y, DIGITS);
      case SUBTRACT -> x.subtract(y, DIGITS);
      case MULTIPLY -> x.multiply(y, DIGITS);
      case DIVIDE -> x.divide(y, DIGITS);
      default -> throw new IllegalArgumentException(op.toString());
    };
  }

  @Test
  void marginsSayHowNearAKinkIs() {
    Variable v = Net.parameter("v");
    Node relu = B.binary(Op.MAXIMUM, B.constant(0), B.variable(v));
    Bindings bindings = Bindings.of(1).with(v, 1e-9);
    Evaluation evaluation = Oracle.of(relu).evaluate(bindings);
    assertThat(evaluation.kinkMargin()).isEqualTo(1);
    assertThat(evaluation.along(Direction.of(v, 4)).kinkDistance()).isEqualTo(1e-9 / 4);
    Node shifted = B.binary(Op.MAXIMUM, B.constant(0), B.subtract(B.variable(v), B.constant(1)));
    Evaluation near = Oracle.of(shifted).evaluate(Bindings.of(1).with(v, 1 + 1e-9));
    assertThat(near.kinkMargin()).isCloseTo(0.5e-9, within(1e-15));
  }

  /** A tie that no direction can break, such as relu of relu, is no kink. */
  @Test
  void tiesThatNothingMovesAreNoKinks() {
    Variable v = Net.parameter("v");
    Node relu = B.binary(Op.MAXIMUM, B.constant(0), B.variable(v));
    Node twice = B.binary(Op.MAXIMUM, B.constant(0), relu);
    Node itself = B.binary(Op.MAXIMUM, twice, twice);
    Evaluation evaluation = Oracle.of(itself).evaluate(Bindings.of(1).with(v, -3));
    assertThat(evaluation.kinkMargin()).isEqualTo(1);
    assertThat(evaluation.along(Direction.of(v, 1)).kinkDistance()).isEqualTo(3);
  }

  @Test
  void floorsAndComparisonsHaveKinks() {
    Variable v = Net.parameter("v");
    Node floor = B.unary(Op.FLOOR, B.variable(v));
    Bindings bindings = Bindings.of(1).with(v, 3.125);
    assertThat(Oracle.of(floor).evaluate(bindings).along(Direction.of(v, 1)).kinkDistance())
        .isEqualTo(0.125);
    Node less = B.toReal(B.binary(Op.LESS, B.variable(v), B.constant(4)));
    assertThat(Oracle.of(less).evaluate(bindings).along(Direction.of(v, 2)).kinkDistance())
        .isEqualTo(0.4375);
  }
}
