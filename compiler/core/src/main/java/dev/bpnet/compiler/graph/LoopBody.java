package dev.bpnet.compiler.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The nodes of one loop's body, found by walking back from its roots.
 *
 * @param nodes what is computed anew in every iteration, in topological order, leaves included
 * @param captured the outer nodes that the body refers to, in first-use order
 */
public record LoopBody(List<Node> nodes, List<Node> captured) {
  public LoopBody {
    nodes = List.copyOf(nodes);
    captured = List.copyOf(captured);
  }

  /** The body that an attribute describes; looks at all that the body depends on. */
  public static LoopBody of(Attribute.Loop loop) {
    return of(loop, node -> false);
  }

  /** The body of a LOOP node, which knows what it captured. */
  public static LoopBody of(Node loopNode) {
    int carried = loopNode.loop().next().size();
    List<Node> inputs = loopNode.inputs();
    Set<Node> captured = new HashSet<>(inputs.subList(carried, inputs.size()));
    return of(loopNode.loop(), captured::contains);
  }

  private static LoopBody of(Attribute.Loop loop, Predicate<Node> outer) {
    List<Node> roots = new ArrayList<>(loop.next());
    roots.addAll(loop.yields());
    Map<Node, Boolean> inside = new HashMap<>();
    List<Node> order = Topology.sort(roots, outer);
    for (Node node : order) {
      inside.put(
          node,
          isLeafOf(node, loop.index())
              || node.inputs().stream().anyMatch(input -> inside.getOrDefault(input, false)));
    }
    List<Node> nodes = order.stream().filter(inside::get).toList();
    Set<Node> captured = new LinkedHashSet<>();
    for (Node node : nodes) {
      node.inputs().stream()
          .filter(input -> !inside.getOrDefault(input, false))
          .forEach(captured::add);
    }
    roots.stream().filter(root -> !inside.getOrDefault(root, false)).forEach(captured::add);
    return new LoopBody(nodes, List.copyOf(captured));
  }

  /** Whether a value is computed anew in every iteration of the loop with this index. */
  public static boolean dependsOn(Node value, LoopIndex index) {
    return Topology.sort(List.of(value)).stream().anyMatch(node -> isLeafOf(node, index));
  }

  private static boolean isLeafOf(Node node, LoopIndex index) {
    if (node.attribute() instanceof Attribute.Index leaf) {
      return leaf.index() == index;
    }
    return node.op() == Op.CARRIED && ((Attribute.Slot) node.attribute()).index() == index;
  }
}
