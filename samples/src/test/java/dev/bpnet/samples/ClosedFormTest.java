package dev.bpnet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The generated gradients of the textbook networks against the formulas of the textbooks, written
 * out by hand. Batches are matrices with one example a row, so Δ is [m, out] and ∂L/∂W = Δᵀ A / m.
 */
class ClosedFormTest {
  private static final double EXACT = 1e-12;

  /** Three layers, sigmoid, squared error, unit by unit. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void threeLayers(long seed) throws IOException {
    Sample sample = Sample.of("three_layer/three_layer.bpnet", "ThreeLayer", seed);
    double[][] w1 = sample.parameter("W1").rows();
    double[][] w2 = sample.parameter("W2").rows();
    double[] b1 = sample.parameter("b1").rows()[0];
    double[] b2 = sample.parameter("b2").rows()[0];
    int hiddens = w1.length;
    int inputs = w1[0].length;
    int outputs = w2.length;
    double[][] dw1 = new double[hiddens][inputs];
    double[][] dw2 = new double[outputs][hiddens];
    double[] db1 = new double[hiddens];
    double[] db2 = new double[outputs];
    double loss = 0;
    for (int example = 0; example < sample.count(); example++) {
      double[] x = sample.inputs().rows()[example];
      double[] t = sample.targets().rows()[example];
      double[] h = new double[hiddens];
      for (int j = 0; j < hiddens; j++) {
        double z = b1[j];
        for (int i = 0; i < inputs; i++) {
          z += w1[j][i] * x[i];
        }
        h[j] = sigmoid(z);
      }
      double[] delta = new double[outputs];
      for (int k = 0; k < outputs; k++) {
        double z = b2[k];
        for (int j = 0; j < hiddens; j++) {
          z += w2[k][j] * h[j];
        }
        double o = sigmoid(z);
        loss += 0.5 * (t[k] - o) * (t[k] - o) / sample.count();
        delta[k] = -(t[k] - o) * o * (1 - o);
        for (int j = 0; j < hiddens; j++) {
          dw2[k][j] += delta[k] * h[j] / sample.count();
        }
        db2[k] += delta[k] / sample.count();
      }
      for (int j = 0; j < hiddens; j++) {
        double sum = 0;
        for (int k = 0; k < outputs; k++) {
          sum += delta[k] * w2[k][j];
        }
        double deltaJ = sum * h[j] * (1 - h[j]);
        for (int i = 0; i < inputs; i++) {
          dw1[j][i] += deltaJ * x[i] / sample.count();
        }
        db1[j] += deltaJ / sample.count();
      }
    }

    assertThat(sample.loss()).isCloseTo(loss, within(EXACT));
    sample.assertGradient("W1", new Matrix(dw1));
    sample.assertGradient("b1", new Matrix(db1));
    sample.assertGradient("W2", new Matrix(dw2));
    sample.assertGradient("b2", new Matrix(db2));
  }

  /** Exclusive or: δᴸ = (a − y) ⊙ σ'(zᴸ), δˡ = (Wˡ⁺¹)ᵀ δˡ⁺¹ ⊙ σ'(zˡ). */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void matrixForm(long seed) throws IOException {
    Sample sample = Sample.of("xor_matrix/xor_matrix.bpnet", "XorMatrix", seed);
    Matrix w2 = sample.parameter("W2");
    Matrix z1 =
        sample.inputs().times(sample.parameter("W1").transposed()).plus(sample.parameter("b1"));
    Matrix a1 = z1.map(ClosedFormTest::sigmoid);
    Matrix z2 = a1.times(w2.transposed()).plus(sample.parameter("b2"));
    Matrix a2 = z2.map(ClosedFormTest::sigmoid);
    Matrix delta2 = a2.minus(sample.targets()).hadamard(z2.map(ClosedFormTest::sigmoidSlope));
    Matrix delta1 = delta2.times(w2).hadamard(z1.map(ClosedFormTest::sigmoidSlope));

    assertDense(sample, "W2", "b2", delta2, a1);
    assertDense(sample, "W1", "b1", delta1, sample.inputs());
  }

  /** Sigmoid and squared error: δ = (y − t) ⊙ y(1 − y). */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void sigmoidWithSquaredError(long seed) throws IOException {
    Sample sample = Sample.of("toolbox/toolbox.bpnet", "SigmoidSquared", seed);
    Matrix z1 = dense(sample, "h", sample.inputs());
    Matrix h = z1.map(ClosedFormTest::sigmoid);
    Matrix z2 = dense(sample, "y", h);
    Matrix y = z2.map(ClosedFormTest::sigmoid);
    Matrix delta2 = y.minus(sample.oneHotTargets(3)).hadamard(y.map(a -> a * (1 - a)));
    Matrix delta1 =
        delta2.times(sample.parameter("y.W")).hadamard(z1.map(ClosedFormTest::sigmoidSlope));

    assertDense(sample, "y.W", "y.b", delta2, h);
    assertDense(sample, "h.W", "h.b", delta1, sample.inputs());
  }

