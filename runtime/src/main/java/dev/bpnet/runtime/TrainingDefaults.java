package dev.bpnet.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a network's {@code train} block says, for the trainer to interpret; {@link #of()} are the
 * language's own defaults.
 *
 * @param optimizer such as {@code sgd(rate = 0.5)}
 * @param clip {@code norm(c)} or {@code value(c)}
 * @param stop zero or more of {@code below(loss)}, {@code change(range, rounds)}, {@code
 *     patience(rounds, delta)}
 */
public record TrainingDefaults(
    Call optimizer,
    int batch,
    int epochs,
    Optional<Call> clip,
    Optional<Call> schedule,
    java.util.List<Call> stop,
    boolean shuffle,
    long seed) {
  /** A name with named arguments. */
  public record Call(String name, Map<String, Double> arguments) {
    public Call {
      arguments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** A call without arguments yet. */
    public static Call of(String name) {
      return new Call(name, Map.of());
    }

    /** The same call with one argument more. */
    public Call with(String argument, double value) {
      Map<String, Double> more = new LinkedHashMap<>(arguments);
      more.put(argument, value);
      return new Call(name, more);
    }

    public double argument(String argument, double otherwise) {
      return arguments.getOrDefault(argument, otherwise);
    }
  }

  public TrainingDefaults {
    stop = java.util.List.copyOf(stop);
  }

  /** {@code adam(rate = 1e-3)}, batches of 32, 100 epochs, shuffled by seed 1. */
  public static TrainingDefaults of() {
    return new TrainingDefaults(
        Call.of("adam").with("rate", 1e-3),
        32,
        100,
        Optional.empty(),
        Optional.empty(),
        java.util.List.of(),
        true,
        1);
  }

  public TrainingDefaults withOptimizer(Call newOptimizer) {
    return new TrainingDefaults(newOptimizer, batch, epochs, clip, schedule, stop, shuffle, seed);
  }

  public TrainingDefaults withBatch(int newBatch) {
    return new TrainingDefaults(optimizer, newBatch, epochs, clip, schedule, stop, shuffle, seed);
  }

  public TrainingDefaults withEpochs(int newEpochs) {
    return new TrainingDefaults(optimizer, batch, newEpochs, clip, schedule, stop, shuffle, seed);
  }

  public TrainingDefaults withClip(Call newClip) {
    return new TrainingDefaults(
        optimizer, batch, epochs, Optional.of(newClip), schedule, stop, shuffle, seed);
  }

  public TrainingDefaults withSchedule(Call newSchedule) {
    return new TrainingDefaults(
        optimizer, batch, epochs, clip, Optional.of(newSchedule), stop, shuffle, seed);
  }

  public TrainingDefaults withStop(Call... newStop) {
    return new TrainingDefaults(
        optimizer, batch, epochs, clip, schedule, java.util.List.of(newStop), shuffle, seed);
  }

  public TrainingDefaults withShuffle(boolean newShuffle) {
    return new TrainingDefaults(optimizer, batch, epochs, clip, schedule, stop, newShuffle, seed);
  }

  public TrainingDefaults withSeed(long newSeed) {
    return new TrainingDefaults(optimizer, batch, epochs, clip, schedule, stop, shuffle, newSeed);
  }
}
