package dev.bpnet.compiler.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;

/** The calls that a {@code train} block knows, with what their arguments must be. */
final class TrainCalls {
  /**
   * One argument.
   *
   * @param range in words
   */
  record Parameter(String name, boolean optional, String range, DoublePredicate allowed) {}

  /** One call. */
  record Signature(String name, List<Parameter> parameters) {
    Signature {
      parameters = List.copyOf(parameters);
    }

    Optional<Parameter> parameter(String wanted) {
      return parameters.stream().filter(p -> p.name().equals(wanted)).findFirst();
    }
  }

  private static final List<Signature> OPTIMIZERS =
      List.of(
          new Signature("sgd", List.of(positive("rate"))),
          new Signature("momentum", List.of(positive("rate"), optional(fraction("momentum")))),
          new Signature("nesterov", List.of(positive("rate"), optional(fraction("momentum")))),
          new Signature("adam", adam()),
          new Signature(
              "adamw",
              List.of(
                  adam().get(0),
                  adam().get(1),
                  adam().get(2),
                  adam().get(3),
                  optional(notNegative("decay")))));

  private static final List<Signature> CLIPS =
      List.of(
          new Signature("norm", List.of(positive("c"))),
          new Signature("value", List.of(positive("c"))));

  private static final List<Signature> SCHEDULES =
      List.of(
          new Signature("constant", List.of()),
          new Signature("step", List.of(count("every"), optional(positive("factor")))),
          new Signature("exponential", List.of(positive("factor"))),
          new Signature("cosine", List.of(optional(count("epochs")))));

  private static final List<Signature> STOPS =
      List.of(
          new Signature(
              "below", List.of(new Parameter("loss", false, "a number", Double::isFinite))),
          new Signature("change", List.of(notNegative("range"), count("rounds"))),
          new Signature("patience", List.of(count("rounds"), optional(notNegative("delta")))));

  /** By the setting that takes them. */
  static final Map<String, List<Signature>> BY_SETTING =
      Map.of("optimizer", OPTIMIZERS, "clip", CLIPS, "schedule", SCHEDULES, "stop", STOPS);

  /** All settings, in the order of the manual. */
  static final List<String> SETTINGS =
      List.of("optimizer", "batch", "epochs", "clip", "schedule", "stop", "shuffle", "seed");

  private TrainCalls() {}

  private static List<Parameter> adam() {
    return List.of(
        optional(positive("rate")),
        optional(fraction("beta1")),
        optional(fraction("beta2")),
        optional(positive("epsilon")));
  }

  private static Parameter optional(Parameter p) {
    return new Parameter(p.name(), true, p.range(), p.allowed());
  }

  private static Parameter positive(String name) {
    return new Parameter(name, false, "above 0", x -> x > 0 && Double.isFinite(x));
  }

  private static Parameter notNegative(String name) {
    return new Parameter(name, false, "0 or more", x -> x >= 0 && Double.isFinite(x));
  }

  private static Parameter fraction(String name) {
    return new Parameter(name, false, "from 0 to below 1", x -> x >= 0 && x < 1);
  }

  private static Parameter count(String name) {
    return new Parameter(
        name,
        false,
        "an integer from 1",
        x -> x >= 1 && x == Math.rint(x) && x <= Integer.MAX_VALUE);
  }
}
