package dev.bpnet.training;

import dev.bpnet.runtime.TrainingDefaults;

/** Keeps gradients small before the optimiser sees them. */
public sealed interface Clip {
  /**
   * Scales the whole gradient by max/(‖g‖ + 1e-6) where that is below 1, ‖g‖ being the Euclidean
   * norm over all trained parameters. Source: Pascanu et al. 2013, with the constant of {@code
   * torch.nn.utils.clip_grad_norm_}.
   *
   * @param max above 0
   */
  record Norm(double max) implements Clip {
    public Norm {
      Ranges.positive("clip norm", max);
    }
  }

  /**
   * Moves every element of the gradient into [−limit, limit].
   *
   * @param limit above 0
   */
  record Value(double limit) implements Clip {
    public Value {
      Ranges.positive("clip value", limit);
    }
  }

  static Clip norm(double max) {
    return new Norm(max);
  }

  static Clip value(double limit) {
    return new Value(limit);
  }

  /**
   * What a {@code train} block names, {@code norm(c)} or {@code value(c)}; the argument may have
   * any name.
   *
   * @throws IllegalArgumentException on another name, other than one argument, or one that is not
   *     above 0
   */
  static Clip of(TrainingDefaults.Call call) {
    if (call.arguments().size() != 1) {
      throw new IllegalArgumentException(
          "clip " + call.name() + " wants one argument, not " + call.arguments().size());
    }
    double limit = call.arguments().values().iterator().next();
    return switch (call.name()) {
      case "norm" -> norm(limit);
      case "value" -> value(limit);
      default ->
          throw new IllegalArgumentException("no clip " + call.name() + ", only norm and value");
    };
  }
}
