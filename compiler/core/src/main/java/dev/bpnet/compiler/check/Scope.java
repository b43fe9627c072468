package dev.bpnet.compiler.check;

import dev.bpnet.compiler.graph.Variable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names of one block of a body; names of surrounding blocks are seen through it. */
final class Scope {
  private final Optional<Scope> outer;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, Variable> states = new HashMap<>();

  private Scope(Optional<Scope> outer) {
    this.outer = outer;
  }

  /** The outermost block of a body. */
  static Scope ofBody() {
    return new Scope(Optional.empty());
  }

  Scope block() {
    return new Scope(Optional.of(this));
  }

  Optional<Value> find(String name) {
    for (Optional<Scope> scope = Optional.of(this); scope.isPresent(); scope = scope.get().outer) {
      Value value = scope.get().values.get(name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** Binds the name in this block. */
  void declare(String name, Value value) {
    values.put(name, value);
  }

  /** Binds the name where it is bound already, or else in this block. */
  void assign(String name, Value value) {
    Scope place = this;
    for (Optional<Scope> scope = Optional.of(this); scope.isPresent(); scope = scope.get().outer) {
      if (scope.get().values.containsKey(name)) {
        place = scope.get();
        break;
      }
    }
    place.values.put(name, value);
  }

  void declareState(String name, Variable state) {
    states.put(name, state);
  }

  /** The state of that name, even where an assignment shadows it. */
  Optional<Variable> state(String name) {
    for (Optional<Scope> scope = Optional.of(this); scope.isPresent(); scope = scope.get().outer) {
      Variable state = scope.get().states.get(name);
      if (state != null) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
