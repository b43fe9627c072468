package dev.bpnet.benchmarks;

/** 2-2-1 with every weight in a local variable and gradients summed in locals over the batch. */
final class TunedXor implements Contender {
  private final float[] inputs;
  private final float[] targets;
  private final int batch;

  /** Into unit j of the hidden layer from input i at 2·j + i, its bias at 4 + j, output at 6. */
  private final float[] p = new float[9];

  private int next;

  TunedXor(Task task, TaskData data) {
    inputs = data.inputs();
    targets = data.targets();
    batch = task.steps().batch();
    System.arraycopy(data.weights()[0], 0, p, 0, 4);
    System.arraycopy(data.weights()[1], 0, p, 6, 2);
  }

  @Override
  public void step() {
    float w00 = p[0];
    float w01 = p[1];
    float w10 = p[2];
    float w11 = p[3];
    float b0 = p[4];
    float b1 = p[5];
    float v0 = p[6];
    float v1 = p[7];
    float c = p[8];
    float g00 = 0;
    float g01 = 0;
    float g10 = 0;
    float g11 = 0;
    float gb0 = 0;
    float gb1 = 0;
    float gv0 = 0;
    float gv1 = 0;
    float gc = 0;
    float scale = -2 * Task.RATE / batch;
    for (int row = next; row < next + batch; row++) {
      float x0 = inputs[2 * row];
      float x1 = inputs[2 * row + 1];
      float h0 = FastMath.sigmoid(Math.fma(x1, w01, Math.fma(x0, w00, b0)));
      float h1 = FastMath.sigmoid(Math.fma(x1, w11, Math.fma(x0, w10, b1)));
      float y = FastMath.sigmoid(Math.fma(h1, v1, Math.fma(h0, v0, c)));
      float d = scale * (y - targets[row]) * (y * (1 - y));
      float d0 = d * (v0 * (h0 * (1 - h0)));
      float d1 = d * (v1 * (h1 * (1 - h1)));
      gv0 = Math.fma(d, h0, gv0);
      gv1 = Math.fma(d, h1, gv1);
      gc += d;
      g00 = Math.fma(d0, x0, g00);
      g01 = Math.fma(d0, x1, g01);
      g10 = Math.fma(d1, x0, g10);
      g11 = Math.fma(d1, x1, g11);
      gb0 += d0;
      gb1 += d1;
    }
    p[0] = w00 + g00;
    p[1] = w01 + g01;
    p[2] = w10 + g10;
    p[3] = w11 + g11;
    p[4] = b0 + gb0;
    p[5] = b1 + gb1;
    p[6] = v0 + gv0;
    p[7] = v1 + gv1;
    p[8] = c + gc;
    next = next + batch == targets.length ? 0 : next + batch;
  }

  @Override
  public float predict(int row) {
    float x0 = inputs[2 * row];
    float x1 = inputs[2 * row + 1];
    float h0 = FastMath.sigmoid(Math.fma(x1, p[1], Math.fma(x0, p[0], p[4])));
    float h1 = FastMath.sigmoid(Math.fma(x1, p[3], Math.fma(x0, p[2], p[5])));
    return FastMath.sigmoid(Math.fma(h1, p[7], Math.fma(h0, p[6], p[8])));
  }

  @Override
  public double loss() {
    double sum = 0;
    for (int row = 0; row < targets.length; row++) {
      double error = predict(row) - targets[row];
      sum += error * error;
    }
    return sum / targets.length;
  }

  @Override
  public int rows() {
    return targets.length;
  }
}
