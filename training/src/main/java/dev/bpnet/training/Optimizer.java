package dev.bpnet.training;

import dev.bpnet.runtime.TrainingDefaults;

/**
 * A rule that moves the trained parameters against their gradient. The value holds the settings
 * only; what a rule remembers between steps lives in the {@link Update} that it starts for one
 * training.
 */
public interface Optimizer {
  /** The learning rate, before any schedule. */
  double rate();

  /** Begins a training of {@code size} parameters in single precision. */
  Update.OfFloat startFloat(int size);

  /** Begins a training of {@code size} parameters in double precision. */
  Update.OfDouble startDouble(int size);

  /** p ← p − rate·g. */
  static Optimizer sgd(double rate) {
    return new Sgd(rate, 0, Sgd.Form.PLAIN);
  }

  /** v ← momentum·v + g; p ← p − rate·v. */
  static Optimizer momentum(double rate, double momentum) {
    return new Sgd(rate, momentum, Sgd.Form.MOMENTUM);
  }

  /** v ← momentum·v + g; p ← p − rate·(g + momentum·v). */
  static Optimizer nesterov(double rate, double momentum) {
    return new Sgd(rate, momentum, Sgd.Form.NESTEROV);
  }

  /** {@link Adam} with its usual constants. */
  static Optimizer adam(double rate) {
    return Adam.of(rate);
  }

  /** {@link Adam} with decoupled weight decay. */
  static Optimizer adamW(double rate, double decay) {
    return Adam.of(rate).withDecay(decay);
  }

  /**
   * What a {@code train} block names: {@code sgd(rate = 0.01)}, {@code momentum} and {@code
   * nesterov(rate = 0.01, momentum = 0.9)}, {@code adam(rate = 1e-3, beta1 = 0.9, beta2 = 0.999,
   * epsilon = 1e-8)}, {@code adamw} with {@code decay = 0.01} besides.
   *
   * @throws IllegalArgumentException on another name or argument, or a value out of range
   */
  static Optimizer of(TrainingDefaults.Call call) {
    return switch (call.name()) {
      case "sgd" -> {
        Arguments given = Arguments.of(call, "rate");
        yield sgd(given.get("rate", 0.01));
      }
      case "momentum" -> {
        Arguments given = Arguments.of(call, "rate", "momentum");
        yield momentum(given.get("rate", 0.01), given.get("momentum", 0.9));
      }
      case "nesterov" -> {
        Arguments given = Arguments.of(call, "rate", "momentum");
        yield nesterov(given.get("rate", 0.01), given.get("momentum", 0.9));
      }
      case "adam" -> adam(Arguments.of(call, "rate", "beta1", "beta2", "epsilon"), 0);
      case "adamw" -> {
        Arguments given = Arguments.of(call, "rate", "beta1", "beta2", "epsilon", "decay");
        yield adam(given, given.get("decay", 0.01));
      }
      default ->
          throw new IllegalArgumentException(
              "no optimizer " + call.name() + ", only sgd, momentum, nesterov, adam, adamw");
    };
  }

  private static Optimizer adam(Arguments given, double decay) {
    return new Adam(
        given.get("rate", 1e-3),
        given.get("beta1", 0.9),
        given.get("beta2", 0.999),
        given.get("epsilon", 1e-8),
        decay);
  }
}
