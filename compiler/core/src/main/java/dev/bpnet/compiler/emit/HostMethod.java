package dev.bpnet.compiler.emit;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A method of an interface that a network's class implements. Types are Java source text: {@code
 * float}, {@code int[]}, {@code java.lang.String}.
 *
 * @param traits what else there is to know
 */
public record HostMethod(
    String name, List<Parameter> parameters, String returns, Set<Trait> traits) {
  /** What a method may be besides. */
  public enum Trait {
    /** The interface has a body for it. */
    DEFAULT,
    /** It has type parameters. */
    GENERIC,
    /** Its last parameter is variable. */
    VARARGS
  }

  /**
   * A parameter.
   *
   * @param name {@code arg0} and so on where a class file keeps no names
   */
  public record Parameter(String name, String type) {
    @Override
    public String toString() {
      return type + " " + name;
    }
  }

  public HostMethod {
    parameters = List.copyOf(parameters);
    traits = Set.copyOf(traits);
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** What no two methods of a class have in common. */
  String signature() {
    return signature(name, parameters.stream().map(Parameter::type).toList());
  }

  static String signature(String name, List<String> types) {
    return types.stream().collect(Collectors.joining(", ", name + "(", ")"));
  }
}
