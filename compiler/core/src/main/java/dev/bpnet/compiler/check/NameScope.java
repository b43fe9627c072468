package dev.bpnet.compiler.check;

import dev.bpnet.compiler.source.Span;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of a block of a body before it is elaborated: which are bound, and where. */
final class NameScope {
  private final Optional<NameScope> outer;
  private final Map<String, Span> bound = new LinkedHashMap<>();
  private final Set<String> parameters = new LinkedHashSet<>();

  private NameScope(Optional<NameScope> outer) {
    this.outer = outer;
  }

  static NameScope ofBody() {
    return new NameScope(Optional.empty());
  }

  NameScope block() {
    return new NameScope(Optional.of(this));
  }

  /** Where the name was bound first, in this block or around it. */
  Optional<Span> find(String name) {
    for (Optional<NameScope> scope = Optional.of(this);
        scope.isPresent();
        scope = scope.get().outer) {
      Span span = scope.get().bound.get(name);
      if (span != null) {
        return Optional.of(span);
      }
    }
    return Optional.empty();
  }

  /** Binds the name in this block, unless it is bound already. */
  void bind(String name, Span span) {
    if (find(name).isEmpty()) {
      bound.put(name, span);
    }
  }

  /** Binds a name that hides one of a surrounding block: the index of a loop. */
  void bindHere(String name, Span span) {
    bound.put(name, span);
  }

  /** Binds a parameter, which may stand for a function. */
  void bindParameter(String name, Span span) {
    bound.putIfAbsent(name, span);
    parameters.add(name);
  }

  /** Whether the name may stand for a function: a parameter does. */
  boolean mayBeFunction(String name) {
    return parameters.contains(name) || outer.map(scope -> scope.mayBeFunction(name)).orElse(false);
  }

  /** The names bound in this very block, to go on with another branch of an {@code if}. */
  Map<String, Span> own() {
    return new LinkedHashMap<>(bound);
  }

  void restore(Map<String, Span> names) {
    bound.clear();
    bound.putAll(names);
  }

  /** Adds what another branch bound. */
  void merge(Map<String, Span> names) {
    names.forEach(bound::putIfAbsent);
  }

  /** All names that are seen from here. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(bound.keySet());
    outer.ifPresent(scope -> names.addAll(scope.names()));
    return names;
  }
}
