package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 / 2 | 3.5",
        "6 / 2 | 3",
        "-7 / 7 | -1",
        "floor(7 / 2) | 3",
        "floor(-7 / 2) | -4",
        "floor(7 / 2) * 2 | 6",
        "2^10 | 1024",
        "2^-1 | 0.5",
        "4^-1 * 4 | 1",
        "(-1)^9007199254740991 | -1",
        "2^0.5 | 1.4142135623730951",
        "-2^2 | -4",
        "2^3^2 | 512",
        "2^-2 | 0.25",
        "7 - 2 - 1 | 4",
        "2 * 3 + 4 / 2 | 8",
        "true + true | 2",
        "9007199254740991 + 1 | 9007199254740992",
        "3 > 2 ? 10 : 20 | 10",
        "3 == 3.0 ? 1 : 2 | 1",
        "!(1 < 2) && 2 <= 2 ? 1 : 2 | 2",
        "false && 1 / 0 > 1 ? 1 : 2 | 2",
        "1 / 0.0 | Infinity",
        "abs(-3) + sign(-2) + max(2, 5) - min(2, 5) | 5",
        "sqrt(16) | 4",
        "exp(0) + log(1) | 1",
        "[4, 5, 6][1] | 5",
        "[[1, 2], [3, 4]][1, 0] | 3",
        "dim(zeros([3, 5]), -1) | 5",
        "size(zeros([3, 5])) | 15",
        "rank(zeros([3, 5])) | 2",
        "sum([1, 2, 3] * [1, 10, 100]) | 321",
      })
  void calculatesConstants(String expression, double expected) {
    assertThat(Elaborated.constant(expression)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[3, 2] | [2] | [3, 2]",
        "[3, 2] | [3, 1] | [3, 2]",
        "[4, 1] | [3] | [4, 3]",
        "[5, 1, 2] | [4, 1] | [5, 4, 2]",
        "[3] | [] | [3]",
        "[] | [] | []",
        "[1] | [1, 1] | [1, 1]",
      })
  void broadcasts(String left, String right, String result) {
    String inputs = "input a" + left + " input b" + right;
    assertThat(Elaborated.node(inputs, "a + b").shape()).hasToString(result);
    assertThat(Elaborated.node(inputs, "b < a").shape()).hasToString(result);
    assertThat(Elaborated.node(inputs, "a > 0 ? b : a").shape()).hasToString(result);
    assertThat(Elaborated.node(inputs, "max(b, a)").shape()).hasToString(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[2] | [2] | []",
        "[3, 2] | [2] | [3]",
        "[2] | [2, 4] | [4]",
        "[3, 2] | [2, 4] | [3, 4]",
        "[5, 3, 2] | [2] | [5, 3]",
        "[2] | [5, 2, 4] | [5, 4]",
        "[5, 3, 2] | [2, 4] | [5, 3, 4]",
        "[5, 3, 2] | [5, 2, 4] | [5, 3, 4]",
        "[1, 3, 2] | [5, 2, 4] | [5, 3, 4]",
        "[5, 1, 3, 2] | [6, 2, 4] | [5, 6, 3, 4]",
        "[1, 3, 2] | [1, 2, 4] | [1, 3, 4]",
      })
  void multipliesMatricesAsNumPyDoes(String left, String right, String result) {
    String inputs = "input a" + left + " input b" + right;
    assertThat(Elaborated.node(inputs, "a @ b").shape()).hasToString(result);
  }

  @Test
  void broadcastsTheLeadingAxesOfMatrices() {
    double[] a = {1, 2, 3, 4, 5, 6};
    double[] b = {1, 0, 0, 1, 2, 3, 5, 7};
    double[] product =
        Elaborated.value("input a[1, 3, 2] input b[2, 2, 2]", "a @ b", Map.of("a", a, "b", b));
    assertThat(product)
        .containsExactly(1, 2, 3, 4, 5, 6, 2 + 10, 3 + 14, 6 + 20, 9 + 28, 10 + 30, 15 + 42);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x^2 | 9",
        "x^3 | 27",
        "x^0 | 1",
        "x^1 | 3",
        "x^-2 | 0.1111111111111111",
        "x^7 | 2187"
      })
  void repeatsMultiplicationForIntegerExponents(String expression, double expected) {
    assertThat(Elaborated.value("input x", expression, Map.of("x", new double[] {3})))
        .containsExactly(expected);
    assertThat(
            dev.bpnet.compiler.graph.GraphPrinter.print(
                Elaborated.model("network N { input x output y = " + expression + " loss y }")
                    .prediction()))
        .doesNotContain("power");
  }

  @Test
  void countsBoolsInArithmetic() {
    double[] x = {-1, 2, 3};
    assertThat(Elaborated.value("input x[3]", "sum(x > 0) + (x[0] < 0) * 10", Map.of("x", x)))
        .containsExactly(12);
    assertThat(Elaborated.value("input x[3]", "x > 0 && !(x == 3)", Map.of("x", x)))
        .containsExactly(0, 1, 0);
    assertThat(Elaborated.value("input x[3]", "-(x >= 2)", Map.of("x", x)))
        .containsExactly(-0.0, -1, -1);
  }

  @Test
  void comparesClassesWithClassesAndIntegers() {
    Map<String, double[]> numbers = Map.of("k", new double[] {2, 0}, "x", new double[] {1, 5, 9});
    assertThat(Elaborated.value("input k[2]: class(3) input x[3]", "k == argmax(x)", numbers))
        .containsExactly(1, 0);
    assertThat(Elaborated.value("input k[2]: class(3) input x[3]", "k != 0", numbers))
        .containsExactly(1, 0);
  }

  @Test
  void takesOneBranchOfAConstantCondition() {
    String inputs = "input x[3]";
    assertThat(Elaborated.node(inputs, "rank(x) == 1 ? x : x @ x @ x").shape()).hasToString("[3]");
    assertThat(Elaborated.node(inputs, "training ? batch_mean(x) : x").perExample()).isTrue();
  }
}
