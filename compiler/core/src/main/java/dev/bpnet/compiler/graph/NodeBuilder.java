package dev.bpnet.compiler.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes nodes that share one origin. Each method computes shape, kind and dependence of the result.
 *
 * <p>A malformed request is a bug of the calling phase: {@link IllegalArgumentException}.
 */
public final class NodeBuilder {
  private final Origin origin;

  public NodeBuilder(Origin origin) {
    this.origin = origin;
  }

  public Origin origin() {
    return origin;
  }

  // Leaves.

  public Node variable(Variable variable) {
    return new Node(
        Op.VARIABLE,
        List.of(),
        new Attribute.Leaf(variable),
        variable.shape(),
        variable.kind(),
        variable.dependence(),
        origin);
  }

  public Node constant(double value) {
    return constant(value, Shape.SCALAR);
  }

  /** A real tensor whose elements all have the value. */
  public Node constant(double value, Shape shape) {
    return constant(value, shape, Kind.REAL);
  }

  public Node constant(double value, Shape shape, Kind kind) {
    return new Node(
        Op.CONSTANT, List.of(), new Attribute.Value(value), shape, kind, Dependence.STEP, origin);
  }

  /**
   * @param indices INDEX leaves of the loops around it
   */
  public Node random(int site, Shape shape, List<Node> indices) {
    return new Node(
        Op.RANDOM, indices, new Attribute.Site(site), shape, Kind.REAL, Dependence.EXAMPLE, origin);
  }

  public Node index(LoopIndex index) {
    return new Node(
        Op.INDEX,
        List.of(),
        new Attribute.Index(index),
        Shape.SCALAR,
        Kind.INTEGER,
        Dependence.STEP,
        origin);
  }

  /** The carried value {@code number} of the loop, at the start of an iteration. */
  public Node carried(LoopIndex index, int number, Shape shape, Kind kind, Dependence dependence) {
    return new Node(
        Op.CARRIED, List.of(), new Attribute.Slot(index, number), shape, kind, dependence, origin);
  }

  // Elementwise. Operands have equal shapes, or one of them is a scalar, which is expanded.

  public Node unary(Op op, Node x) {
    return make(op, List.of(x), Attribute.NONE, x.shape(), op == Op.NOT ? Kind.BOOL : Kind.REAL);
  }

  public Node binary(Op op, Node x, Node y) {
    Shape shape = x.shape().isScalar() ? y.shape() : x.shape();
    Kind kind =
        switch (op) {
          case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, AND, OR -> Kind.BOOL;
          default -> Kind.REAL;
        };
    return make(op, List.of(expand(x, shape), expand(y, shape)), Attribute.NONE, shape, kind);
  }

  public Node add(Node x, Node y) {
    return binary(Op.ADD, x, y);
  }

  public Node subtract(Node x, Node y) {
    return binary(Op.SUBTRACT, x, y);
  }

  public Node multiply(Node x, Node y) {
    return binary(Op.MULTIPLY, x, y);
  }

  public Node divide(Node x, Node y) {
    return binary(Op.DIVIDE, x, y);
  }

  public Node negate(Node x) {
    return unary(Op.NEGATE, x);
  }

  public Node select(Node condition, Node x, Node y) {
    Shape shape = condition.shape();
    shape = shape.isScalar() ? x.shape() : shape;
    shape = shape.isScalar() ? y.shape() : shape;
    return make(
        Op.SELECT,
        List.of(expand(condition, shape), expand(x, shape), expand(y, shape)),
        Attribute.NONE,
        shape,
        x.kind());
  }

  /** The value itself if it is real, else TO_REAL of it. */
  public Node toReal(Node x) {
    return x.kind().isReal() ? x : unary(Op.TO_REAL, x);
  }

  // Reductions and operations along axes.

  /** SUM, PRODUCT, MAX, MIN, ARGMAX, ARGMIN or LOG_SUM_EXP; SUM over no axes is the operand. */
  public Node reduce(Op op, Node x, List<Integer> axes) {
    if (op == Op.SUM && axes.isEmpty()) {
      return x;
    }
    Kind kind =
        op == Op.ARGMAX || op == Op.ARGMIN ? Kind.classOf(x.shape().dim(axes.get(0))) : x.kind();
    return make(op, List.of(x), sorted(axes), x.shape().without(axes), kind);
  }

