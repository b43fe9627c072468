package dev.bpnet.training;

import dev.bpnet.runtime.TrainingDefaults;

/** Changes the learning rate in the course of a training. */
@FunctionalInterface
public interface Schedule {
  /**
   * The rate of a step.
   *
   * @param rate the optimiser's own
   * @param progress the epoch, from 1, with the steps done in it before this one
   */
  double rate(double rate, TrainingProgress progress);

  /** Whether to ask before every step rather than before every epoch. */
  default boolean changesWithinEpochs() {
    return true;
  }

  /** The optimiser's rate throughout. */
  static Schedule constant() {
    return step(1, 1);
  }

  /** rate·factor^⌊(epoch−1)/every⌋, as {@code torch.optim.lr_scheduler.StepLR}. */
  static Schedule step(int every, double factor) {
    return new StepSchedule(every, factor);
  }

  /** rate·factor^(epoch−1), as {@code ExponentialLR}. */
  static Schedule exponential(double factor) {
    return step(1, factor);
  }

  /**
   * rate·(1 + cos(π·(epoch−1)/epochs))/2, as {@code CosineAnnealingLR} down to 0; later epochs have
   * the rate of the last of these.
   */
  static Schedule cosine(int epochs) {
    return new CosineSchedule(epochs);
  }

  /**
   * What a {@code train} block names: {@code constant()}, {@code step(every, factor = 0.1)}, {@code
   * exponential(factor)}, {@code cosine(epochs)}.
   *
   * @param epochs of the training, over which {@code cosine()} falls where it has no argument
   * @throws IllegalArgumentException on another name or argument, or a value out of range
   */
  static Schedule of(TrainingDefaults.Call call, int epochs) {
    return switch (call.name()) {
      case "constant" -> {
        Arguments.of(call);
        yield constant();
      }
      case "step" -> {
        Arguments given = Arguments.of(call, "every", "factor");
        given.required("every");
        yield step(given.count("every", 1), given.get("factor", 0.1));
      }
      case "exponential" -> exponential(Arguments.of(call, "factor").required("factor"));
      case "cosine" -> cosine(Arguments.of(call, "epochs").count("epochs", epochs));
      default ->
          throw new IllegalArgumentException(
              "no schedule " + call.name() + ", only constant, step, exponential, cosine");
    };
  }
}
