package dev.bpnet.runtime.train;

import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import dev.bpnet.runtime.data.Dataset;

/**
 * A network in training with the arrays of its precision: the batch, the gradient, what the
 * optimiser remembers, the weights to fall back to. Nothing here allocates after the start, save
 * {@link #keepBest} the first time.
 */
abstract sealed class Workspace permits FloatWorkspace, DoubleWorkspace {
  /** In the clipping by norm, as PyTorch has it. */
  private static final double NORM_GUARD = 1e-6;

  private final Network network;
  private final int trained;

  Workspace(Network network) {
    this.network = network;
    this.trained = network.description().trainedSize();
  }

  static Workspace of(Network network, int batch, Optimizer optimizer) {
    if (network instanceof Network.OfFloat floats) {
      return new FloatWorkspace(floats, batch, optimizer);
    }
    if (network instanceof Network.OfDouble doubles) {
      return new DoubleWorkspace(doubles, batch, optimizer);
    }
    throw new IllegalArgumentException(
        network.getClass().getName() + " is neither a float nor a double network");
  }

  /** The number of trained parameters. */
  final int trained() {
    return trained;
  }

  /**
   * Gathers the examples {@code order[from..to-1]} and runs the training pass over them.
   *
   * @return their mean loss
   */
  abstract double gradient(Dataset dataset, int[] order, int from, int to);

  abstract boolean gradientIsFinite();

  abstract boolean isGradientFinite(int index);

  /** The Euclidean norm over all trained parameters, summed in double precision. */
  abstract double gradientNorm();

  abstract void scaleGradient(double factor);

  abstract void limitGradient(double limit);

  abstract void applyUpdate(double rate);

  /** Remembers the weights and states that an epoch begins with. */
  abstract void keepStart();

  /** Takes what was kept at the start of the epoch as the weights to fall back to. */
  abstract void startWasGood();

  /**
   * Puts back what an epoch that was good began with; before the first such, what the training did.
   */
  abstract void restoreGood();

  abstract void keepBest();

  abstract void restoreBest();

  /**
   * Ends the step whose gradient was computed: states, clipping, optimiser. States come first,
   * while the parameters are still those of the pass.
   */
  final void update(Clip clip, double rate) {
    network.updateStates();
    if (clip instanceof Clip.Norm norm) {
      double factor = norm.max() / (gradientNorm() + NORM_GUARD);
      if (factor < 1) {
        scaleGradient(factor);
      }
    } else if (clip instanceof Clip.Value value) {
      limitGradient(value.limit());
    }
    applyUpdate(rate);
    network.prepare();
  }

  final boolean hasBadGradient() {
    for (int i = 0; i < trained; i++) {
      if (!isGradientFinite(i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The name of the first parameter, in the order of the description, with a bad gradient; or null.
   */
  final String badParameter() {
    for (Parameter parameter : network.description().parameters()) {
      int size = parameter.role() == Parameter.Role.TRAINED ? parameter.size() : 0;
      for (int element = 0; element < size; element++) {
        if (!isGradientFinite(parameter.index(element))) {
          return parameter.name();
        }
      }
    }
    return null;
  }
}
