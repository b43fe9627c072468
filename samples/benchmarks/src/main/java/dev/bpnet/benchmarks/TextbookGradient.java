package dev.bpnet.benchmarks;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The loops that one would write first for {@link DoubleGradient}. */
final class TextbookGradient implements DoubleGradient {
  private final double[] w;
  private final double[] b;
  private final double[] v;
  private final double[] c;
  private final double[] inputs;
  private final double[] targets;
  private final double[] h = new double[HIDDEN];
  private final double[] delta = new double[HIDDEN];
  private final Map<String, double[]> gradient = new TreeMap<>();
  private final double[][] gradients;

  TextbookGradient(Map<String, double[]> weights, double[] inputs, double[] targets) {
    w = weights.get("h.W");
    b = weights.get("h.b");
    v = weights.get("y.W");
    c = weights.get("y.b");
    weights.forEach((name, values) -> gradient.put(name, new double[values.length]));
    gradients = gradient.values().toArray(new double[0][]);
    this.inputs = inputs;
    this.targets = targets;
  }

  @Override
  public double compute() {
    for (double[] values : gradients) {
      Arrays.fill(values, 0);
    }
    double loss = 0;
    for (int row = 0; row < EXAMPLES; row++) {
      loss += example(row);
    }
    return loss / EXAMPLES;
  }

  private double example(int row) {
    double[] gradientV = gradient.get("y.W");
    double[] gradientC = gradient.get("y.b");
    for (int j = 0; j < HIDDEN; j++) {
      double sum = b[j];
      for (int i = 0; i < INPUTS; i++) {
        sum += w[j * INPUTS + i] * inputs[row * INPUTS + i];
      }
      h[j] = Math.tanh(sum);
      delta[j] = 0;
    }
    double loss = 0;
    for (int o = 0; o < OUTPUTS; o++) {
      double sum = c[o];
      for (int j = 0; j < HIDDEN; j++) {
        sum += v[o * HIDDEN + j] * h[j];
      }
      double error = sum - targets[row * OUTPUTS + o];
      loss += error * error / 2;
      for (int j = 0; j < HIDDEN; j++) {
        gradientV[o * HIDDEN + j] += error * h[j] / EXAMPLES;
        delta[j] += error * v[o * HIDDEN + j];
      }
      gradientC[o] += error / EXAMPLES;
    }
    addHidden(row);
    return loss;
  }

  private void addHidden(int row) {
    double[] gradientW = gradient.get("h.W");
    double[] gradientB = gradient.get("h.b");
    for (int j = 0; j < HIDDEN; j++) {
      double d = delta[j] * (1 - h[j] * h[j]) / EXAMPLES;
      for (int i = 0; i < INPUTS; i++) {
        gradientW[j * INPUTS + i] += d * inputs[row * INPUTS + i];
      }
      gradientB[j] += d;
    }
  }

  @Override
  public Map<String, double[]> gradient() {
    return gradient;
  }
}
