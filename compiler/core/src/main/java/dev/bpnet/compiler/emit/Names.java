package dev.bpnet.compiler.emit;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Gives each thing one Java name that nothing else in its scope has. */
final class Names {
  /**
   * The types that expressions name, and the packages that may stand before them: a variable of
   * that name would be taken for them.
   */
  private static final List<String> TYPES =
      List.of(
          "Arrays",
          "Description",
          "Double",
          "DoubleVector",
          "Elementary",
          "Float",
          "FloatVector",
          "IllegalStateException",
          "Initializer",
          "IntVector",
          "Math",
          "ModuleLayer",
          "Network",
          "RandomStream",
          "System",
          "TrainingDefaults",
          "VectorMask",
          "VectorOperators",
          "VectorSpecies",
          "dev",
          "java");

  private final Optional<Names> outer;
  private final Set<String> taken = new HashSet<>();
  private final Map<Object, String> given = new IdentityHashMap<>();

  Names() {
    this(Optional.empty());
  }

  private Names(Optional<Names> outer) {
    this.outer = outer;
  }

  /** The scope of a method: it knows the members' names, and its locals may shadow them. */
  Names method() {
    Names inner = new Names(Optional.of(this));
    inner.reserveTypes();
    return inner;
  }

  /** Keeps variables from being called as types are. */
  void reserveTypes() {
    TYPES.forEach(this::reserve);
  }

  /** The names taken at some point. */
  record Mark(Set<String> taken) {}

  /** Where a block begins. */
  Mark mark() {
    return new Mark(Set.copyOf(taken));
  }

  /** Frees the names that were given since the block began. */
  void release(Mark mark) {
    taken.retainAll(mark.taken());
  }

  void reserve(String name) {
    taken.add(name);
  }

  /** The name of the thing: the one wished for if it is free and legal, else a similar one. */
  String give(Object thing, String wish) {
    String name = fresh(wish);
    given.put(thing, name);
    return name;
  }

  /** Gives the thing a name that was reserved for it. */
  void giveReserved(Object thing, String name) {
    taken.add(name);
    given.put(thing, name);
  }

  /** A free name like the one wished for. */
  String fresh(String wish) {
    String legal = legal(wish);
    String name = legal;
    for (int i = 2; taken.contains(name) || SourceVersion.isKeyword(name); i++) {
      name = legal + (Character.isDigit(legal.charAt(legal.length() - 1)) ? "_" : "") + i;
    }
    taken.add(name);
    return name;
  }

  boolean has(Object thing) {
    return given.containsKey(thing);
  }

  String of(Object thing) {
    String name = given.get(thing);
    if (name != null) {
      return name;
    }
    return outer.orElseThrow(() -> new IllegalStateException("no name for " + thing)).of(thing);
  }

  private static String legal(String wish) {
    StringBuilder text = new StringBuilder();
    for (int c : wish.codePoints().toArray()) {
      boolean allowed = Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
      text.appendCodePoint(allowed ? c : '_');
    }
    if (text.isEmpty() || !Character.isJavaIdentifierStart(text.codePointAt(0))) {
      text.insert(0, "v");
    }
    return text.toString().equals("_") ? "v" : text.toString();
  }
}
