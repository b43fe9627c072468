package dev.bpnet.compiler.graph;

import dev.bpnet.compiler.source.Span;
import java.util.Optional;

/**
 * A declared leaf of a network: what arrives with an example, or what the network keeps. Compared
 * by identity: both graphs of a model refer to the same variables.
 */
public final class Variable {
  /** What a variable is for. */
  public enum Role {
    INPUT,
    TARGET,
    /** Trained. */
    PARAMETER,
    /** A parameter that is never updated. */
    FROZEN,
    /** Not trained; may have an update. */
    STATE
  }

  private final Role role;
  private final String name;
  private final Shape shape;
  private final Kind kind;
  private final Optional<Initializer> initializer;
  private final Span span;
  private final String documentation;

  /**
   * @param name for what is kept the path ({@code h.dense1.W}); for inputs and targets the source
   *     name
   * @param initializer present exactly for what the network keeps
   * @param documentation the documentation comment; empty if none
   */
  public Variable(
      Role role,
      String name,
      Shape shape,
      Kind kind,
      Optional<Initializer> initializer,
      Span span,
      String documentation) {
    if (initializer.isPresent() == (role == Role.INPUT || role == Role.TARGET)) {
      throw new IllegalArgumentException("initializer of " + role + " " + name);
    }
    this.role = role;
    this.name = name;
    this.shape = shape;
    this.kind = kind;
    this.initializer = initializer;
    this.span = span;
    this.documentation = documentation;
  }

  public Role role() {
    return role;
  }

  public String name() {
    return name;
  }

  public Shape shape() {
    return shape;
  }

  public Kind kind() {
    return kind;
  }

  public Optional<Initializer> initializer() {
    return initializer;
  }

  public Span span() {
    return span;
  }

  public String documentation() {
    return documentation;
  }

  /** Inputs and targets exist per example, the rest per step. */
  public Dependence dependence() {
    return initializer.isEmpty() ? Dependence.EXAMPLE : Dependence.STEP;
  }

  @Override
  public String toString() {
    return role.name().toLowerCase(java.util.Locale.ROOT) + " " + name + shape;
  }
}
