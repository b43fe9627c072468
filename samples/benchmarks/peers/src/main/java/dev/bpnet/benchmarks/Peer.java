package dev.bpnet.benchmarks;

/** Another library's network for a task. */
abstract class Peer implements Contender {
  final Task task;
  final TaskData data;
  private int next;

  Peer(Task task, TaskData data) {
    this.task = task;
    this.data = data;
  }

  static Peer of(String library, Task task) {
    TaskData data = TaskData.of(task);
    return switch (library) {
      case "smile" -> new SmilePeer(task, data);
      case "dl4j" -> new Dl4jPeer(task, data);
      case "djl" -> new DjlPeer(task, data);
      default -> throw new IllegalArgumentException("no library " + library);
    };
  }

  /** Trains on a batch, by its number among the batches of the task. */
  abstract void train(int batch);

  /** All outputs for one row. */
  abstract float[] outputs(int row);

  /** Whether it begins with the weights of the task, so that its loss says something. */
  boolean beginsAlike() {
    return true;
  }

  final int batches() {
    return task.steps().rows() / task.steps().batch();
  }

  @Override
  public final void step() {
    train(next);
    next = next + 1 == batches() ? 0 : next + 1;
  }

  @Override
  public final float predict(int row) {
    return outputs(row)[0];
  }

  @Override
  public final int rows() {
    return task.steps().rows();
  }

  @Override
  public final double loss() {
    double sum = 0;
    for (int row = 0; row < rows(); row++) {
      float[] y = outputs(row);
      if (task.classifies()) {
        sum -= Math.log(y[data.labels()[row]] + 1e-30);
      } else {
        double error = y[0] - data.targets()[row];
        sum += error * error;
      }
    }
    return sum / rows();
  }

  final float[] input(int row) {
    int width = task.inputs();
    return java.util.Arrays.copyOfRange(data.inputs(), row * width, (row + 1) * width);
  }

  /** Targets as every output has one: one-hot for classes. */
  final float[][] targets(int from, int to) {
    float[][] targets = new float[to - from][task.outputs()];
    for (int row = from; row < to; row++) {
      if (task.classifies()) {
        targets[row - from][data.labels()[row]] = 1;
      } else {
        targets[row - from][0] = data.targets()[row];
      }
    }
    return targets;
  }

  final float[][] inputs(int from, int to) {
    float[][] rows = new float[to - from][];
    for (int row = from; row < to; row++) {
      rows[row - from] = input(row);
    }
    return rows;
  }
}
