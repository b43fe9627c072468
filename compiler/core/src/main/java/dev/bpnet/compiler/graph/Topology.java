package dev.bpnet.compiler.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Orders nodes so that each stands after its operands. Does not enter loop bodies. */
public final class Topology {
  private Topology() {}

  /** All nodes from which the roots can be reached, roots included; in a stable order. */
  public static List<Node> sort(Collection<Node> roots) {
    return sort(roots, node -> false);
  }

  /**
   * As {@link #sort(Collection)}, leaving out nodes that are known and what only they refer to.
   * Without recursion, since graphs are deep.
   */
  public static List<Node> sort(Collection<Node> roots, Predicate<Node> known) {
    List<Node> order = new ArrayList<>();
    Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> stack = new ArrayDeque<>();
    for (Node root : roots) {
      stack.push(root);
      while (!stack.isEmpty()) {
        Node node = stack.peek();
        if (done.contains(node) || known.test(node)) {
          stack.pop();
          continue;
        }
        int waiting = stack.size();
        for (int i = node.inputs().size() - 1; i >= 0; i--) {
          if (!done.contains(node.input(i)) && !known.test(node.input(i))) {
            stack.push(node.input(i));
          }
        }
        if (stack.size() == waiting) {
          stack.pop();
          done.add(node);
          order.add(node);
        }
      }
    }
    return order;
  }
}
