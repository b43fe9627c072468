package dev.bpnet.benchmarks;

/** Adam (Kingma and Ba 2015) by rows, with the division of the step left to one reciprocal. */
final class TunedAdam {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final float[][][] weights;
  private final float[][] biases;
  private final float[][][][] memory;
  private final float[][][] biasMemory;
  private int time;

  TunedAdam(float[][][] weights, float[][] biases) {
    this.weights = weights;
    this.biases = biases;
    memory = new float[3][weights.length][][];
    biasMemory = new float[3][weights.length][];
    for (int kind = 0; kind < 3; kind++) {
      for (int layer = 0; layer < weights.length; layer++) {
        memory[kind][layer] = new float[weights[layer].length][weights[layer][0].length];
        biasMemory[kind][layer] = new float[biases[layer].length];
      }
    }
  }

  /** To be added to; a step uses them and clears them. */
  float[][] gradients(int layer) {
    return memory[0][layer];
  }

  float[] biasGradients(int layer) {
    return biasMemory[0][layer];
  }

  void update() {
    time++;
    double root = Math.sqrt(1 - Math.pow(BETA2, time));
    float stride = (float) (Task.ADAM_RATE * root / (1 - Math.pow(BETA1, time)));
    float guard = (float) (EPSILON * root);
    for (int layer = 0; layer < weights.length; layer++) {
      for (int row = 0; row < weights[layer].length; row++) {
        means(memory[0][layer][row], memory[1][layer][row], memory[2][layer][row]);
        float[] mean = memory[1][layer][row];
        move(weights[layer][row], mean, memory[2][layer][row], stride, guard);
        java.util.Arrays.fill(memory[0][layer][row], 0);
      }
      means(biasMemory[0][layer], biasMemory[1][layer], biasMemory[2][layer]);
      move(biases[layer], biasMemory[1][layer], biasMemory[2][layer], stride, guard);
      java.util.Arrays.fill(biasMemory[0][layer], 0);
    }
  }

  private static void means(float[] g, float[] m, float[] v) {
    for (int i = 0; i < g.length; i++) {
      m[i] = Math.fma(BETA1, m[i], (1 - BETA1) * g[i]);
    }
    for (int i = 0; i < g.length; i++) {
      v[i] = Math.fma(BETA2, v[i], (1 - BETA2) * g[i] * g[i]);
    }
  }

  private static void move(float[] p, float[] m, float[] v, float stride, float guard) {
    for (int i = 0; i < p.length; i++) {
      p[i] -= stride * m[i] / ((float) Math.sqrt(v[i]) + guard);
    }
  }
}
