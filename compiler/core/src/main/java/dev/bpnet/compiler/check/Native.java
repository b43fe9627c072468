package dev.bpnet.compiler.check;

import java.util.List;

/**
 * A function that Java code provides: one row of a table.
 *
 * @param hidden whether only the prelude may name it
 */
record Native(String name, Signature signature, boolean hidden, Builder builder) {
  /** Makes the value of one call whose arguments fit the signature. */
  interface Builder {
    Value build(Arguments arguments);
  }

  /** What an argument must be. */
  enum Type {
    /** A tensor of reals; bools are converted. */
    REAL,
    /** A tensor of any kind. */
    TENSOR,
    /** A tensor of classes. */
    CLASS,
    /** A compile-time number. */
    NUMBER,
    /** A compile-time integer. */
    INTEGER,
    /** Sizes: a list, or an integer for one dimension. */
    SHAPE,
    /** Axes of {@code x}: an integer or a list; all if left out. */
    AXES,
    /** The builder looks itself. */
    ANY
  }

  /** One parameter. */
  record Parameter(String name, Type type, boolean optional) {}

  /**
   * @param variadic whether positional arguments are any number of tensors, the parameters being
   *     named ones
   */
  record Signature(List<Parameter> parameters, boolean variadic) {
    Signature {
      parameters = List.copyOf(parameters);
    }

    /** {@code "x:REAL", "axis:AXES?"}: names with types, {@code ?} for what may be left out. */
    static Signature of(String... parameters) {
      return new Signature(List.of(parameters).stream().map(Signature::parse).toList(), false);
    }

    static Signature variadic(String... parameters) {
      return new Signature(List.of(parameters).stream().map(Signature::parse).toList(), true);
    }

    private static Parameter parse(String text) {
      boolean optional = text.endsWith("?");
      int colon = text.indexOf(':');
      String type = text.substring(colon + 1, optional ? text.length() - 1 : text.length());
      return new Parameter(text.substring(0, colon), Type.valueOf(type), optional);
    }
  }

  static Native visible(String name, Signature signature, Builder builder) {
    return new Native(name, signature, false, builder);
  }

  static Native hidden(String name, Signature signature, Builder builder) {
    return new Native(name, signature, true, builder);
  }
}
