package dev.bpnet.compiler.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Orders nodes so that each stands after its operands. Does not enter loop bodies. */
public final class Topology {
  private static final int FIRST_DEPTH = 64;

  private final Predicate<Node> known;
  private final List<Node> order = new ArrayList<>();
  private final Set<Node> entered = new HashSet<>();

  /** The nodes from a root down to the one looked at, and how many operands of each were. */
  private Node[] path = new Node[FIRST_DEPTH];

  private int[] visited = new int[FIRST_DEPTH];
  private int depth;

  private Topology(Predicate<Node> known) {
    this.known = known;
  }

  /** All nodes from which the roots can be reached, roots included; in a stable order. */
  public static List<Node> sort(Collection<Node> roots) {
    return sort(roots, node -> false);
  }

  /**
   * As {@link #sort(Collection)}, leaving out nodes that are known and what only they refer to.
   * Without recursion, since graphs are deep.
   */
  public static List<Node> sort(Collection<Node> roots, Predicate<Node> known) {
    Topology topology = new Topology(known);
    roots.forEach(topology::addAll);
    return topology.order;
  }

  private void addAll(Node root) {
    enter(root);
    while (depth > 0) {
      Node node = path[depth - 1];
      int operand = visited[depth - 1]++;
      if (operand < node.inputs().size()) {
        enter(node.input(operand));
      } else {
        order.add(node);
        path[--depth] = null;
      }
    }
  }

  private void enter(Node node) {
    if (known.test(node) || !entered.add(node)) {
      return;
    }
    if (depth == path.length) {
      path = Arrays.copyOf(path, 2 * depth);
      visited = Arrays.copyOf(visited, 2 * depth);
    }
    path[depth] = node;
    visited[depth++] = 0;
  }
}
