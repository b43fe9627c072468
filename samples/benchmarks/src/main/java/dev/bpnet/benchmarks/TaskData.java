package dev.bpnet.benchmarks;

/**
 * First weights and examples of a task, drawn as every reference implementation of it draws them.
 *
 * @param weights for each layer {@code [out][in]}, row-major; biases begin at 0
 * @param inputs row-major
 * @param labels the class of each row; empty where targets are real
 * @param targets of each row; empty where targets are classes
 */
record TaskData(float[][] weights, float[] inputs, int[] labels, float[] targets) {
  private static final float XOR_RANGE = 2;

  static TaskData of(Task task) {
    float[][] weights = new float[task.layers()][];
    for (int layer = 0; layer < weights.length; layer++) {
      weights[layer] = weights(task, layer);
    }
    return task.classifies()
        ? clusters(weights, task)
        : new TaskData(
            weights, new float[] {0, 0, 0, 1, 1, 0, 1, 1}, new int[0], new float[] {0, 1, 1, 0});
  }

  /** The networks of exclusive or begin wider apart, from a seed that leads to a solution. */
  private static float[] weights(Task task, int layer) {
    int in = task.width(layer);
    int out = task.width(layer + 1);
    float range = task.classifies() ? (float) Math.sqrt(6f / (in + out)) : XOR_RANGE;
    Lcg random = new Lcg(1000 + layer + (task.classifies() ? 0 : 1));
    float[] weights = new float[in * out];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (2 * random.next() - 1) * range;
    }
    return weights;
  }

  /** Each class has a centre; an example lies halfway between it and a random point. */
  private static TaskData clusters(float[][] weights, Task task) {
    int rows = task.steps().rows();
    int width = task.inputs();
    Lcg random = new Lcg(42);
    float[] centres = new float[task.outputs() * width];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = random.next();
    }
    float[] inputs = new float[rows * width];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % task.outputs();
      for (int i = 0; i < width; i++) {
        inputs[row * width + i] = 0.5f * centres[labels[row] * width + i] + 0.5f * random.next();
      }
    }
    return new TaskData(weights, inputs, labels, new float[0]);
  }
}
