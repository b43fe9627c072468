package dev.bpnet.compiler.derive;

import static dev.bpnet.compiler.derive.Networks.B;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Where in loops a random graph grows, and how it makes further loops there. */
final class Nest {
  private static final int DEEPEST = 2;

  private final RandomGraph graph;
  private final List<LoopIndex> around;

  Nest(RandomGraph graph) {
    this(graph, List.of());
  }

  private Nest(RandomGraph graph, List<LoopIndex> around) {
    this.graph = graph;
    this.around = around;
  }

  boolean isOutermost() {
    return around.isEmpty();
  }

  List<Node> indices() {
    return around.stream().map(B::index).toList();
  }

  /** A result of a new loop over values of the pool; x itself in the innermost nest. */
  Node loop(List<Node> pool, Node x) {
    if (around.size() == DEEPEST) {
      return B.unary(Op.TANH, x);
    }
    Random random = graph.random();
    LoopIndex index = new LoopIndex("i" + around.size(), 1 + random.nextInt(4));
    List<LoopIndex> inside = new ArrayList<>(around);
    inside.add(index);
    Node other = graph.any(pool);
    List<Node> initial = random.nextInt(3) == 0 ? List.of(x, other) : List.of(x);

    List<Node> body = new ArrayList<>(pool);
    body.add(entry(graph.any(pool), index));
    body.add(B.multiply(B.constant(0.5), B.toReal(B.index(index))));
    List<Node> carried = new ArrayList<>();
    for (int i = 0; i < initial.size(); i++) {
      Dependence dependence =
          initial.get(i).perExample() || random.nextBoolean()
              ? Dependence.EXAMPLE
              : Dependence.STEP;
      carried.add(B.carried(index, i, initial.get(i).shape(), Kind.REAL, dependence));
    }
    body.addAll(carried);
    graph.grow(body, 1 + random.nextInt(5), new Nest(graph, inside));
    List<Node> next = new ArrayList<>();
    for (Node value : carried) {
      next.add(next(body, value));
    }
    List<Node> yields = random.nextBoolean() ? List.of(graph.any(body)) : List.of();
    boolean descending = random.nextInt(3) == 0;
    Node loop = B.loop(initial, new Attribute.Loop(index, descending, next, yields));
    return B.result(loop, random.nextInt(initial.size() + yields.size()));
  }

  /** A bounded new value for a carried one, of the step if that is. */
  private Node next(List<Node> body, Node carried) {
    Node value = graph.shaped(graph.any(body), carried.shape());
    for (int i = 0; i < 20 && value.perExample() && !carried.perExample(); i++) {
      value = graph.shaped(graph.any(body), carried.shape());
    }
    if (value.perExample() && !carried.perExample()) {
      value = carried;
    }
    return switch (graph.random().nextInt(4)) {
      case 0 -> B.unary(Op.TANH, value);
      case 1 -> B.add(B.multiply(B.constant(0.9, value.shape()), carried), B.unary(Op.SIN, value));
      case 2 -> B.unary(Op.SIN, B.add(value, carried));
      default -> value;
    };
  }

  /** An entry of x, chosen by the index. */
  private Node entry(Node x, LoopIndex index) {
    Node flat = B.reshape(x, Shape.of(x.shape().size()));
    int room = x.shape().size() - index.count();
    if (room < 0) {
      return x;
    }
    boolean down = graph.random().nextBoolean();
    Affine start =
        new Affine(
            down ? x.shape().size() - 1 : graph.random().nextInt(room + 1),
            List.of(new Affine.Term(down ? -1 : 1, index)));
    return B.slice(flat, List.of(start), Shape.of(1));
  }
}