  public Node sum(Node x, List<Integer> axes) {
    return reduce(Op.SUM, x, axes);
  }

  /** The sum over all axes. */
  public Node sumAll(Node x) {
    return reduce(Op.SUM, x, IntStream.range(0, x.shape().rank()).boxed().toList());
  }

  /** SOFTMAX, LOG_SOFTMAX or PRODUCT_OF_OTHERS. */
  public Node along(Op op, Node x, List<Integer> axes) {
    return make(op, List.of(x), sorted(axes), x.shape(), Kind.REAL);
  }

  public Node contract(Node x, Node y, Attribute.Labels labels) {
    int[] dims = new int[labels.result().size()];
    for (int i = 0; i < dims.length; i++) {
      int inFirst = labels.first().indexOf(labels.result().get(i));
      int inSecond = labels.second().indexOf(labels.result().get(i));
      dims[i] = inFirst >= 0 ? x.shape().dim(inFirst) : y.shape().dim(inSecond);
    }
    return make(Op.CONTRACT, List.of(x, y), labels, Shape.of(dims), Kind.REAL);
  }

  // Data movement. An operation that would change nothing gives its operand.

  public Node reshape(Node x, Shape shape) {
    return x.shape().equals(shape)
        ? x
        : make(Op.RESHAPE, List.of(x), Attribute.NONE, shape, x.kind());
  }

  public Node transpose(Node x, List<Integer> permutation) {
    int[] dims = permutation.stream().mapToInt(axis -> x.shape().dim(axis)).toArray();
    return IntStream.range(0, dims.length).allMatch(i -> permutation.get(i) == i)
        ? x
        : make(Op.TRANSPOSE, List.of(x), new Attribute.Axes(permutation), Shape.of(dims), x.kind());
  }

  public Node expand(Node x, Shape shape) {
    return x.shape().equals(shape)
        ? x
        : make(Op.EXPAND, List.of(x), Attribute.NONE, shape, x.kind());
  }

  /**
   * @param shape of the result; its rank is the operand's
   */
  public Node slice(Node x, List<Affine> starts, Shape shape) {
    return x.shape().equals(shape) ? x : movedByIndices(Op.SLICE, x, starts, shape);
  }

  /**
   * @param shape of the result; its rank is the operand's
   */
  public Node pad(Node x, List<Affine> starts, Shape shape) {
    return x.shape().equals(shape) ? x : movedByIndices(Op.PAD, x, starts, shape);
  }

