package dev.bpnet.runtime.networks;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * y = V·tanh(W·x) with ½(t − y)² and the metric |t − y|, in phases that may be divided; it says
 * that they are worth it, notes who runs them, and can be told to fail.
 */
public final class LayersDouble implements Network.OfDouble {
  private final Description description;
  private final int width;
  private final int units;
  private final double[] parameters;

  /** The rows of W one behind the other become its columns. */
  private final double[] columns;

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private double[] hidden = {};
  private double[] error = {};
  private double[] losses = {};
  private Examples.OfDouble examples;
  private int first;
  private int count;
  private double[] gradient;
  private volatile RuntimeException fault;
  private volatile Thread spared;

  public LayersDouble(int width, int units) {
    this(width, units, new double[units * width + units + 1]);
  }

  private LayersDouble(int width, int units, double[] parameters) {
    this.width = width;
    this.units = units;
    this.parameters = parameters;
    this.columns = new double[units * width];
    description =
        Description.of("Layers", Description.Precision.DOUBLE)
            .input("x", width)
            .target("t")
            .output("y")
            .metric("distance")
            .trained("W", Initializer.xavierUniform(), units, width)
            .trained("V", Initializer.xavierUniform(), 1, units)
            .state("steps", Initializer.zeros())
            .build();
  }

  /** Every thread that ran a part of a phase. */
  public Set<Thread> threads() {
    return threads;
  }

  /** From now on throws this on any other thread than the given one. */
  public void failWith(RuntimeException newFault, Thread except) {
    spared = except;
    fault = newFault;
  }

  @Override
  public Description description() {
    return description;
  }

  @Override
  public double[] parameters() {
    return parameters;
  }

  @Override
  public LayersDouble sharing() {
    LayersDouble other = new LayersDouble(width, units, parameters);
    other.prepare();
    return other;
  }

  @Override
  public void prepare() {
    prepare(0, prepareExtent());
  }

  @Override
  public void prepare(int from, int to) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < units; j++) {
        columns[i * units + j] = parameters[j * width + i];
      }
    }
  }

  @Override
  public int prepareExtent() {
    return width;
  }

  @Override
  public int phaseCount() {
    return 3;
  }

  @Override
  public Phase phase(int number) {
    return switch (number) {
      case 0 -> Phase.EXAMPLES;
      case 1 -> Phase.PARAMETERS;
      default -> Phase.WHOLE;
    };
  }

  @Override
  public int phaseExtent(int number) {
    return switch (number) {
      case 0 -> count;
      case 1 -> units;
      default -> 1;
    };
  }

  @Override
  public long phaseWork(int number) {
    return number == 2 ? 1 : 1 << 20;
  }

  /** The error of an example; its hidden units from {@code place}. */
  private double forward(Examples.OfDouble batch, int example, int place) {
    double y = 0;
    for (int j = 0; j < units; j++) {
      double z = 0;
      for (int i = 0; i < width; i++) {
        z += columns[i * units + j] * batch.inputs()[example * width + i];
      }
      hidden[place + j] = Math.tanh(z);
      y += parameters[units * width + j] * hidden[place + j];
    }
    return y;
  }

  private void grow(int size) {
    if (losses.length < size) {
      hidden = new double[size * units];
      error = new double[size];
      losses = new double[size];
    }
  }

  @Override
  public void predict(Examples.OfDouble batch, int from, int to, double[] outputs) {
    grow(1);
    for (int i = from; i < to; i++) {
      outputs[i - from] = forward(batch, i, 0);
    }
  }

  @Override
  public double evaluate(Examples.OfDouble batch, int from, int to, double[] metrics) {
    grow(1);
    double sum = 0;
    metrics[0] = 0;
    for (int i = from; i < to; i++) {
      double distance = Math.abs(forward(batch, i, 0) - batch.targets()[i]);
      sum += 0.5 * distance * distance;
      metrics[0] += distance / (to - from);
    }
    return sum / (to - from);
  }

  @Override
  public void beginStep(Examples.OfDouble batch, int from, int to, double[] result) {
    examples = batch;
    first = from;
    count = to - from;
    gradient = result;
    grow(count);
  }

  @Override
  public void runPhase(int number, int from, int to) {
    threads.add(Thread.currentThread());
    if (fault != null && Thread.currentThread() != spared) {
      throw fault;
    }
    switch (number) {
      case 0 -> examples(from, to);
      case 1 -> gradients(from, to);
      default -> losses[0] = sum(losses);
    }
  }

  private void examples(int from, int to) {
    for (int b = from; b < to; b++) {
      error[b] = forward(examples, first + b, b * units) - examples.targets()[first + b];
      losses[b] = 0.5 * error[b] * error[b];
    }
  }

  private void gradients(int from, int to) {
    for (int j = from; j < to; j++) {
      double v = 0;
      for (int i = 0; i < width; i++) {
        gradient[j * width + i] = 0;
      }
      for (int b = 0; b < count; b++) {
        double h = hidden[b * units + j];
        v += error[b] * h;
        double z = error[b] * parameters[units * width + j] * (1 - h * h);
        for (int i = 0; i < width; i++) {
          gradient[j * width + i] += z * examples.inputs()[(first + b) * width + i] / count;
        }
      }
      gradient[units * width + j] = v / count;
    }
  }

  private double sum(double[] terms) {
    double sum = 0;
    for (int b = 0; b < count; b++) {
      sum += terms[b];
    }
    return sum;
  }

  @Override
  public double endStep() {
    return losses[0] / count;
  }

  @Override
  public void updateStates() {
    parameters[parameters.length - 1]++;
  }
}
