package dev.bpnet.compiler.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Rebuilds a graph bottom-up, loop bodies included, letting a rule replace each node after its
 * operands were replaced. What does not change keeps its identity.
 */
public final class GraphMapper {
  private final BinaryOperator<Node> rule;
  private final Map<Node, Node> done = new HashMap<>();

  /**
   * @param rule sees a node whose operands are already new; gives the node or a replacement of
   *     equal shape and kind
   */
  public GraphMapper(UnaryOperator<Node> rule) {
    this((old, node) -> rule.apply(node));
  }

  /**
   * @param rule sees the node as it was, and the same with new operands; gives the latter or a
   *     replacement
   */
  public GraphMapper(BinaryOperator<Node> rule) {
    this.rule = rule;
  }

  public Graph map(Graph graph) {
    return roots(graph);
  }

  /**
   * As {@link #map(Graph)}, for a caller who has all nodes of the graph at hand, in an order in
   * which operands and bodies of loops come first.
   */
  public Graph map(Graph graph, List<Node> order) {
    for (Node node : order) {
      done.put(node, rule.apply(node, rebuilt(node)));
    }
    return roots(graph);
  }

  private Graph roots(Graph graph) {
    return new Graph(
        graph.loss().map(this::map),
        mapValues(graph.outputs()),
        mapValues(graph.metrics()),
        mapValues(graph.updates()),
        mapValues(graph.gradients()));
  }

  /** The new node for an old one. */
  public Node map(Node root) {
    for (Node node : Topology.sort(List.of(root), done::containsKey)) {
      if (!done.containsKey(node)) {
        done.put(node, rule.apply(node, rebuilt(node)));
      }
    }
    return done.get(root);
  }

  private Node rebuilt(Node node) {
    NodeBuilder builder = new NodeBuilder(node.origin());
    if (node.op() == Op.LOOP) {
      return rebuiltLoop(node, builder);
    }
    boolean same = true;
    for (Node input : node.inputs()) {
      same &= done.get(input) == input;
    }
    return same
        ? node
        : builder.rebuild(node, node.inputs().stream().map(done::get).toList(), node.attribute());
  }

  private Node rebuiltLoop(Node node, NodeBuilder builder) {
    Attribute.Loop loop = node.loop();
    List<Node> initial = new ArrayList<>();
    for (int i = 0; i < loop.next().size(); i++) {
      initial.add(done.get(node.input(i)));
    }
    List<Node> next = loop.next().stream().map(this::map).toList();
    List<Node> yields = loop.yields().stream().map(this::map).toList();
    boolean unchanged =
        same(initial, node.inputs().subList(0, initial.size()))
            && same(next, loop.next())
            && same(yields, loop.yields());
    return unchanged
        ? node
        : builder.loop(initial, new Attribute.Loop(loop.index(), loop.descending(), next, yields));
  }

  private static boolean same(List<Node> one, List<Node> other) {
    boolean same = one.size() == other.size();
    for (int i = 0; same && i < one.size(); i++) {
      same = one.get(i) == other.get(i);
    }
    return same;
  }

  private <K> Map<K, Node> mapValues(Map<K, Node> roots) {
    Map<K, Node> result = new LinkedHashMap<>();
    roots.forEach((key, node) -> result.put(key, map(node)));
    return result;
  }
}