  public Node concat(List<Node> parts, int axis) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int[] dims = parts.get(0).shape().dims();
    dims[axis] = parts.stream().mapToInt(part -> part.shape().dim(axis)).sum();
    return make(
        Op.CONCAT, parts, new Attribute.Axes(List.of(axis)), Shape.of(dims), parts.get(0).kind());
  }

  public Node pick(Node x, Node k) {
    return make(
        Op.PICK,
        List.of(x, k),
        Attribute.NONE,
        x.shape().without(List.of(x.shape().rank() - 1)),
        x.kind());
  }

  public Node oneHot(Node k, int classes) {
    return make(Op.ONE_HOT, List.of(k), Attribute.NONE, append(k.shape(), classes), Kind.REAL);
  }

  public Node gather(Node rows, Node k) {
    int[] rest = rows.shape().without(List.of(0)).dims();
    return make(Op.GATHER, List.of(rows, k), Attribute.NONE, append(k.shape(), rest), rows.kind());
  }

  /**
   * @param rows the first dimension of the result
   */
  public Node scatter(Node g, Node k, int rows) {
    int[] dims = g.shape().dims();
    int[] rest = java.util.Arrays.copyOfRange(dims, k.shape().rank(), dims.length);
    return make(Op.SCATTER, List.of(g, k), Attribute.NONE, Shape.of(rest).prepend(rows), Kind.REAL);
  }

  // Batch and loops.

  public Node batchMean(Node x) {
    return new Node(
        Op.BATCH_MEAN, List.of(x), Attribute.NONE, x.shape(), Kind.REAL, Dependence.STEP, origin);
  }

  /**
   * A LOOP; its operands are the initial values and what the body captures.
   *
   * @param initial as many as {@code loop.next()}
   */
  public Node loop(List<Node> initial, Attribute.Loop loop) {
    List<Node> inputs = new ArrayList<>(initial);
    inputs.addAll(LoopBody.of(loop).captured());
    boolean perExample =
        inputs.stream().anyMatch(Node::perExample)
            || loop.next().stream().anyMatch(Node::perExample)
            || loop.yields().stream().anyMatch(Node::perExample);
    return new Node(
        Op.LOOP,
        inputs,
        loop,
        Shape.SCALAR,
        Kind.REAL,
        perExample ? Dependence.EXAMPLE : Dependence.STEP,
        origin);
  }

  /** Result {@code number}: the last carried values first, then the stacked yields. */
  public Node result(Node loopNode, int number) {
    Attribute.Loop loop = loopNode.loop();
    int carried = loop.next().size();
    Attribute.Slot slot = new Attribute.Slot(loop.index(), number);
    if (number < carried) {
      Node next = loop.next().get(number);
      Node first = loopNode.input(number);
      Dependence dependence =
          next.perExample() || first.perExample() ? Dependence.EXAMPLE : Dependence.STEP;
      return new Node(
          Op.RESULT, List.of(loopNode), slot, next.shape(), next.kind(), dependence, origin);
    }
    Node yield = loop.yields().get(number - carried);
    return new Node(
        Op.RESULT,
        List.of(loopNode),
        slot,
        stacked(yield, loop.index()),
        yield.kind(),
        yield.dependence(),
        origin);
  }

  /** The shape of the values of all iterations. */
  private static Shape stacked(Node yield, LoopIndex index) {
    try {
      return yield.shape().prepend(index.count());
    } catch (ShapeTooLargeException e) {
      throw e.of(yield.origin());
    }
  }

  /**
   * The same operation on other operands with another attribute, this builder's origin; for passes
   * that rebuild a graph. Shape and kind stay; the dependence follows the operands.
   */
  public Node rebuild(Node node, List<Node> inputs, Attribute attribute) {
    return switch (node.op()) {
      case VARIABLE, CONSTANT, INDEX, CARRIED, RANDOM, BATCH_MEAN ->
          new Node(
              node.op(), inputs, attribute, node.shape(), node.kind(), node.dependence(), origin);
      case LOOP -> loop(inputs.subList(0, node.loop().next().size()), (Attribute.Loop) attribute);
      case RESULT -> result(inputs.get(0), ((Attribute.Slot) attribute).number());
      default -> make(node.op(), inputs, attribute, node.shape(), node.kind());
    };
  }

  /** The operation with the shape and kind given, as read from another node. */
  Node make(Op op, List<Node> inputs, Attribute attribute, Shape shape, Kind kind) {
    Dependence dependence =
        inputs.stream().anyMatch(Node::perExample) ? Dependence.EXAMPLE : Dependence.STEP;
    return new Node(op, inputs, attribute, shape, kind, dependence, origin);
  }

  /**
   * Indices that the starts mention become operands, so that the node is part of their loops'
   * bodies.
   */
  private Node movedByIndices(Op op, Node x, List<Affine> starts, Shape shape) {
    Set<LoopIndex> indices = new LinkedHashSet<>();
    starts.forEach(start -> start.terms().forEach(term -> indices.add(term.index())));
    List<Node> inputs = new ArrayList<>();
    inputs.add(x);
    indices.forEach(index -> inputs.add(index(index)));
    return make(op, inputs, new Attribute.Box(starts), shape, x.kind());
  }

  private static Attribute.Axes sorted(Collection<Integer> axes) {
    return new Attribute.Axes(axes.stream().sorted().toList());
  }

  private static Shape append(Shape shape, int... more) {
    int[] dims = java.util.Arrays.copyOf(shape.dims(), shape.rank() + more.length);
    System.arraycopy(more, 0, dims, shape.rank(), more.length);
    return Shape.of(dims);
  }
}
