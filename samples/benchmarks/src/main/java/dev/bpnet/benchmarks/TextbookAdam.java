package dev.bpnet.benchmarks;

/** Adam (Kingma and Ba 2015) over rows of weights and biases; clears the gradients it used. */
final class TextbookAdam {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final float[][][] weights;
  private final float[][] biases;
  private final float[][][] means;
  private final float[][][] squares;
  private final float[][] biasMeans;
  private final float[][] biasSquares;
  private int time;

  TextbookAdam(float[][][] weights, float[][] biases) {
    this.weights = weights;
    this.biases = biases;
    means = new float[weights.length][][];
    squares = new float[weights.length][][];
    biasMeans = new float[weights.length][];
    biasSquares = new float[weights.length][];
    for (int layer = 0; layer < weights.length; layer++) {
      means[layer] = new float[weights[layer].length][weights[layer][0].length];
      squares[layer] = new float[weights[layer].length][weights[layer][0].length];
      biasMeans[layer] = new float[biases[layer].length];
      biasSquares[layer] = new float[biases[layer].length];
    }
  }

  /**
   * One step.
   *
   * @param gradients summed over the examples, as are those of the biases
   */
  void update(float[][][] gradients, float[][] biasGradients, int examples) {
    time++;
    float stride = (float) (Task.ADAM_RATE / (1 - Math.pow(BETA1, time)));
    float root = (float) Math.sqrt(1 - Math.pow(BETA2, time));
    float share = 1f / examples;
    for (int layer = 0; layer < weights.length; layer++) {
      for (int row = 0; row < weights[layer].length; row++) {
        float[] g = gradients[layer][row];
        move(weights[layer][row], g, means[layer][row], squares[layer][row], share, stride, root);
      }
      float[] g = biasGradients[layer];
      move(biases[layer], g, biasMeans[layer], biasSquares[layer], share, stride, root);
    }
  }

  private static void move(
      float[] p, float[] g, float[] m, float[] v, float share, float stride, float root) {
    for (int i = 0; i < p.length; i++) {
      float gradient = g[i] * share;
      g[i] = 0;
      m[i] = BETA1 * m[i] + (1 - BETA1) * gradient;
      v[i] = BETA2 * v[i] + (1 - BETA2) * gradient * gradient;
      p[i] -= stride * m[i] / ((float) Math.sqrt(v[i]) / root + EPSILON);
    }
  }
}
