package dev.bpnet.compiler.loop;

/** A local variable or parameter of a routine. Compared by identity. */
public final class Local {
  private final String hint;
  private final Type type;
  private final boolean named;

  private Local(String hint, Type type, boolean named) {
    this.hint = hint;
    this.type = type;
    this.named = named;
  }

  /** A local that stays a declaration, since the reader knows its name. */
  public static Local named(String hint, Type type) {
    return new Local(hint, type, true);
  }

  /** A local that may vanish into the expression that uses it. */
  public static Local temporary(String hint, Type type) {
    return new Local(hint, type, false);
  }

  /** The name that is wished for. */
  public String hint() {
    return hint;
  }

  public Type type() {
    return type;
  }

  public boolean isNamed() {
    return named;
  }

  @Override
  public String toString() {
    return hint;
  }
}
