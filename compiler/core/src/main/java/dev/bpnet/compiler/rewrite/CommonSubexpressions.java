package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.GraphMapper;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.graph.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Equal operations on equal operands become one value, which keeps the best name. First and last in
 * a round, so that the other passes see how often a value is really used. Random values are equal
 * if their site and iteration are; loops if they run over the same index.
 */
final class CommonSubexpressions implements Pass {
  private record Key(Op op, List<Node> inputs, Attribute attribute, Shape shape, Kind kind) {
    /** Spread far, since operands have neighbouring numbers. */
    private static final int FACTOR = 0x9E3779B1;

    @Override
    public int hashCode() {
      int hash = op.ordinal() + FACTOR * attribute.hashCode();
      for (Node input : inputs) {
        hash = FACTOR * hash + input.hashCode();
      }
      return hash;
    }
  }

  @Override
  public Graph apply(Graph graph, Uses uses) {
    return hasEqual(uses.nodes()) ? shared(graph, uses) : graph;
  }

  /** Whether any two operations are equal; operands come first. */
  private static boolean hasEqual(List<Node> nodes) {
    Set<Key> keys = new HashSet<>();
    for (Node node : nodes) {
      if (!keys.add(key(node))) {
        return true;
      }
    }
    return false;
  }

  private static Graph shared(Graph graph, Uses uses) {
    Map<Key, Node> shared = new HashMap<>();
    Map<Node, Origin> better = new HashMap<>();
    Graph result =
        new GraphMapper(
                node -> {
                  Node first = shared.putIfAbsent(key(node), node);
                  if (first == null) {
                    return node;
                  }
                  Origin best = better.getOrDefault(first, first.origin());
                  if (rank(node) > rank(first.op(), best)) {
                    better.put(first, node.origin());
                  }
                  return first;
                })
            .map(graph, uses.nodes());
    return better.isEmpty()
        ? result
        : new GraphMapper(
                (old, node) -> better.containsKey(old) ? node.withOrigin(better.get(old)) : node)
            .map(result);
  }

  private static Key key(Node node) {
    List<Node> inputs = node.inputs();
    boolean commutes =
        switch (node.op()) {
          case ADD, MULTIPLY, EQUAL, NOT_EQUAL, AND, OR -> true;
          default -> false;
        };
    if (commutes && inputs.get(0).hashCode() > inputs.get(1).hashCode()) {
      inputs = List.of(inputs.get(1), inputs.get(0));
    }
    return new Key(node.op(), inputs, node.attribute(), node.shape(), node.kind());
  }

  private static int rank(Node node) {
    return rank(node.op(), node.origin());
  }

  /**
   * Names of the source before names of gradients before none. What the source made stays so
   * marked.
   */
  private static int rank(Op op, Origin origin) {
    int source = origin.gradient() ? 0 : 1;
    int named = origin.name().isPresent() ? 1 : 0;
    return op == Op.ONE_HOT ? 2 * source + named : 2 * named + source;
  }
}
