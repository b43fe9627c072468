package dev.bpnet.benchmarks;

/** 2-3-2-1, one example a step, straight-line over three small arrays. */
final class TunedDeepXor implements Contender {
  private final float[] inputs;
  private final float[] targets;

  /** The first layer: weights of unit j at 3·j, its bias behind them. */
  private final float[] a = new float[9];

  /** The second layer: weights of unit j at 4·j, its bias behind them. */
  private final float[] b = new float[8];

  /** The output: two weights and the bias. */
  private final float[] c = new float[3];

  private int next;

  TunedDeepXor(TaskData data) {
    inputs = data.inputs();
    targets = data.targets();
    for (int j = 0; j < 3; j++) {
      System.arraycopy(data.weights()[0], 2 * j, a, 3 * j, 2);
    }
    for (int j = 0; j < 2; j++) {
      System.arraycopy(data.weights()[1], 3 * j, b, 4 * j, 3);
    }
    System.arraycopy(data.weights()[2], 0, c, 0, 2);
  }

  private float first(int unit, float x0, float x1) {
    int at = 3 * unit;
    return FastMath.sigmoid(Math.fma(x1, a[at + 1], Math.fma(x0, a[at], a[at + 2])));
  }

  private float second(int unit, float h0, float h1, float h2) {
    int at = 4 * unit;
    float sum = Math.fma(h1, b[at + 1], Math.fma(h0, b[at], b[at + 3]));
    return FastMath.sigmoid(Math.fma(h2, b[at + 2], sum));
  }

  @Override
  public void step() {
    float x0 = inputs[2 * next];
    float x1 = inputs[2 * next + 1];
    float h0 = first(0, x0, x1);
    float h1 = first(1, x0, x1);
    float h2 = first(2, x0, x1);
    float k0 = second(0, h0, h1, h2);
    float k1 = second(1, h0, h1, h2);
    float y = FastMath.sigmoid(Math.fma(k1, c[1], Math.fma(k0, c[0], c[2])));
    float d = -2 * Task.RATE * (y - targets[next]) * (y * (1 - y));
    float e0 = d * (c[0] * (k0 * (1 - k0)));
    float e1 = d * (c[1] * (k1 * (1 - k1)));
    float d0 = Math.fma(e1, b[4], e0 * b[0]) * (h0 * (1 - h0));
    float d1 = Math.fma(e1, b[5], e0 * b[1]) * (h1 * (1 - h1));
    float d2 = Math.fma(e1, b[6], e0 * b[2]) * (h2 * (1 - h2));
    c[0] = Math.fma(d, k0, c[0]);
    c[1] = Math.fma(d, k1, c[1]);
    c[2] += d;
    moveSecond(0, e0, h0, h1, h2);
    moveSecond(1, e1, h0, h1, h2);
    moveFirst(0, d0, x0, x1);
    moveFirst(1, d1, x0, x1);
    moveFirst(2, d2, x0, x1);
    next = next + 1 == targets.length ? 0 : next + 1;
  }

  private void moveFirst(int unit, float d, float x0, float x1) {
    int at = 3 * unit;
    a[at] = Math.fma(d, x0, a[at]);
    a[at + 1] = Math.fma(d, x1, a[at + 1]);
    a[at + 2] += d;
  }

  private void moveSecond(int unit, float e, float h0, float h1, float h2) {
    int at = 4 * unit;
    b[at] = Math.fma(e, h0, b[at]);
    b[at + 1] = Math.fma(e, h1, b[at + 1]);
    b[at + 2] = Math.fma(e, h2, b[at + 2]);
    b[at + 3] += e;
  }

  @Override
  public float predict(int row) {
    float x0 = inputs[2 * row];
    float x1 = inputs[2 * row + 1];
    float h0 = first(0, x0, x1);
    float h1 = first(1, x0, x1);
    float h2 = first(2, x0, x1);
    float k0 = second(0, h0, h1, h2);
    float k1 = second(1, h0, h1, h2);
    return FastMath.sigmoid(Math.fma(k1, c[1], Math.fma(k0, c[0], c[2])));
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
