package dev.bpnet.compiler.oracle;

import static dev.bpnet.compiler.oracle.Net.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Variable;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole networks against closed forms. */
class OracleTest {
  private static final int I = 3;
  private static final int J = 4;
  private static final int K = 2;
  private static final int BATCH = 5;

  private final Variable x = Net.input("x", I);
  private final Variable t = Net.input("t", K);
  private final Variable w1 = Net.parameter("W1", J, I);
  private final Variable b1 = Net.parameter("b1", J);
  private final Variable w2 = Net.parameter("W2", K, J);
  private final Variable b2 = Net.parameter("b2", K);

  private Node dense(Variable w, Variable b, Node in) {
    Node product =
        B.contract(B.variable(w), in, new Attribute.Labels(List.of(0, 1), List.of(1), List.of(0)));
    return B.unary(Op.SIGMOID, B.add(product, B.variable(b)));
  }

  private Graph threeLayers() {
    Node o = dense(w2, b2, dense(w1, b1, B.variable(x)));
    Node difference = B.subtract(B.variable(t), o);
    return Net.graph(B.multiply(B.constant(0.5), B.sumAll(B.multiply(difference, difference))));
  }

  private Bindings bindings() {
    Random random = new Random(3);
    return Bindings.of(BATCH)
        .with(x, Net.normal(BATCH * I, random))
        .with(t, Net.normal(BATCH * K, random))
        .with(w1, Net.normal(J * I, random))
        .with(b1, Net.normal(J, random))
        .with(w2, Net.normal(K * J, random))
        .with(b2, Net.normal(K, random));
  }

  /**
   * δ_k = −(t_k − o_k)·o_k(1 − o_k), ∂L/∂w_jk = δ_k·h_j, ∂L/∂w_ij = δ_j·x_i, meant over the batch.
   */
  @Test
  void threeSigmoidLayersHaveTheTextbookGradient() {
    Bindings bindings = bindings();
    double[] byW1 = new double[J * I];
    double[] byB2 = new double[K];
    double[] byW2 = new double[K * J];
    double loss = 0;
    for (int example = 0; example < BATCH; example++) {
      double[] h = layer(bindings, w1, b1, J, bindings.get(x), example * I, I);
      double[] o = layer(bindings, w2, b2, K, h, 0, J);
      double[] below = new double[J];
      for (int k = 0; k < K; k++) {
        double error = o[k] - bindings.get(t)[example * K + k];
        double delta = error * o[k] * (1 - o[k]);
        loss += 0.5 * error * error / BATCH;
        byB2[k] += delta / BATCH;
        for (int j = 0; j < J; j++) {
          byW2[k * J + j] += delta * h[j] / BATCH;
          below[j] += delta * bindings.get(w2)[k * J + j];
        }
      }
      for (int j = 0; j < J; j++) {
        for (int i = 0; i < I; i++) {
          byW1[j * I + i] +=
              below[j] * h[j] * (1 - h[j]) * bindings.get(x)[example * I + i] / BATCH;
        }
      }
    }
    Evaluation evaluation = Oracle.of(threeLayers()).evaluate(bindings);
    assertThat(evaluation.objective().value()).isCloseTo(loss, within(1e-15));
    assertPartials(evaluation, w1, byW1);
    assertPartials(evaluation, w2, byW2);
    assertPartials(evaluation, b2, byB2);
  }

  private static double[] layer(
      Bindings bindings, Variable w, Variable b, int units, double[] in, int from, int size) {
    double[] out = new double[units];
    for (int unit = 0; unit < units; unit++) {
      double z = bindings.get(b)[unit];
      for (int i = 0; i < size; i++) {
        z += bindings.get(w)[unit * size + i] * in[from + i];
      }
      out[unit] = 1 / (1 + Math.exp(-z));
    }
    return out;
  }

