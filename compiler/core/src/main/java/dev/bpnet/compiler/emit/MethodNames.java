package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.loop.Routine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of a generated class's methods: the contract's are taken, the model's come first. */
final class MethodNames {
  private static final List<String> TAKEN =
      List.of(
          "description",
          "parameters",
          "prepare",
          "sharing",
          "predict",
          "evaluate",
          "beginStep",
          "phaseCount",
          "phase",
          "phaseExtent",
          "runPhase",
          "endStep",
          "updateStates",
          "randomStream",
          "inputGradient",
          "gradient",
          "initialize",
          "tensor",
          "grow",
          "describe",
          "getClass",
          "hashCode",
          "equals",
          "toString",
          "notify",
          "notifyAll",
          "wait",
          "clone",
          "finalize");

  private final Names names = new Names();
  private final Map<String, String> accessors = new HashMap<>();

  MethodNames() {
    TAKEN.forEach(names::reserve);
  }

  void accessor(String output) {
    accessors.put(output, names.fresh(output));
  }

  String ofAccessor(String output) {
    return accessors.get(output);
  }

  void routine(Routine routine) {
    names.give(routine, routine.name());
  }

  String of(Routine routine) {
    return names.of(routine);
  }
}
