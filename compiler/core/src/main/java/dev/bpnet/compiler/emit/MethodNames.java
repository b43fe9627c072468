package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.loop.Routine;
import java.util.Collections;
import java.util.LinkedHashMap;
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
          "descend",
          "initialize",
          "tensor",
          "grow",
          "allocate",
          "describe",
          "hasVectors",
          "isFast",
          "phaseWork",
          "prepareExtent",
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
  private final Map<String, String> accessors = new LinkedHashMap<>();

  MethodNames() {
    TAKEN.forEach(names::reserve);
  }

  void accessor(String output) {
    accessors.put(output, names.fresh(output));
  }

  String ofAccessor(String output) {
    return accessors.get(output);
  }

  /** The outputs with the names of their methods, in declaration order. */
  Map<String, String> accessors() {
    return Collections.unmodifiableMap(accessors);
  }

  /** The output whose method has the name. */
  String output(String accessor) {
    return accessors.entrySet().stream()
        .filter(entry -> entry.getValue().equals(accessor))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** Keeps private methods from being called as this one. */
  void reserve(String name) {
    names.reserve(name);
  }

  /** A free name like the one wished for. */
  String fresh(String wish) {
    return names.fresh(wish);
  }

  void routine(Routine routine) {
    names.give(routine, routine.name());
  }

  String of(Routine routine) {
    return names.of(routine);
  }
}
