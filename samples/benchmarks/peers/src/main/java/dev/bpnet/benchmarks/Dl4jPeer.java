package dev.bpnet.benchmarks;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Deeplearning4j. */
final class Dl4jPeer extends Peer {
  private final MultiLayerNetwork network;
  private final DataSet[] batches;
  private final INDArray[] rows;

  Dl4jPeer(Task task, TaskData data) {
    super(task, data);
    IUpdater updater = task.usesAdam() ? new Adam(Task.ADAM_RATE) : new Sgd(Task.RATE);
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().updater(updater).list();
    for (int layer = 0; layer < task.layers() - 1; layer++) {
      list.layer(
          new DenseLayer.Builder()
              .nIn(task.width(layer))
              .nOut(task.width(layer + 1))
              .activation(activation(task))
              .build());
    }
    list.layer(
        new OutputLayer.Builder(
                task.classifies()
                    ? LossFunctions.LossFunction.MCXENT
                    : LossFunctions.LossFunction.MSE)
            .nIn(task.width(task.layers() - 1))
            .nOut(task.outputs())
            .activation(task.classifies() ? Activation.SOFTMAX : Activation.SIGMOID)
            .build());
    network = new MultiLayerNetwork(list.build());
    network.init();
    for (int layer = 0; layer < task.layers(); layer++) {
      INDArray weights =
          Nd4j.createFromArray(data.weights()[layer])
              .reshape(task.width(layer + 1), task.width(layer))
              .transpose();
      network.setParam(layer + "_W", weights);
    }
    int size = task.steps().batch();
    batches = new DataSet[batches()];
    for (int batch = 0; batch < batches.length; batch++) {
      int from = batch * size;
      batches[batch] =
          new DataSet(
              Nd4j.createFromArray(inputs(from, from + size)),
              Nd4j.createFromArray(targets(from, from + size)));
    }
    rows = new INDArray[task.steps().rows()];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Nd4j.createFromArray(inputs(row, row + 1));
    }
  }

  private static Activation activation(Task task) {
    return switch (task.activation()) {
      case SIGMOID -> Activation.SIGMOID;
      case TANH -> Activation.TANH;
      case RELU -> Activation.RELU;
    };
  }

  @Override
  void train(int batch) {
    network.fit(batches[batch]);
  }

  @Override
  float[] outputs(int row) {
    return network.output(rows[row]).toFloatVector();
  }
}
