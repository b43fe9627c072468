package dev.bpnet.benchmarks;

/**
 * Backpropagation as a textbook has it: one example after the other, a sum for each unit, the
 * gradients added up, then one update.
 */
final class TextbookContender implements Contender {
  private final Task task;
  private final TaskData data;
  private final float[][][] weights;
  private final float[][] biases;
  private final float[][][] weightGradients;
  private final float[][] biasGradients;
  private final float[][] values;
  private final float[][] deltas;
  private final TextbookAdam adam;
  private int next;

  TextbookContender(Task task, TaskData data) {
    this.task = task;
    this.data = data;
    int layers = task.layers();
    weights = new float[layers][][];
    biases = new float[layers][];
    weightGradients = new float[layers][][];
    biasGradients = new float[layers][];
    values = new float[layers + 1][];
    deltas = new float[layers + 1][];
    values[0] = new float[task.inputs()];
    for (int layer = 0; layer < layers; layer++) {
      int in = task.width(layer);
      int out = task.width(layer + 1);
      weights[layer] = new float[out][in];
      for (int o = 0; o < out; o++) {
        System.arraycopy(data.weights()[layer], o * in, weights[layer][o], 0, in);
      }
      biases[layer] = new float[out];
      weightGradients[layer] = new float[out][in];
      biasGradients[layer] = new float[out];
      values[layer + 1] = new float[out];
      deltas[layer + 1] = new float[out];
    }
    adam = task.usesAdam() ? new TextbookAdam(weights, biases) : null;
  }

  private void forward(int row) {
    System.arraycopy(data.inputs(), row * task.inputs(), values[0], 0, task.inputs());
    for (int layer = 0; layer < weights.length; layer++) {
      boolean last = layer == weights.length - 1;
      for (int o = 0; o < biases[layer].length; o++) {
        float sum = biases[layer][o];
        for (int i = 0; i < values[layer].length; i++) {
          sum += weights[layer][o][i] * values[layer][i];
        }
        values[layer + 1][o] = last && task.classifies() ? sum : activate(sum);
      }
    }
    if (task.classifies()) {
      softmax(values[weights.length]);
    }
  }

  private float activate(float z) {
    return switch (task.activation()) {
      case SIGMOID -> 1 / (1 + (float) Math.exp(-z));
      case TANH -> (float) Math.tanh(z);
      case RELU -> Math.max(z, 0);
    };
  }

  /** The derivative of the activation, by its value. */
  private float slope(float a) {
    return switch (task.activation()) {
      case SIGMOID -> a * (1 - a);
      case TANH -> 1 - a * a;
      case RELU -> a > 0 ? 1 : 0;
    };
  }

  private static void softmax(float[] z) {
    float largest = z[0];
    for (float value : z) {
      largest = Math.max(largest, value);
    }
    float sum = 0;
    for (int o = 0; o < z.length; o++) {
      z[o] = (float) Math.exp(z[o] - largest);
      sum += z[o];
    }
    for (int o = 0; o < z.length; o++) {
      z[o] /= sum;
    }
  }

  private void outputDelta(int row) {
    float[] y = values[weights.length];
    float[] delta = deltas[weights.length];
    for (int o = 0; o < y.length; o++) {
      delta[o] =
          task.classifies()
              ? y[o] - (data.labels()[row] == o ? 1 : 0)
              : 2 * (y[o] - data.targets()[row]) * slope(y[o]);
    }
  }

  private void backward(int row) {
    outputDelta(row);
    for (int layer = weights.length - 1; layer >= 0; layer--) {
      float[] delta = deltas[layer + 1];
      for (int o = 0; o < delta.length; o++) {
        for (int i = 0; i < values[layer].length; i++) {
          weightGradients[layer][o][i] += delta[o] * values[layer][i];
        }
        biasGradients[layer][o] += delta[o];
      }
      if (layer > 0) {
        for (int i = 0; i < values[layer].length; i++) {
          float sum = 0;
          for (int o = 0; o < delta.length; o++) {
            sum += weights[layer][o][i] * delta[o];
          }
          deltas[layer][i] = sum * slope(values[layer][i]);
        }
      }
    }
  }

  @Override
  public void step() {
    int batch = task.steps().batch();
    for (int row = next; row < next + batch; row++) {
      forward(row);
      backward(row);
    }
    if (adam != null) {
      adam.update(weightGradients, biasGradients, batch);
    } else {
      descend(Task.RATE / batch);
    }
    next = next + batch == task.steps().rows() ? 0 : next + batch;
  }

  private void descend(float rate) {
    for (int layer = 0; layer < weights.length; layer++) {
      for (int o = 0; o < biases[layer].length; o++) {
        for (int i = 0; i < weights[layer][o].length; i++) {
          weights[layer][o][i] -= rate * weightGradients[layer][o][i];
          weightGradients[layer][o][i] = 0;
        }
        biases[layer][o] -= rate * biasGradients[layer][o];
        biasGradients[layer][o] = 0;
      }
    }
  }

  @Override
  public double loss() {
    double sum = 0;
    for (int row = 0; row < task.steps().rows(); row++) {
      forward(row);
      float[] y = values[weights.length];
      if (task.classifies()) {
        sum -= Math.log(y[data.labels()[row]] + 1e-30);
      } else {
        double error = y[0] - data.targets()[row];
        sum += error * error;
      }
    }
    return sum / task.steps().rows();
  }

  @Override
  public float predict(int row) {
    forward(row);
    return values[weights.length][0];
  }

  @Override
  public int rows() {
    return task.steps().rows();
  }
}
