package dev.bpnet.training;

import dev.bpnet.runtime.TrainingDefaults;

/** When to end a training before its epochs are done. */
public sealed interface StopRule {
  /** After the first epoch whose training loss is below {@code loss}. */
  record Below(double loss) implements StopRule {}

  /**
   * After {@code rounds} epochs in a row whose training loss differed by at most {@code range} from
   * the epoch before.
   */
  record Change(double range, int rounds) implements StopRule {
    public Change {
      Ranges.notNegative("range", range);
      Ranges.count("rounds", rounds);
    }
  }

  /**
   * After {@code rounds} epochs in a row without a loss that is below the best so far by more than
   * {@code delta}: the loss on held-out examples where there are any, else the training loss. When
   * the training ends, whatever ends it, the weights of the epoch with the lowest such loss are put
   * back.
   */
  record Patience(int rounds, double delta) implements StopRule {
    public Patience {
      Ranges.count("rounds", rounds);
      Ranges.notNegative("delta", delta);
    }
  }

  static StopRule below(double loss) {
    return new Below(loss);
  }

  static StopRule change(double range, int rounds) {
    return new Change(range, rounds);
  }

  static StopRule patience(int rounds, double delta) {
    return new Patience(rounds, delta);
  }

  /**
   * What a {@code train} block names: {@code below(loss)}, {@code change(range, rounds)}, {@code
   * patience(rounds, delta = 0)}.
   *
   * @throws IllegalArgumentException on another name or argument, a missing one, or a value out of
   *     range
   */
  static StopRule of(TrainingDefaults.Call call) {
    return switch (call.name()) {
      case "below" -> below(Arguments.of(call, "loss").required("loss"));
      case "change" -> {
        Arguments given = Arguments.of(call, "range", "rounds");
        yield change(given.required("range"), given.requiredCount("rounds"));
      }
      case "patience" -> {
        Arguments given = Arguments.of(call, "rounds", "delta");
        yield patience(given.requiredCount("rounds"), given.get("delta", 0));
      }
      default ->
          throw new IllegalArgumentException(
              "no stop rule " + call.name() + ", only below, change, patience");
    };
  }
}