  private static void assertPartials(Evaluation evaluation, Variable variable, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      Quantity partial =
          evaluation.along(Direction.element(variable, i, evaluation.bindings())).objective();
      assertThat(Math.abs(partial.value() - expected[i]))
          .as("%s %s", variable, i)
          .isLessThanOrEqualTo(0x1p-50 * partial.magnitude());
      assertThat(partial.magnitude()).isLessThan(40);
    }
  }

  /** One pass along an input element of every example gives each example its own partial. */
  @Test
  void examplesDoNotMix() {
    Bindings bindings = bindings();
    Evaluation evaluation = Oracle.of(threeLayers()).evaluate(bindings);
    Derivative all = evaluation.along(Direction.everyExample(x, 1, bindings));
    for (int example = 0; example < BATCH; example++) {
      Derivative one = evaluation.along(Direction.element(x, example * I + 1, bindings));
      assertThat(one.loss(example)).isEqualTo(all.loss(example));
      assertThat(one.objective().value())
          .isCloseTo(all.loss(example).value() / BATCH, within(1e-16));
    }
  }

  /** ŷ − t for softmax followed by cross entropy; also where the logits are far apart. */
  @Test
  void softmaxCrossEntropyHasTheDifferenceAsGradient() {
    Variable z = Net.input("z", 3);
    Variable k = Net.input("k", Kind.classOf(3));
    Node loss = B.negate(B.pick(B.along(Op.LOG_SOFTMAX, B.variable(z), List.of(0)), B.variable(k)));
    Bindings bindings = Bindings.of(2).with(z, 1, 2, -1, 800, -800, 0).with(k, 2, 1);
    Evaluation evaluation = Oracle.of(Net.graph(loss)).evaluate(bindings);
    assertThat(evaluation.at(loss, 1).value()).isEqualTo(1600);
    double sum = Math.exp(1) + Math.exp(2) + Math.exp(-1);
    double[][] expected = {
      {Math.exp(1) / sum, Math.exp(2) / sum, Math.exp(-1) / sum - 1}, {1, -1, 0}
    };
    for (int i = 0; i < 3; i++) {
      Derivative derivative = evaluation.along(Direction.everyExample(z, i, bindings));
      assertThat(derivative.loss(0).value()).isCloseTo(expected[0][i], within(1e-15));
      assertThat(derivative.loss(1).value()).isEqualTo(expected[1][i]);
    }
  }

  @Test
  void batchMeanMixesExamples() {
    Variable v = Net.input("v", 2);
    Node centred = B.subtract(B.variable(v), B.batchMean(B.variable(v)));
    Node loss = B.sumAll(B.multiply(centred, centred));
    Bindings bindings = Bindings.of(3).with(v, 1, 10, 2, 20, 6, 60);
    Evaluation evaluation = Oracle.of(Net.graph(loss)).evaluate(bindings);
    assertThat(evaluation.values(loss)).containsExactly(404, 101, 909);
    // d/dv of the mean of (v − mean)² is 2(v − mean)/n.
    Derivative derivative = evaluation.along(Direction.element(v, 4, bindings));
    assertThat(derivative.objective().value()).isCloseTo(2.0 * 3 / 3, within(1e-15));
  }

  @Test
  void aLossOfParametersAloneExistsOnce() {
    Node loss = B.sumAll(B.multiply(B.variable(b1), B.variable(b1)));
    Bindings bindings = Bindings.of(7).with(b1, 1, 2, 3, 4);
    Evaluation evaluation = Oracle.of(Net.graph(loss)).evaluate(bindings);
    assertThat(evaluation.values(loss)).containsExactly(30);
    assertThat(evaluation.objective().value()).isEqualTo(30);
    assertThat(evaluation.along(Direction.element(b1, 2, bindings)).loss(6).value()).isEqualTo(6);
  }

  @Test
  void bindingsAreChecked() {
    Variable k = Net.input("k", Kind.classOf(3));
    assertThatThrownBy(() -> Bindings.of(2).with(k, 1)).hasMessageContaining("wants 2 numbers");
    assertThatThrownBy(() -> Bindings.of(1).with(k, 3)).hasMessageContaining("no class 3.0");
    assertThatThrownBy(() -> Bindings.of(0)).hasMessageContaining("batch of 0");
    assertThatThrownBy(() -> Oracle.of(threeLayers()).evaluate(Bindings.of(1)))
        .hasMessageContaining("is not bound");
  }
}
