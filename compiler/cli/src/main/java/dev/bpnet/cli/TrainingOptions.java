package dev.bpnet.cli;

import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;
import dev.bpnet.runtime.TrainingDefaults.Call;
import dev.bpnet.training.Clip;
import dev.bpnet.training.Optimizer;
import dev.bpnet.training.StopRule;
import dev.bpnet.training.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Options that override a network's {@code train} block. */
final class TrainingOptions {
  @Option(names = "--epochs", paramLabel = "N", description = "How often to go through the data.")
  Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Examples in a step.")
  Integer batch;

  @Option(names = "--rate", paramLabel = "X", description = "Learning rate of the optimiser.")
  Double rate;

  @Option(
      names = "--optimizer",
      paramLabel = "CALL",
      converter = CallConverter.OfOptimizer.class,
      description = "sgd, momentum, nesterov, adam, adamw, as in a train block: adam(rate=0.01).")
  Call optimizer;

  @Option(
      names = "--clip",
      paramLabel = "CALL",
      converter = CallConverter.OfClip.class,
      description = "Limit of gradients: norm(1.0) or value(0.5).")
  Call clip;

  @Option(
      names = "--stop",
      paramLabel = "CALL",
      converter = CallConverter.OfStop.class,
      description = "When to end early: below(0.01), change(1e-6, 10), patience(20); repeatable.")
  List<Call> stop = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of first weights, the order of examples, and what is held out.")
  Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to train on (default: 1); the weights are the same with any number.")
  Integer threads;

  /**
   * A trainer with the network's settings and these over them.
   *
   * @throws UsageError if the value of an option is out of its range
   */
  Trainer trainer(Network network) {
    require(epochs == null || epochs >= 1, "--epochs wants 1 or more, not " + epochs);
    require(batch == null || batch >= 1, "--batch wants 1 or more, not " + batch);
    require(
        rate == null || rate > 0 && rate <= Double.MAX_VALUE,
        "--rate wants a number above 0, not " + rate);
    require(threads == null || threads >= 1, "--threads wants 1 or more, not " + threads);
    Trainer trainer = Trainer.of(network);
    Optional.ofNullable(epochs).ifPresent(trainer::epochs);
    Optional.ofNullable(batch).ifPresent(trainer::batch);
    Optional.ofNullable(seed).ifPresent(trainer::seed);
    Optional.ofNullable(threads).ifPresent(trainer::threads);
    optimizerCall(network.description().training())
        .map(call -> valid("--optimizer", () -> Optimizer.of(call)))
        .ifPresent(trainer::optimizer);
    Optional.ofNullable(clip)
        .map(call -> valid("--clip", () -> Clip.of(call)))
        .ifPresent(trainer::clip);
    if (!stop.isEmpty()) {
      trainer.stop(
          stop.stream()
              .map(call -> valid("--stop", () -> StopRule.of(call)))
              .toArray(StopRule[]::new));
    }
    return trainer;
  }

  private static void require(boolean valid, String message) {
    if (!valid) {
      throw new UsageError(message);
    }
  }

  private static <T> T valid(String option, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new UsageError(option + ": " + e.getMessage());
    }
  }

  long seed(TrainingDefaults defaults) {
    return seed == null ? defaults.seed() : seed;
  }

  private Optional<Call> optimizerCall(TrainingDefaults defaults) {
    if (optimizer == null && rate == null) {
      return Optional.empty();
    }
    Call call = optimizer == null ? defaults.optimizer() : optimizer;
    return Optional.of(rate == null ? call : call.with("rate", rate));
  }
}
