package dev.bpnet.runtime.networks;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Initializer;
import dev.bpnet.runtime.Network;

/**
 * y = w·x + b with ½(t − y)² and the metric |t − y|; initialised with ones, so that it starts
 * alike.
 */
public final class LineDouble implements Network.OfDouble {
  private final Description description;
  private final int width;
  private final double[] parameters;
  private Examples.OfDouble examples;
  private int from;
  private int to;
  private double[] gradient;
  private double loss;
  private long lastStep = -1;

  public LineDouble(int width) {
    this.width = width;
    this.parameters = new double[width + 1];
    description =
        Description.of("Line", Description.Precision.DOUBLE)
            .input("x", width)
            .target("t")
            .output("y")
            .metric("distance")
            .trained("w", Initializer.ones(), width)
            .trained("b", Initializer.zeros())
            .build();
  }

  /** The step that the trainer announced last. */
  public long lastStep() {
    return lastStep;
  }

  @Override
  public Description description() {
    return description;
  }

  @Override
  public void prepare() {}

  @Override
  public void randomStream(long seed, long step) {
    lastStep = step;
  }

  @Override
  public double[] parameters() {
    return parameters;
  }

  @Override
  public LineDouble sharing() {
    return this;
  }

  @Override
  public int phaseCount() {
    return 1;
  }

  @Override
  public Phase phase(int number) {
    return Phase.WHOLE;
  }

  @Override
  public int phaseExtent(int number) {
    return 1;
  }

  private double value(Examples.OfDouble batch, int example) {
    double y = parameters[width];
    for (int i = 0; i < width; i++) {
      y += parameters[i] * batch.inputs()[example * width + i];
    }
    return y;
  }

  @Override
  public void predict(Examples.OfDouble batch, int first, int end, double[] outputs) {
    for (int i = first; i < end; i++) {
      outputs[i - first] = value(batch, i);
    }
  }

  @Override
  public double evaluate(Examples.OfDouble batch, int first, int end, double[] metrics) {
    double sum = 0;
    double distance = 0;
    for (int i = first; i < end; i++) {
      double error = value(batch, i) - batch.targets()[i];
      sum += 0.5 * error * error;
      distance += Math.abs(error);
    }
    metrics[0] = distance / (end - first);
    return sum / (end - first);
  }

  @Override
  public void beginStep(Examples.OfDouble batch, int first, int end, double[] result) {
    examples = batch;
    from = first;
    to = end;
    gradient = result;
  }

  @Override
  public void runPhase(int number, int first, int end) {
    for (int i = 0; i <= width; i++) {
      gradient[i] = 0;
    }
    loss = 0;
    for (int i = from; i < to; i++) {
      double error = (value(examples, i) - examples.targets()[i]) / (to - from);
      loss += 0.5 * error * error * (to - from);
      for (int j = 0; j < width; j++) {
        gradient[j] += error * examples.inputs()[i * width + j];
      }
      gradient[width] += error;
    }
  }

  @Override
  public double endStep() {
    return loss;
  }
}
