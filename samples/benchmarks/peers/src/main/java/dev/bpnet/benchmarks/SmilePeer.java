package dev.bpnet.benchmarks;

import smile.base.mlp.Layer;
import smile.base.mlp.LayerBuilder;
import smile.base.mlp.OutputFunction;
import smile.math.TimeFunction;

/** Smile, in double; it draws its own first weights, so its loss is not the known one. */
final class SmilePeer extends Peer {
  private final smile.classification.MLP classifier;
  private final smile.regression.MLP regression;
  private final double[][][] inputs;
  private final int[][] labels;
  private final double[][] targets;

  SmilePeer(Task task, TaskData data) {
    super(task, data);
    LayerBuilder[] layers = new LayerBuilder[task.layers() + 1];
    layers[0] = Layer.input(task.inputs());
    for (int layer = 1; layer < task.layers(); layer++) {
      int width = task.width(layer);
      layers[layer] =
          switch (task.activation()) {
            case SIGMOID -> Layer.sigmoid(width);
            case TANH -> Layer.tanh(width);
            case RELU -> Layer.rectifier(width);
          };
    }
    TimeFunction rate = TimeFunction.constant(Task.RATE);
    if (task.classifies()) {
      layers[task.layers()] = Layer.mle(task.outputs(), OutputFunction.SOFTMAX);
      classifier = new smile.classification.MLP(layers);
      classifier.setLearningRate(rate);
      regression = null;
    } else {
      layers[task.layers()] = Layer.mse(task.outputs(), OutputFunction.SIGMOID);
      regression = new smile.regression.MLP(layers);
      regression.setLearningRate(rate);
      classifier = null;
    }
    int size = task.steps().batch();
    inputs = new double[batches()][size][task.inputs()];
    labels = new int[batches()][size];
    targets = new double[batches()][size];
    for (int row = 0; row < task.steps().rows(); row++) {
      for (int i = 0; i < task.inputs(); i++) {
        inputs[row / size][row % size][i] = data.inputs()[row * task.inputs() + i];
      }
      if (task.classifies()) {
        labels[row / size][row % size] = data.labels()[row];
      } else {
        targets[row / size][row % size] = data.targets()[row];
      }
    }
  }

  @Override
  boolean beginsAlike() {
    return false;
  }

  @Override
  void train(int batch) {
    if (classifier != null) {
      classifier.update(inputs[batch], labels[batch]);
    } else {
      regression.update(inputs[batch], targets[batch]);
    }
  }

  @Override
  float[] outputs(int row) {
    int size = task.steps().batch();
    double[] x = inputs[row / size][row % size];
    float[] outputs = new float[task.outputs()];
    if (classifier == null) {
      outputs[0] = (float) regression.predict(x);
      return outputs;
    }
    double[] probabilities = new double[task.outputs()];
    classifier.predict(x, probabilities);
    for (int o = 0; o < outputs.length; o++) {
      outputs[o] = (float) probabilities[o];
    }
    return outputs;
  }
}
