package dev.bpnet.compiler.graph;

/**
 * What the elements of a tensor are.
 *
 * @param type real, bool (0 or 1), class (an integer 0..classes-1) or integer (a loop index)
 * @param classes the number of classes; 0 unless the type is class
 */
public record Kind(Type type, int classes) {
  /** The four sorts of element. */
  public enum Type {
    REAL,
    BOOL,
    CLASS,
    INTEGER
  }

  public static final Kind REAL = new Kind(Type.REAL, 0);
  public static final Kind BOOL = new Kind(Type.BOOL, 0);
  public static final Kind INTEGER = new Kind(Type.INTEGER, 0);

  public Kind {
    if ((type == Type.CLASS) != (classes > 0)) {
      throw new IllegalArgumentException(type + " with " + classes + " classes");
    }
  }

  public static Kind classOf(int classes) {
    return new Kind(Type.CLASS, classes);
  }

  public boolean isReal() {
    return type == Type.REAL;
  }

  public boolean isBool() {
    return type == Type.BOOL;
  }

  public boolean isClass() {
    return type == Type.CLASS;
  }

  @Override
  public String toString() {
    return switch (type) {
      case REAL -> "real";
      case BOOL -> "bool";
      case CLASS -> "class(" + classes + ")";
      case INTEGER -> "integer";
    };
  }
}
