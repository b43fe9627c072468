package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Direction;
import dev.bpnet.compiler.oracle.Oracle;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The prelude against the formulas of its documentation, which are PyTorch's. */
class LibraryTest {
  private static final double[] POINTS = {-8, -3, -1.5, -1, -0.25, 0, 0.25, 1, 1.5, 3, 8};

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  @TestFactory
  Stream<DynamicTest> activations() {
    Map<String, DoubleUnaryOperator> formulas =
        Map.ofEntries(
            Map.entry("relu(x)", z -> Math.max(z, 0)),
            Map.entry("leaky_relu(x)", z -> z > 0 ? z : 0.01 * z),
            Map.entry("leaky_relu(x, alpha = 0.3)", z -> z > 0 ? z : 0.3 * z),
            Map.entry("elu(x)", z -> z > 0 ? z : Math.expm1(z)),
            Map.entry("elu(x, 2)", z -> z > 0 ? z : 2 * Math.expm1(z)),
            Map.entry(
                "selu(x)",
                z -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z))),
            Map.entry("silu(x)", z -> z * sigmoid(z)),
            Map.entry("mish(x)", z -> z * Math.tanh(Math.log1p(Math.exp(z)))),
            Map.entry("softsign(x)", z -> z / (1 + Math.abs(z))),
            Map.entry("hard_sigmoid(x)", z -> z <= -3 ? 0 : z >= 3 ? 1 : z / 6 + 0.5),
            Map.entry("hard_tanh(x)", z -> Math.max(-1, Math.min(1, z))),
            Map.entry("clip(x, -2, 0.5)", z -> Math.max(-2, Math.min(0.5, z))),
            Map.entry("softplus(x)", z -> Math.log1p(Math.exp(z))),
            Map.entry("sigmoid(x)", LibraryTest::sigmoid));
    return formulas.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> agrees(entry.getKey(), entry.getValue())));
  }

  private static void agrees(String expression, DoubleUnaryOperator formula) {
    double[] values = Elaborated.value("input x[11]", expression, Map.of("x", POINTS));
    for (int i = 0; i < POINTS.length; i++) {
      double expected = formula.applyAsDouble(POINTS[i]);
      assertThat(values[i]).isCloseTo(expected, within(1e-14 * Math.max(1, Math.abs(expected))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gelu(x), -1, -0.15865525393145707",
    "gelu(x), 2, 1.9544997361036416",
    "erf(x), 0.5, 0.5204998778130465"
  })
  void agreesWithSciPy(String expression, double x, double expected) {
    double[] value = Elaborated.value("input x", expression, Map.of("x", new double[] {x}));
    assertThat(value[0]).isCloseTo(expected, within(1e-14));
  }

  /** y = (0.5, −1, 2), t = (1, 0, −1), p = (0.2, 0.3, 0.5), q = (0, 0.4, 0.6), class 2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "squared_error(y, t) | 5.125",
        "mse(y, t) | 3.4166666666666665",
        "mae(y, t) | 1.5",
        "huber(y, t) | 1.0416666666666667",
        "huber(y, t, delta = 2) | 1.5416666666666667",
        "log_cosh(y, t) | 0.9544079473396966",
        "cross_entropy(p, q) | 0.897477429",
        "cross_entropy(p, k) | 0.6931471805599453",
        "softmax_cross_entropy(log(p), q) | 0.897477429",
        "softmax_cross_entropy(log(p), k) | 0.6931471805599453",
        "kl_divergence(p, q) | 0.224465762",
        "binary_cross_entropy(p, [0, 1, 1]) | 0.706754512066697",
        "sigmoid_cross_entropy(log(p / (1 - p)), [0, 1, 1]) | 0.706754512066697",
        "hinge(y, [1, -1, 1]) | 0.16666666666666666",
        "l1(y) | 3.5",
        "l2(y) | 2.625",
        "squared_error([y, t], [t, y]) | 5.125",
        "softmax_cross_entropy([log(p), y], [k, k]) | 0.4672292386085512",
        "cross_entropy([p, p], [q, q]) | 0.897477429",
      })
  void losses(String expression, double expected) {
    String inputs = "input y[3] input t[3] input p[3] input q[3] input k: class(3)";
    Map<String, double[]> numbers =
        Map.of(
            "y", new double[] {0.5, -1, 2},
            "t", new double[] {1, 0, -1},
            "p", new double[] {0.2, 0.3, 0.5},
            "q", new double[] {0, 0.4, 0.6},
            "k", new double[] {2});
    assertThat(Elaborated.node(inputs, expression).shape().isScalar()).isTrue();
    assertThat(Elaborated.value(inputs, expression, numbers)[0]).isCloseTo(expected, within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({
    "relu(x), 0, 0",
    "leaky_relu(x), 0, 0.01",
    "abs(x), 0, 0",
    "'norm([x, 0, 0])', 0, 0",
    "'max(x, 0)', 0, 1",
    "'max(0, x)', 0, 0",
    "'cross_entropy([x, 1 - x], [0, 1])', 0, 1",
    "'kl_divergence([x, 1 - x], [0, 1])', 0, 1",
    "x^0.5, 4, 0.25",
    "'x > 0 ? log(x) : 0', 0, 0",
  })
  void slopesAtKinks(String expression, double x, double expected) {
    Model model = Elaborated.model("network N { param x output y = 1 loss " + expression + " }");
    Variable parameter = model.variables().get(0);
    Node loss = model.training().loss().orElseThrow();
    Bindings bindings = Bindings.of(1).with(parameter, x);
    double slope =
        Oracle.of(loss).evaluate(bindings).along(Direction.of(parameter, 1)).at(loss, 0).value();
    assertThat(slope).isEqualTo(expected);
  }
}
