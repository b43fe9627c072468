package dev.bpnet.training;

import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.data.Dataset;

/** What a training of a float network works on. */
final class FloatWorkspace extends Workspace {
  private final Network.OfFloat network;
  private final Examples.OfFloat staging;
  private final float[] parameters;
  private final float[] gradient;
  private final Update.OfFloat update;
  private float[] start;
  private float[] good;
  private float[] best;

  FloatWorkspace(Network.OfFloat network, int batch, Optimizer optimizer, Team team) {
    super(network, team);
    this.network = network;
    staging = Examples.OfFloat.allocate(network.description(), batch);
    parameters = network.parameters();
    gradient = new float[trained()];
    update = optimizer.startFloat(trained());
    start = parameters.clone();
    good = parameters.clone();
  }

  @Override
  void copy(Dataset examples, int index, int slot) {
    examples.copy(index, staging, slot);
  }

  @Override
  void copy(Dataset examples, int[] order, int from, int to) {
    examples.copy(order, from, to, staging);
  }

  @Override
  void beginStep(int count) {
    network.beginStep(staging, 0, count, gradient);
  }

  @Override
  double gradient(int count) {
    return network.gradient(staging, 0, count, gradient);
  }

  @Override
  double descend(int count, double rate) {
    return network.descend(staging, 0, count, gradient, (float) rate);
  }

  /** Sums that end finite prove every element finite; eight of them, so that they overlap. */
  @Override
  boolean isGradientFinite(int from, int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int whole = to - (to - from) % 8;
    for (int i = from; i < whole; i += 8) {
      s0 += gradient[i];
      s1 += gradient[i + 1];
      s2 += gradient[i + 2];
      s3 += gradient[i + 3];
      s4 += gradient[i + 4];
      s5 += gradient[i + 5];
      s6 += gradient[i + 6];
      s7 += gradient[i + 7];
    }
    for (int i = whole; i < to; i++) {
      s0 += gradient[i];
    }
    float sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    return Math.abs(sum) <= Float.MAX_VALUE || areFinite(from, to);
  }

  private boolean areFinite(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isGradientFinite(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean isGradientFinite(int index) {
    return Math.abs(gradient[index]) <= Float.MAX_VALUE;
  }

  @Override
  double sumOfSquares(int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int whole = to - (to - from) % 4;
    for (int i = from; i < whole; i += 4) {
      s0 += (double) gradient[i] * gradient[i];
      s1 += (double) gradient[i + 1] * gradient[i + 1];
      s2 += (double) gradient[i + 2] * gradient[i + 2];
      s3 += (double) gradient[i + 3] * gradient[i + 3];
    }
    for (int i = whole; i < to; i++) {
      s0 += (double) gradient[i] * gradient[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  void scaleGradient(double factor, int from, int to) {
    float scale = (float) factor;
    for (int i = from; i < to; i++) {
      gradient[i] *= scale;
    }
  }

  @Override
  void limitGradient(double limit, int from, int to) {
    float high = (float) limit;
    for (int i = from; i < to; i++) {
      gradient[i] = Math.max(-high, Math.min(high, gradient[i]));
    }
  }

  @Override
  Update optimizer() {
    return update;
  }

  @Override
  void applyUpdate(int from, int to) {
    update.apply(parameters, gradient, from, to);
  }

  @Override
  void keepStart() {
    System.arraycopy(parameters, 0, start, 0, parameters.length);
  }

  @Override
  void startWasGood() {
    float[] proven = start;
    start = good;
    good = proven;
  }

  @Override
  void restoreGood() {
    System.arraycopy(good, 0, parameters, 0, parameters.length);
    network.prepare();
  }

  @Override
  void keepBest() {
    if (best == null) {
      best = parameters.clone();
    } else {
      System.arraycopy(parameters, 0, best, 0, parameters.length);
    }
  }

  @Override
  void restoreBest() {
    System.arraycopy(best, 0, parameters, 0, parameters.length);
    network.prepare();
  }
}
