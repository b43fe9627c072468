package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Variable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One elaboration of a network: both passes over the same variables. */
final class Round {
  private final Ownership ownership;
  private final Optional<List<Ownership.Entry>> known;
  private final Diagnostics sink;
  private final Map<String, Variable> data = new LinkedHashMap<>();
  private final Map<Ownership.Entry, Variable> kept = new IdentityHashMap<>();
  private final Set<Ownership.Entry> declared = new LinkedHashSet<>();

  /**
   * @param known what the round before declared; empty in the first round
   */
  Round(Ownership ownership, Optional<List<Ownership.Entry>> known, Diagnostics sink) {
    this.ownership = ownership;
    this.known = known;
    this.sink = sink;
  }

  Ownership ownership() {
    return ownership;
  }

  Diagnostics sink() {
    return sink;
  }

  /** All variables that the network keeps; empty as long as they are not known. */
  Optional<List<Variable>> allKept() {
    return known.map(entries -> entries.stream().map(this::variable).toList());
  }

  /** What this round has declared so far, each entry once. */
  List<Ownership.Entry> declared() {
    return List.copyOf(declared);
  }

  /** Inputs, targets and all that is kept, in declaration order. */
  List<Variable> variables() {
    List<Variable> all = new ArrayList<>(data.values());
    declared.forEach(entry -> all.add(variable(entry)));
    return all;
  }

  Optional<Variable> data(String name) {
    return Optional.ofNullable(data.get(name));
  }

  void addData(Variable variable) {
    data.put(variable.name(), variable);
  }

  /** Whether the entry was declared in this round already. */
  boolean isDeclared(Ownership.Entry entry) {
    return declared.contains(entry);
  }

  Variable declare(Ownership.Entry entry, Ownership.Declared declaration) {
    entry.declare(declaration);
    declared.add(entry);
    return variable(entry);
  }

  Variable variable(Ownership.Entry entry) {
    return kept.computeIfAbsent(
        entry,
        key -> {
          Ownership.Declared declaration = entry.declared().orElseThrow();
          return new Variable(
              declaration.role(),
              entry.path(),
              declaration.shape(),
              Kind.REAL,
              Optional.of(declaration.initializer()),
              declaration.span(),
              declaration.documentation());
        });
  }
}
