package dev.bpnet.benchmarks;

import java.util.Arrays;

/**
 * Dense layers and a softmax, a batch at a time. Weights lie by input, so that every product is
 * "add multiples of four rows"; a block of four inputs serves the whole batch before the next. The
 * deltas carry the factor of the update, so that plain descent adds products straight to the
 * weights. Of later layers a transposed copy is kept for the way back.
 */
final class TunedClassifier implements Contender {
  private static final int BLOCK = 4;

  private final Task task;
  private final TaskData data;
  private final int batch;
  private final float[][][] weights;
  private final float[][][] transposed;
  private final float[][] biases;
  private final float[][][] values;
  private final float[][][] deltas;
  private final TunedAdam adam;
  private final Kernels.Factors factors = new Kernels.Factors();
  private int next;

  TunedClassifier(Task task, TaskData data) {
    this.task = task;
    this.data = data;
    batch = task.steps().batch();
    int layers = task.layers();
    weights = new float[layers][][];
    transposed = new float[layers][][];
    biases = new float[layers][];
    values = new float[layers + 1][][];
    deltas = new float[layers + 1][][];
    for (int layer = 0; layer < layers; layer++) {
      int in = task.width(layer);
      int out = task.width(layer + 1);
      transposed[layer] = new float[out][in];
      for (int o = 0; o < out; o++) {
        System.arraycopy(data.weights()[layer], o * in, transposed[layer][o], 0, in);
      }
      weights[layer] = new float[in][out];
      Kernels.transpose(transposed[layer], weights[layer]);
      biases[layer] = new float[out];
      values[layer + 1] = new float[batch][out];
      deltas[layer + 1] = new float[batch][out];
    }
    adam = task.usesAdam() ? new TunedAdam(weights, biases) : null;
  }

  /** The values of all layers for {@code count} rows. */
  private void forward(int row, int count) {
    for (int layer = 0; layer < weights.length; layer++) {
      int in = task.width(layer);
      float[][] result = values[layer + 1];
      for (int b = 0; b < count; b++) {
        System.arraycopy(biases[layer], 0, result[b], 0, biases[layer].length);
      }
      int step = count == 1 ? in : BLOCK;
      for (int i = 0; i < in; i += step) {
        int width = Math.min(step, in - i);
        for (int b = 0; b < count; b++) {
          if (layer == 0) {
            factors.at(data.inputs(), (row + b) * in + i, 1);
          } else {
            factors.at(values[layer][b], i, 1);
          }
          Kernels.add(result[b], factors, weights[layer], i, width);
        }
      }
      for (int b = 0; b < count; b++) {
        if (layer == weights.length - 1) {
          softmax(result[b]);
        } else {
          activate(result[b]);
        }
      }
    }
  }

  private void activate(float[] z) {
    if (task.activation() == Task.Activation.TANH) {
      for (int j = 0; j < z.length; j++) {
        z[j] = FastMath.tanh(z[j]);
      }
    } else {
      for (int j = 0; j < z.length; j++) {
        z[j] = Math.max(z[j], 0);
      }
    }
  }

  private static void softmax(float[] z) {
    float largest = z[0];
    for (int o = 1; o < z.length; o++) {
      largest = z[o] > largest ? z[o] : largest;
    }
    float sum = 0;
    for (int o = 0; o < z.length; o++) {
      z[o] = FastMath.exp(z[o] - largest);
      sum += z[o];
    }
    float share = 1 / sum;
    for (int o = 0; o < z.length; o++) {
      z[o] *= share;
    }
  }

  /** Multiplies the delta by the derivative of the activation. */
  private void applySlope(float[] delta, float[] a) {
    if (task.activation() == Task.Activation.TANH) {
      for (int j = 0; j < delta.length; j++) {
        delta[j] *= Math.fma(-a[j], a[j], 1f);
      }
    } else {
      for (int j = 0; j < delta.length; j++) {
        delta[j] = a[j] > 0 ? delta[j] : 0;
      }
    }
  }

  private void backward(int row, float scale) {
    int last = weights.length;
    for (int b = 0; b < batch; b++) {
      float[] delta = deltas[last][b];
      for (int o = 0; o < delta.length; o++) {
        delta[o] = values[last][b][o] * scale;
      }
      delta[data.labels()[row + b]] -= scale;
    }
    for (int layer = last - 1; layer > 0; layer--) {
      float[][] rows = transposed[layer];
      for (float[] delta : deltas[layer]) {
        Arrays.fill(delta, 0);
      }
      for (int o = 0; o < rows.length; o += BLOCK) {
        int width = Math.min(BLOCK, rows.length - o);
        for (int b = 0; b < batch; b++) {
          factors.at(deltas[layer + 1][b], o, 1);
          Kernels.add(deltas[layer][b], factors, rows, o, width);
        }
      }
      for (int b = 0; b < batch; b++) {
        applySlope(deltas[layer][b], values[layer][b]);
      }
    }
  }

  /** Adds the product of values and deltas to the rows of a layer, four examples at a time. */
  private void addProducts(int layer, int row, float[][] sums, float[] biasSum) {
    int in = task.width(layer);
    for (int b = 0; b < batch; b += BLOCK) {
      int count = Math.min(BLOCK, batch - b);
      for (int i = 0; i < in; i++) {
        if (layer == 0) {
          factors.at(data.inputs(), (row + b) * in + i, in);
          Kernels.add(sums[i], factors, deltas[1], b, count);
        } else {
          addColumn(sums[i], layer, i, b);
        }
      }
      for (int k = b; k < b + count; k++) {
        for (int o = 0; o < biasSum.length; o++) {
          biasSum[o] += deltas[layer + 1][k][o];
        }
      }
    }
  }

  private final float[] column = new float[BLOCK];

  private void addColumn(float[] sum, int layer, int i, int b) {
    int count = Math.min(BLOCK, batch - b);
    for (int k = 0; k < count; k++) {
      column[k] = values[layer][b + k][i];
    }
    Kernels.add(sum, factors.at(column, 0, 1), deltas[layer + 1], b, count);
  }

  @Override
  public void step() {
    forward(next, batch);
    backward(next, adam == null ? -Task.RATE / batch : 1f / batch);
    for (int layer = 0; layer < weights.length; layer++) {
      float[][] sums = adam == null ? weights[layer] : adam.gradients(layer);
      float[] biasSum = adam == null ? biases[layer] : adam.biasGradients(layer);
      addProducts(layer, next, sums, biasSum);
    }
    if (adam != null) {
      adam.update();
    }
    for (int layer = 1; layer < weights.length; layer++) {
      Kernels.transpose(weights[layer], transposed[layer]);
    }
    next = next + batch == task.steps().rows() ? 0 : next + batch;
  }

  @Override
  public double loss() {
    double sum = 0;
    for (int row = 0; row < task.steps().rows(); row++) {
      forward(row, 1);
      sum -= Math.log(values[weights.length][0][data.labels()[row]] + 1e-30);
    }
    return sum / task.steps().rows();
  }

  @Override
  public float predict(int row) {
    forward(row, 1);
    return values[weights.length][0][0];
  }

  @Override
  public int rows() {
    return task.steps().rows();
  }
}
