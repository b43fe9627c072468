package dev.bpnet.compiler.oracle;

import static dev.bpnet.compiler.oracle.Net.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinks, saturation, infinities, NaN. */
class EdgeValuesTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  /** NaN equals NaN, and the sign of zero is free. */
  private static void assertSame(Quantity actual, double expected) {
    assertThat(Double.valueOf(actual.value() + 0.0)).isEqualTo(Double.valueOf(expected + 0.0));
  }

  @ParameterizedTest
  @CsvSource({
    "EXP, -Infinity, 0, 0",
    "EXP, Infinity, Infinity, Infinity",
    "EXP, 710, Infinity, Infinity",
    "EXPM1, -Infinity, -1, 0",
    "EXPM1, 4.9e-324, 4.9e-324, 1",
    "EXPM1, -800, -1, 0",
    "LOG, 0, -Infinity, Infinity",
    "LOG, -1, NaN, -1",
    "LOG, Infinity, Infinity, 0",
    "LOG1P, -1, -Infinity, Infinity",
    "LOG1P, 1e-320, 1e-320, 1",
    "SQRT, 0, 0, Infinity",
    "SQRT, -1, NaN, NaN",
    "SQRT, Infinity, Infinity, 0",
    "ABS, 0, 0, 0",
    "ABS, -0.0, 0, 0",
    "ABS, -4.9e-324, 4.9e-324, -1",
    "ABS, NaN, NaN, NaN",
    "SIGN, 0, 0, 0",
    "SIGN, -3, -1, 0",
    "SIGN, NaN, NaN, 0",
    "SIN, Infinity, NaN, NaN",
    "TAN, 0, 0, 1",
    "ATAN, Infinity, 1.5707963267948966, 0",
    "TANH, 400, 1, 0",
    "TANH, -Infinity, -1, 0",
    "TANH, 1e-320, 1e-320, 1",
    "TANH, NaN, NaN, NaN",
    "ERF, 30, 1, 0",
    "ERF, -Infinity, -1, 0",
    "ERF, NaN, NaN, NaN",
    "FLOOR, -0.5, -1, 0",
    "FLOOR, 1, 1, 0",
    "FLOOR, 0.9999999999999999, 0, 0",
    "FLOOR, Infinity, Infinity, 0",
    "SIGMOID, 800, 1, 0",
    "SIGMOID, -800, 0, 0",
    "SIGMOID, NaN, NaN, NaN",
    "SIGMOID, 0, 0.5, 0.25",
    "SOFTPLUS, 800, 800, 1",
    "SOFTPLUS, -800, 0, 0",
    "SOFTPLUS, Infinity, Infinity, 1",
    "SOFTPLUS, NaN, NaN, NaN",
    "NEGATE, Infinity, -Infinity, -1",
  })
  void unaryFunctionsSaturate(Op op, double x, double value, double slope) {
    assertSame(Net.value(n -> B.unary(op, n), x), value);
    assertSame(Net.slope(n -> B.unary(op, n), x), slope);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 0",
    "0, 0, 0",
    "-0.0, 0, 0",
    "4.9e-324, 4.9e-324, 1",
    "3, 3, 1",
    "NaN, NaN, 1",
    "-Infinity, 0, 0",
  })
  void reluIsFlatAtZero(double x, double value, double slope) {
    // max(0, x): the tie belongs to the constant.
    assertSame(Net.value(n -> B.binary(Op.MAXIMUM, B.constant(0), n), x), value);
    assertSame(Net.slope(n -> B.binary(Op.MAXIMUM, B.constant(0), n), x), slope);
  }

  @Test
  void tiesOfTwoGoToTheFirst() {
    for (Op op : List.of(Op.MAXIMUM, Op.MINIMUM)) {
      assertThat(Net.slope(n -> B.binary(op, n, B.constant(2)), 2).value()).isEqualTo(1);
      assertThat(Net.slope(n -> B.binary(op, B.constant(2), n), 2).value()).isZero();
      assertThat(Net.value(n -> B.binary(op, B.constant(NAN), n), 2).value()).isNaN();
    }
  }

  @Test
  void tiesOverAnAxisGoToTheFirst() {
    Variable v = Net.parameter("v", 4);
    for (Op op : List.of(Op.MAX, Op.MIN)) {
      Node node = B.reduce(op, B.variable(v), List.of(0));
      Bindings tie =
          op == Op.MAX ? Bindings.of(1).with(v, 1, 5, 5, 2) : Bindings.of(1).with(v, 7, 5, 5, 6);
      Evaluation evaluation = Oracle.of(node).evaluate(tie);
      assertThat(evaluation.values(node)).containsExactly(5);
      assertThat(evaluation.along(Direction.of(v, 1, 2, 3, 4)).values(node)).containsExactly(2);
      assertThat(evaluation.kinkMargin()).isZero();
      Node index = B.reduce(op == Op.MAX ? Op.ARGMAX : Op.ARGMIN, B.variable(v), List.of(0));
      assertThat(Oracle.of(index).evaluate(tie).values(index)).containsExactly(1);
      Bindings undefined = Bindings.of(1).with(v, 1, NAN, 9, NAN);
      assertThat(Oracle.of(node).evaluate(undefined).at(node, 0).value()).isNaN();
      assertThat(Oracle.of(index).evaluate(undefined).values(index)).containsExactly(1);
    }
  }

  /** Neither the value nor the derivative of the branch not taken enters, whatever it is. */
  @Test
  void theBranchNotTakenStaysOut() {
    for (double x : new double[] {-4, 0}) {
      Quantity value =
          Net.value(n -> B.select(positive(n), B.unary(Op.SQRT, n), B.multiply(n, n)), x);
      Quantity slope =
          Net.slope(n -> B.select(positive(n), B.unary(Op.SQRT, n), B.multiply(n, n)), x);
      assertThat(value.value()).isEqualTo(x * x);
      assertThat(slope.value()).isEqualTo(2 * x);
      assertThat(slope.magnitude()).isFinite();
    }
  }

  private static Node positive(Node n) {
    return B.binary(Op.LESS, B.expand(B.constant(0), n.shape()), n);
  }

  @Test
  void comparisonsOfNothingAreFalse() {
    for (Op op : List.of(Op.EQUAL, Op.LESS, Op.LESS_EQUAL)) {
      assertThat(Net.value(n -> B.toReal(B.binary(op, n, n)), NAN).value()).isZero();
    }
    assertThat(Net.value(n -> B.toReal(B.binary(Op.NOT_EQUAL, n, n)), NAN).value()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "0, 2.5, 0",
    "0, -1.5, Infinity",
    "2, 0.5, 1.4142135623730951",
    "-8, 0.5, NaN",
    "NaN, 0, 1",
    "1, Infinity, NaN",
  })
  void powersAreTheMachines(double x, double y, double value) {
    assertSame(Net.value(n -> B.binary(Op.POWER, n, B.constant(y)), x), value);
  }

  @Test
  void powersOfZeroHaveTheLimitsAsDerivatives() {
    assertThat(Net.slope(n -> B.binary(Op.POWER, n, B.constant(0)), 0).value()).isZero();
    assertThat(Net.slope(n -> B.binary(Op.POWER, n, B.constant(1.5)), 0).value()).isZero();
    assertThat(Net.slope(n -> B.binary(Op.POWER, n, B.constant(0.5)), 0).value()).isEqualTo(INF);
    assertThat(Net.slope(n -> B.binary(Op.POWER, B.constant(0), n), 2).value()).isZero();
    // A constant exponent asks for no logarithm.
    assertThat(Net.slope(n -> B.binary(Op.POWER, n, B.constant(3)), -2).value()).isEqualTo(12);
  }

  @Test
  void softmaxSaturates() {
    Variable v = Net.parameter("v", 3);
    Node soft = B.along(Op.SOFTMAX, B.variable(v), List.of(0));
    Node log = B.along(Op.LOG_SOFTMAX, B.variable(v), List.of(0));
    Node sum = B.reduce(Op.LOG_SUM_EXP, B.variable(v), List.of(0));
    Evaluation far = Oracle.of(soft, log, sum).evaluate(Bindings.of(1).with(v, 1e4, -1e4, -INF));
    assertThat(far.values(soft)).containsExactly(1, 0, 0);
    assertThat(far.values(log)).containsExactly(0, -2e4, -INF);
    assertThat(far.values(sum)).containsExactly(1e4);
    assertThat(far.along(Direction.of(v, 1, 1, 1)).values(log)).containsExactly(0, 0, 0);
    Evaluation none = Oracle.of(sum).evaluate(Bindings.of(1).with(v, -INF, -INF, -INF));
    assertThat(none.values(sum)).containsExactly(-INF);
    Evaluation infinite = Oracle.of(sum).evaluate(Bindings.of(1).with(v, INF, 0, -INF));
    assertThat(infinite.values(sum)).containsExactly(INF);
    Evaluation undefined = Oracle.of(soft, sum).evaluate(Bindings.of(1).with(v, 1, NAN, INF));
    assertThat(undefined.values(sum)).containsExactly(NAN);
    assertThat(undefined.values(soft)).containsOnly(NAN);
  }

  @Test
  void aProductWithZerosHasTheProductsOfTheOthersAsPartials() {
    Variable v = Net.parameter("v", 3);
    Node product = B.reduce(Op.PRODUCT, B.variable(v), List.of(0));
    Node others = B.along(Op.PRODUCT_OF_OTHERS, B.variable(v), List.of(0));
    Evaluation one = Oracle.of(product, others).evaluate(Bindings.of(1).with(v, 2, 0, 5));
    assertThat(one.values(product)).containsExactly(0);
    assertThat(one.values(others)).containsExactly(0, 10, 0);
    assertThat(one.along(Direction.of(v, 1, 1, 1)).values(product)).containsExactly(10);
    Evaluation two = Oracle.of(product, others).evaluate(Bindings.of(1).with(v, 0, 0, 5));
    assertThat(two.along(Direction.of(v, 1, 1, 1)).values(product)).containsExactly(0);
    assertThat(two.along(Direction.of(v, 1, 0, 0)).values(others)).containsExactly(0, 5, 0);
  }

  /** An infinite slope of one element stays out of the partials of its neighbours. */
  @Test
  void elementsThatDoNotMoveHaveNoTangent() {
    Variable v = Net.parameter("v", 2);
    Node node = B.sumAll(B.unary(Op.SQRT, B.variable(v)));
    Evaluation evaluation = Oracle.of(node).evaluate(Bindings.of(1).with(v, 0, 4));
    assertThat(evaluation.along(Direction.of(v, 0, 1)).values(node)).containsExactly(0.25);
    assertThat(evaluation.along(Direction.of(v, 1, 0)).values(node)).containsExactly(INF);
  }

  @Test
  void scattersAddUpAndGathersSelect() {
    Variable rows = Net.parameter("rows", 3, 2);
    Variable k = Net.input("k", dev.bpnet.compiler.graph.Kind.classOf(3), 2);
    Node gathered = B.gather(B.variable(rows), B.variable(k));
    Node scattered = B.scatter(gathered, B.variable(k), 3);
    Bindings bindings = Bindings.of(2).with(rows, 1, 2, 3, 4, 5, 6).with(k, 2, 2, 0, 1);
    Evaluation evaluation = Oracle.of(gathered, scattered).evaluate(bindings);
    assertThat(evaluation.values(gathered)).containsExactly(5, 6, 5, 6, 1, 2, 3, 4);
    assertThat(evaluation.values(scattered)).containsExactly(0, 0, 0, 0, 10, 12, 1, 2, 3, 4, 0, 0);
  }
}
