package dev.bpnet.compiler.graph;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * One value of the graph: immutable, compared by identity, valid by construction ({@link
 * ShapeRules}). Use {@link NodeBuilder} to make one.
 */
public final class Node {
  private static final AtomicInteger MADE = new AtomicInteger();

  private final int number = MADE.getAndIncrement();
  private final Op op;
  private final List<Node> inputs;
  private final Attribute attribute;
  private final Shape shape;
  private final Kind kind;
  private final Dependence dependence;
  private final Origin origin;

  Node(
      Op op,
      List<Node> inputs,
      Attribute attribute,
      Shape shape,
      Kind kind,
      Dependence dependence,
      Origin origin) {
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.attribute = attribute;
    this.shape = shape;
    this.kind = kind;
    this.dependence = dependence;
    this.origin = origin;
    ShapeRules.verify(this);
  }

  public Op op() {
    return op;
  }

  public List<Node> inputs() {
    return inputs;
  }

  public Node input(int i) {
    return inputs.get(i);
  }

  public Attribute attribute() {
    return attribute;
  }

  public Shape shape() {
    return shape;
  }

  public Kind kind() {
    return kind;
  }

  public Dependence dependence() {
    return dependence;
  }

  public boolean perExample() {
    return dependence == Dependence.EXAMPLE;
  }

  public Origin origin() {
    return origin;
  }

  /** The same value under another origin. */
  public Node withOrigin(Origin newOrigin) {
    return new Node(op, inputs, attribute, shape, kind, dependence, newOrigin);
  }

  /** Whether this is a CONSTANT with this number in every element; the sign of zero counts not. */
  public boolean isConstant(double number) {
    return op == Op.CONSTANT && ((Attribute.Value) attribute).value() == number;
  }

  /** The variable of a VARIABLE node. */
  public Variable variable() {
    return ((Attribute.Leaf) attribute).variable();
  }

  /** The number of a CONSTANT node. */
  public double value() {
    return ((Attribute.Value) attribute).value();
  }

  /** The axes of an operation that has some. */
  public List<Integer> axes() {
    return ((Attribute.Axes) attribute).axes();
  }

  /** The loop of a LOOP node. */
  public Attribute.Loop loop() {
    return (Attribute.Loop) attribute;
  }

  /**
   * Nodes made one after the other have neighbouring numbers, so that tables of the nodes of a
   * large graph are gone through in order.
   */
  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public String toString() {
    return op
        + shape.toString()
        + inputs.stream().map(n -> n.op().toString()).collect(Collectors.joining(", ", "(", ")"));
  }
}
