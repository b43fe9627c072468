package dev.bpnet.cli.output;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A network without parameters whose outputs are a given function of its real inputs. */
final class FunctionNetwork implements Network.OfDouble {
  private final Description description;
  private final UnaryOperator<double[]> function;

  FunctionNetwork(Description description, UnaryOperator<double[]> function) {
    this.description = description;
    this.function = function;
  }

  @Override
  public Description description() {
    return description;
  }

  @Override
  public double[] parameters() {
    return new double[0];
  }

  @Override
  public OfDouble sharing() {
    return new FunctionNetwork(description, function);
  }

  @Override
  public void predict(Examples.OfDouble examples, int from, int to, double[] outputs) {
    int width = description.inputSize();
    for (int i = from; i < to; i++) {
      double[] row =
          function.apply(Arrays.copyOfRange(examples.inputs(), i * width, (i + 1) * width));
      System.arraycopy(row, 0, outputs, (i - from) * row.length, row.length);
    }
  }

  @Override
  public double evaluate(Examples.OfDouble examples, int from, int to, double[] metrics) {
    return 0;
  }

  @Override
  public void beginStep(Examples.OfDouble examples, int from, int to, double[] gradient) {
    Arrays.fill(gradient, 0);
  }

  @Override
  public void prepare() {
    // There are no parameters.
  }

  @Override
  public int phaseCount() {
    return 0;
  }

  @Override
  public Phase phase(int number) {
    throw new IndexOutOfBoundsException(number);
  }

  @Override
  public void runPhase(int number, int from, int to) {
    throw new IndexOutOfBoundsException(number);
  }

  @Override
  public int phaseExtent(int number) {
    throw new IndexOutOfBoundsException(number);
  }

  @Override
  public double endStep() {
    return 0;
  }
}
