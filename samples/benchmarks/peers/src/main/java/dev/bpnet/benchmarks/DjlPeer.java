package dev.bpnet.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.L2Loss;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;

/** Deep Java Library with PyTorch. */
final class DjlPeer extends Peer {
  private final NDManager manager;
  private final Trainer trainer;
  private final NDArray[] inputs;
  private final NDArray[] targets;
  private final NDArray[] rows;

  DjlPeer(Task task, TaskData data) {
    super(task, data);
    Model model = Model.newInstance(task.label(), "PyTorch");
    manager = model.getNDManager();
    List<Linear> layers = new ArrayList<>();
    SequentialBlock block = new SequentialBlock();
    for (int layer = 1; layer <= task.layers(); layer++) {
      Linear linear = Linear.builder().setUnits(task.width(layer)).build();
      layers.add(linear);
      block.add(linear);
      if (layer < task.layers() || !task.classifies()) {
        block.add(
            switch (task.activation()) {
              case SIGMOID -> Activation.sigmoidBlock();
              case TANH -> Activation.tanhBlock();
              case RELU -> Activation.reluBlock();
            });
      }
    }
    model.setBlock(block);
    Tracker rate = Tracker.fixed(task.usesAdam() ? Task.ADAM_RATE : Task.RATE);
    Loss loss = task.classifies() ? Loss.softmaxCrossEntropyLoss() : new L2Loss("L2", 1);
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(loss)
                .optOptimizer(
                    task.usesAdam()
                        ? Optimizer.adam().optLearningRateTracker(rate).build()
                        : Optimizer.sgd().setLearningRateTracker(rate).build()));
    int size = task.steps().batch();
    trainer.initialize(new Shape(size, task.inputs()));
    for (int layer = 0; layer < layers.size(); layer++) {
      layers.get(layer).getParameters().get("weight").getArray().set(data.weights()[layer]);
      NDArray bias = layers.get(layer).getParameters().get("bias").getArray();
      bias.set(new float[task.width(layer + 1)]);
    }
    inputs = new NDArray[batches()];
    targets = new NDArray[batches()];
    for (int batch = 0; batch < inputs.length; batch++) {
      int from = batch * size;
      inputs[batch] = manager.create(inputs(from, from + size));
      targets[batch] =
          task.classifies() ? labels(from, size) : manager.create(targets(from, from + size));
    }
    rows = new NDArray[task.steps().rows()];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = manager.create(inputs(row, row + 1));
    }
  }

  private NDArray labels(int from, int size) {
    float[] labels = new float[size];
    for (int i = 0; i < size; i++) {
      labels[i] = data.labels()[from + i];
    }
    return manager.create(labels);
  }

  @Override
  void train(int batch) {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = trainer.newGradientCollector()) {
      NDList output = trainer.forward(new NDList(inputs[batch]));
      output.attach(scope);
      NDArray loss = trainer.getLoss().evaluate(new NDList(targets[batch]), output);
      loss.attach(scope);
      collector.backward(loss);
    }
    trainer.step();
  }

  @Override
  float[] outputs(int row) {
    try (NDList output = trainer.evaluate(new NDList(rows[row]))) {
      NDArray z = output.singletonOrThrow();
      try (NDArray y = task.classifies() ? z.softmax(-1) : z.duplicate()) {
        return y.toFloatArray();
      }
    }
  }
}
