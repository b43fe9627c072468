package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How often each value of a graph is used: as an operand, as a root, inside loop bodies too. */
final class Uses {
  private final Map<Node, Integer> counts = new HashMap<>();
  private final Map<Node, List<Node>> readers = new HashMap<>();
  private final Set<Node> seen = new HashSet<>();

  private final Graph graph;
  private boolean counted;

  private Uses(Graph graph) {
    this.graph = graph;
  }

  /** Counts only when first asked: most passes have nothing to ask. */
  static Uses of(Graph graph) {
    return new Uses(graph);
  }

  /** Whether the value has exactly one use; false for one that is not of the graph. */
  boolean single(Node node) {
    return count(node) == 1;
  }

  int count(Node node) {
    countOnce();
    return counts.getOrDefault(node, 0);
  }

  /**
   * The operations that have the value as operand; not the loops that hold it as root of a body.
   */
  List<Node> readers(Node node) {
    countOnce();
    return readers.getOrDefault(node, List.of());
  }

  private void countOnce() {
    if (!counted) {
      counted = true;
      countFrom(graph.roots());
    }
  }

  private void countFrom(Collection<Node> roots) {
    roots.forEach(this::add);
    for (Node node : Topology.sort(roots, seen::contains)) {
      seen.add(node);
      if (node.op() == Op.LOOP) {
        Attribute.Loop loop = node.loop();
        List<Node> initial = node.inputs().subList(0, loop.next().size());
        initial.forEach(this::add);
        initial.forEach(input -> addReader(input, node));
        countFrom(loop.next());
        countFrom(loop.yields());
      } else {
        node.inputs().forEach(this::add);
        node.inputs().forEach(input -> addReader(input, node));
      }
    }
  }

  private void addReader(Node node, Node reader) {
    readers.computeIfAbsent(node, key -> new ArrayList<>()).add(reader);
  }

  private void add(Node node) {
    counts.merge(node, 1, Integer::sum);
  }
}
