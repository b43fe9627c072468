package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** x is 0, 1, …, 23 in the shape [2, 3, 4]. */
class IndexingTest {
  private static final Map<String, double[]> X =
      Map.of("x", IntStream.range(0, 24).asDoubleStream().toArray());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x[1, 2, 3] | [] | 23",
        "x[1, 2] | [4] | 20 21 22 23",
        "x[0, .., 1] | [3] | 1 5 9",
        "x[.., 0, 3] | [2] | 3 15",
        "x[1, 1..3, 2] | [2] | 18 22",
        "x[0..1, 2, 0..2] | [1, 2] | 8 9",
        "x[1][2][3] | [] | 23",
        "x[.., .., 0] | [2, 3] | 0 4 8 12 16 20",
        "x[4 / 4, 0, 0] | [] | 12",
        "transpose(x)[1, 0] | [2] | 1 13",
        "transpose(x, [1, 0, 2])[2, 0] | [4] | 8 9 10 11",
        "reshape(x, [4, 6])[3, 5] | [] | 23",
        "flatten(x)[5..7] | [2] | 5 6",
        "concat(x[0, 0, 0..2], x[1, 1, 2..4]) | [4] | 0 1 18 19",
        "concat(x[0], x[1], axis = -1)[0] | [8] | 0 1 2 3 12 13 14 15",
        "stack(x[0, 0], x[1, 0], axis = 1)[1] | [2] | 1 13",
        "[x[0, 0, 1], x[1, 1, 1], 7] | [3] | 1 17 7",
        "pad(x[0, 0, 0..2], 1) | [4] | 0 0 1 0",
        "pad(x[0, 0, 0..2], [0, 1], value = 9) | [3] | 0 1 9",
        "pad(x[0, 0..2, 0..1], [[1, 0], [0, 1]]) | [3, 2] | 0 0 0 0 4 0",
        "sum(x, axis = 0)[0] | [4] | 12 14 16 18",
        "sum(x, axis = [0, 2]) | [3] | 60 92 124",
        "max(x, axis = -1)[1] | [3] | 15 19 23",
        "max(x, axis = [0, 2]) | [3] | 15 19 23",
        "min(x) | [] | 0",
        "argmax(x) | [] | 23",
        "argmax(-x, axis = 2)[0] | [3] | 0 0 0",
        "mean(x, axis = 2)[0] | [3] | 1.5 5.5 9.5",
        "variance(x[0, 0]) | [] | 1.25",
        "variance(x, axis = 2)[1] | [3] | 1.25 1.25 1.25",
        "norm(x[0, 0..1, 0..1]) | [] | 0",
        "prod(x[0, 0, 1..4]) | [] | 6",
        "one_hot(argmax(x[0, 0])) | [4] | 0 0 0 1",
        "full([2], x[0, 0, 3]) | [2] | 3 3",
        "ones([2]) - zeros(2) | [2] | 1 1",
      })
  void indexesAsNumPyDoes(String expression, String shape, String expected) {
    double[] numbers =
        Arrays.stream(expected.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertThat(Elaborated.node("input x[2, 3, 4]", expression).shape()).hasToString(shape);
    assertThat(Elaborated.value("input x[2, 3, 4]", expression, X)).containsExactly(numbers);
  }

  @Test
  void selectsRowsByClass() {
    String inputs = "input x[2, 3, 4] input k: class(2) input ks[2, 2]: class(2)";
    Map<String, double[]> numbers =
        Map.of("x", X.get("x"), "k", new double[] {1}, "ks", new double[] {1, 0, 0, 1});
    assertThat(Elaborated.node(inputs, "x[k]").shape()).hasToString("[3, 4]");
    assertThat(Elaborated.value(inputs, "x[k][0]", numbers)).containsExactly(12, 13, 14, 15);
    assertThat(Elaborated.node(inputs, "x[ks]").shape()).hasToString("[2, 2, 3, 4]");
    assertThat(Elaborated.value(inputs, "x[ks, 2, 3]", numbers)).containsExactly(23, 11, 11, 23);
  }
}
