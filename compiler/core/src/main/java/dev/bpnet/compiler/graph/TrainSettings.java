package dev.bpnet.compiler.graph;

import java.util.List;
import java.util.Optional;

/**
 * The defaults that a {@code train} block gives; what it does not mention has the language's
 * default.
 *
 * @param optimizer {@code sgd momentum nesterov adam adamw} with its named arguments, defaults left
 *     out
 * @param clip {@code norm(c)} or {@code value(c)}
 * @param schedule a learning-rate schedule, for the trainer to interpret
 * @param stop {@code below(loss)}, {@code change(range, rounds)}, {@code patience(rounds, delta)}
 */
public record TrainSettings(
    Call optimizer,
    int batch,
    int epochs,
    Optional<Call> clip,
    Optional<Call> schedule,
    List<Call> stop,
    boolean shuffle,
    long seed) {
  /** A name with arguments in the order of its declaration: {@code sgd(rate = 0.5)}. */
  public record Call(String name, List<Argument> arguments) {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** One named argument. */
  public record Argument(String name, double value) {}

  public static final TrainSettings DEFAULTS =
      new TrainSettings(
          new Call("adam", List.of(new Argument("rate", 1e-3))),
          32,
          100,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          true,
          1);

  public TrainSettings {
    stop = List.copyOf(stop);
  }
}
