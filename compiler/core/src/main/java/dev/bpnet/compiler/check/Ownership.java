package dev.bpnet.compiler.check;

import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who owns which parameter: bodies have statements, statements have copies (one per combination of
 * the enclosing {@code repeat}s), copies have layer calls, and those have bodies. It outlives the
 * rounds of elaboration, so that a path, which depends on what else its statement owns, is known in
 * the next round.
 */
final class Ownership {
  /** The network's body or that of one call of a layer. */
  static final class Body {
    private final Map<Span, Step> steps = new LinkedHashMap<>();
    private List<String> path = List.of();

    /** As in parameter names; of a layer that owns nothing, that of the call's statement. */
    List<String> path() {
      return path;
    }

    void place(List<String> newPath) {
      path = newPath;
    }

    Map<Span, Step> steps() {
      return steps;
    }

    /**
     * @param name the assigned variable; empty for {@code return}, {@code yield}, {@code loss}
     */
    Copy copy(Span statement, Optional<String> name, List<Integer> repeats) {
      return steps
          .computeIfAbsent(statement, key -> new Step(name))
          .copies
          .computeIfAbsent(repeats, Copy::new);
    }
  }

  /** A statement as written. */
  static final class Step {
    private final Optional<String> name;
    private final Map<List<Integer>, Copy> copies = new LinkedHashMap<>();

    Step(Optional<String> name) {
      this.name = name;
    }

    Optional<String> name() {
      return name;
    }

    Iterable<Copy> copies() {
      return copies.values();
    }
  }

  /** A statement under certain indices of the enclosing repeats. */
  static final class Copy {
    private final List<Integer> repeats;
    private final Map<Span, Call> calls = new LinkedHashMap<>();
    private Optional<Entry> declared = Optional.empty();

    Copy(List<Integer> repeats) {
      this.repeats = repeats;
    }

    /** The body of the layer that is called at the place. */
    Body call(Span place, String layer) {
      return calls.computeIfAbsent(place, key -> new Call(layer, new Body())).body;
    }

    List<Integer> repeats() {
      return repeats;
    }

    Map<Span, Call> calls() {
      return calls;
    }

    Optional<Entry> declared() {
      return declared;
    }

    Entry declare() {
      if (declared.isEmpty()) {
        declared = Optional.of(new Entry());
      }
      return declared.get();
    }
  }

  /** A layer's body with the layer's name. */
  record Call(String layer, Body body) {}

  /** What a declaration of a variable says. */
  record Declared(
      Variable.Role role, Shape shape, Initializer initializer, Span span, String documentation) {}

  /** One owned variable. */
  static final class Entry {
    private Optional<Declared> declared = Optional.empty();
    private String path = "";

    Optional<Declared> declared() {
      return declared;
    }

    void declare(Declared newDeclared) {
      declared = Optional.of(newDeclared);
    }

    String path() {
      return path;
    }

    /**
     * @return whether it changed
     */
    boolean place(String newPath) {
      boolean changed = !path.equals(newPath);
      path = newPath;
      return changed;
    }
  }

  private final Body root = new Body();

  Body root() {
    return root;
  }

  /**
   * Computes all paths anew.
   *
   * @return whether one of them changed
   */
  boolean settle() {
    return new ParameterPaths().settle(root);
  }
}