  /** Softmax followed by cross entropy: δ = ŷ − y. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void tanhWithSoftmaxAndCrossEntropy(long seed) throws IOException {
    Sample sample = Sample.of("toolbox/toolbox.bpnet", "TanhCrossEntropy", seed);
    Matrix h = dense(sample, "h", sample.inputs()).map(Math::tanh);
    Matrix y = softmax(dense(sample, "p", h));
    Matrix delta2 = y.minus(sample.oneHotTargets(3));
    Matrix delta1 = delta2.times(sample.parameter("p.W")).hadamard(h.map(a -> 1 - a * a));

    assertDense(sample, "p.W", "p.b", delta2, h);
    assertDense(sample, "h.W", "h.b", delta1, sample.inputs());
  }

  /** Rectified units: the derivative is 0 where z ≤ 0 and 1 elsewhere. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void reluWithSoftmaxAndCrossEntropy(long seed) throws IOException {
    Sample sample = Sample.of("toolbox/toolbox.bpnet", "ReluHe", seed);
    Matrix z = dense(sample, "logits.dense1", sample.inputs());
    Matrix h = z.map(a -> Math.max(a, 0));
    Matrix y = softmax(dense(sample, "logits.dense2", h));
    Matrix delta2 = y.minus(sample.oneHotTargets(3));
    Matrix delta1 =
        delta2.times(sample.parameter("logits.dense2.W")).hadamard(z.map(a -> a > 0 ? 1 : 0));

    assertDense(sample, "logits.dense2.W", "logits.dense2.b", delta2, h);
    assertDense(sample, "logits.dense1.W", "logits.dense1.b", delta1, sample.inputs());
  }

  /** Skip connections add the gradient of what they skip; α is 0.01. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void leakyReluWithResiduals(long seed) throws IOException {
    DoubleUnaryOperator leaky = a -> a > 0 ? a : 0.01 * a;
    DoubleUnaryOperator slope = a -> a > 0 ? 1 : 0.01;
    Sample sample = Sample.of("toolbox/toolbox.bpnet", "LeakyResidual", seed);
    Matrix z = dense(sample, "h", sample.inputs());
    Matrix h0 = z.map(leaky);
    Matrix z0 = dense(sample, "h.0.h", h0);
    Matrix inner0 = z0.map(leaky);
    Matrix h1 = h0.plus(dense(sample, "h.0.dense1", inner0));
    Matrix z1 = dense(sample, "h.1.h", h1);
    Matrix inner1 = z1.map(leaky);
    Matrix h2 = h1.plus(dense(sample, "h.1.dense1", inner1));
    Matrix logits = dense(sample, "logits", h2);

    // The mean over three classes of binary cross entropies: δ = (σ(z) − y) / 3.
    Matrix delta =
        logits.map(ClosedFormTest::sigmoid).minus(sample.oneHotTargets(3)).scaled(1 / 3.0);
    Matrix dh2 = delta.times(sample.parameter("logits.W"));
    Matrix delta1 = dh2.times(sample.parameter("h.1.dense1.W")).hadamard(z1.map(slope));
    Matrix dh1 = dh2.plus(delta1.times(sample.parameter("h.1.h.W")));
    Matrix delta0 = dh1.times(sample.parameter("h.0.dense1.W")).hadamard(z0.map(slope));
    Matrix dh0 = dh1.plus(delta0.times(sample.parameter("h.0.h.W")));

    assertDense(sample, "logits.W", "logits.b", delta, h2);
    assertDense(sample, "h.1.dense1.W", "h.1.dense1.b", dh2, inner1);
    assertDense(sample, "h.1.h.W", "h.1.h.b", delta1, h1);
    assertDense(sample, "h.0.dense1.W", "h.0.dense1.b", dh1, inner0);
    assertDense(sample, "h.0.h.W", "h.0.h.b", delta0, h0);
    assertDense(sample, "h.W", "h.b", dh0.hadamard(z.map(slope)), sample.inputs());
  }

  /** Every weight by name; (y − t)·y(1 − y) is computed once and reused by all below it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyWeightByName(long seed) throws IOException {
    Sample s = Sample.of("two_three_two_one/two_three_two_one.bpnet", "TwoThreeTwoOne", seed);
    String[] names = {
      "u11", "u21", "a1", "u12", "u22", "a2", "u13", "u23", "a3", "v11", "v21", "v31", "b1", "v12",
      "v22", "v32", "b2", "w1", "w2", "c"
    };
    double[] gradient = new double[names.length];
    for (int example = 0; example < s.count(); example++) {
      double x1 = s.inputs().rows()[example][0];
      double x2 = s.inputs().rows()[example][1];
      double t = s.targets().rows()[example][0];
      double g1 = sigmoid(s.scalar("u11") * x1 + s.scalar("u21") * x2 + s.scalar("a1"));
      double g2 = sigmoid(s.scalar("u12") * x1 + s.scalar("u22") * x2 + s.scalar("a2"));
      double g3 = sigmoid(s.scalar("u13") * x1 + s.scalar("u23") * x2 + s.scalar("a3"));
      double h1 =
          sigmoid(
              s.scalar("v11") * g1 + s.scalar("v21") * g2 + s.scalar("v31") * g3 + s.scalar("b1"));
      double h2 =
          sigmoid(
              s.scalar("v12") * g1 + s.scalar("v22") * g2 + s.scalar("v32") * g3 + s.scalar("b2"));
      double y = sigmoid(s.scalar("w1") * h1 + s.scalar("w2") * h2 + s.scalar("c"));

      double out = (y - t) * y * (1 - y);
      double d1 = out * s.scalar("w1") * h1 * (1 - h1);
      double d2 = out * s.scalar("w2") * h2 * (1 - h2);
      double e1 = (d1 * s.scalar("v11") + d2 * s.scalar("v12")) * g1 * (1 - g1);
      double e2 = (d1 * s.scalar("v21") + d2 * s.scalar("v22")) * g2 * (1 - g2);
      double e3 = (d1 * s.scalar("v31") + d2 * s.scalar("v32")) * g3 * (1 - g3);
      double[] partials = {
        e1 * x1, e1 * x2, e1, e2 * x1, e2 * x2, e2, e3 * x1, e3 * x2, e3, d1 * g1, d1 * g2, d1 * g3,
        d1, d2 * g1, d2 * g2, d2 * g3, d2, out * h1, out * h2, out
      };
      for (int i = 0; i < partials.length; i++) {
        gradient[i] += partials[i] / s.count();
      }
    }

    for (int i = 0; i < names.length; i++) {
      s.assertGradient(names[i], Matrix.of(1, 1, gradient[i]));
    }
  }

  /** ∂J/∂W₂ = (∂J/∂o) hᵀ + λW₂; ∂J/∂z = W₂ᵀ ∂J/∂o ⊙ φ'(z); ∂J/∂W₁ = (∂J/∂z) xᵀ + λW₁. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void withoutBiasesAndWithPenalty(long seed) throws IOException {
    double lambda = 0.001;
    Sample sample = Sample.of("bias_free/bias_free.bpnet", "BiasFree", seed);
    Matrix w1 = sample.parameter("W1");
    Matrix w2 = sample.parameter("W2");
    Matrix z = sample.inputs().times(w1.transposed());
    Matrix h = z.map(a -> a * sigmoid(a));
    Matrix o = h.times(w2.transposed());
    Matrix byOutput = o.minus(sample.targets());
    Matrix byZ = byOutput.times(w2).hadamard(z.map(a -> sigmoid(a) + a * sigmoidSlope(a)));
    double m = sample.count();

    sample.assertGradient(
        "W2", byOutput.transposed().times(h).scaled(1 / m).plus(w2.scaled(lambda)));
    sample.assertGradient(
        "W1", byZ.transposed().times(sample.inputs()).scaled(1 / m).plus(w1.scaled(lambda)));
  }

  /** ∂L/∂W = Δᵀ A / m and ∂L/∂b = Σ δ / m. */
  private static void assertDense(
      Sample sample, String weights, String biases, Matrix delta, Matrix activations) {
    double m = sample.count();
    sample.assertGradient(weights, delta.transposed().times(activations).scaled(1 / m));
    sample.assertGradient(biases, delta.columnSums().scaled(1 / m));
  }

  private static Matrix dense(Sample sample, String path, Matrix x) {
    return x.times(sample.parameter(path + ".W").transposed()).plus(sample.parameter(path + ".b"));
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double sigmoidSlope(double z) {
    return sigmoid(z) * (1 - sigmoid(z));
  }

  private static Matrix softmax(Matrix z) {
    Matrix exp = z.map(Math::exp);
    double[][] rows = new double[z.height()][z.width()];
    for (int i = 0; i < z.height(); i++) {
      double sum = 0;
      for (double e : exp.rows()[i]) {
        sum += e;
      }
      for (int j = 0; j < z.width(); j++) {
        rows[i][j] = exp.rows()[i][j] / sum;
      }
    }
    return new Matrix(rows);
  }
}
