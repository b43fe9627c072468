package dev.bpnet.compiler.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Orders nodes so that each stands after its operands. Does not enter loop bodies. */
public final class Topology {
  private Topology() {}

  /**
   * All nodes from which the roots can be reached, roots included; without recursion, in a stable
   * order.
   */
  public static List<Node> sort(Collection<Node> roots) {
    List<Node> order = new ArrayList<>();
    Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> stack = new ArrayDeque<>();
    for (Node root : roots) {
      stack.push(root);
      while (!stack.isEmpty()) {
        Node node = stack.peek();
        if (done.contains(node)) {
          stack.pop();
          continue;
        }
        int waiting = stack.size();
        for (int i = node.inputs().size() - 1; i >= 0; i--) {
          if (!done.contains(node.input(i))) {
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
