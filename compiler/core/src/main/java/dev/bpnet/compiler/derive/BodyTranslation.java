package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves values that were derived inside a loop's body, and so refer to it, into the body of the
 * reverse loop: what is cheap is computed again at the reverse index, the rest is read from stacks.
 */
final class BodyTranslation {
  private final Set<Node> forward;
  private final LoopIndex from;
  private final LoopIndex to;
  private final Set<Node> free = new HashSet<>();
  private final Set<Node> dependent = new HashSet<>();
  private final Map<Node, Node> done = new HashMap<>();

  /**
   * @param forward the values of the forward body, in topological order
   */
  BodyTranslation(Set<Node> forward, LoopIndex from, LoopIndex to) {
    this.forward = forward;
    this.from = from;
    this.to = to;
    for (Node node : forward) {
      if (isCheap(node) && node.inputs().stream().allMatch(this::isFree)) {
        free.add(node);
      }
    }
  }

  /** Reads these forward values from what is given for each. */
  BodyTranslation replacing(Map<Node, Node> entries) {
    done.putAll(entries);
    return this;
  }

  /** The forward values that must be stored for the roots, in a stable order. */
  List<Node> stored(List<Node> roots) {
    List<Node> order = Topology.sort(roots);
    order.forEach(this::findDependence);
    Set<Node> needed = new LinkedHashSet<>(roots);
    Set<Node> stored = new LinkedHashSet<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      if (!needed.contains(node) || !dependent.contains(node)) {
        continue;
      }
      if (isForward(node) && !isRecomputed(node)) {
        stored.add(node);
      } else {
        needed.addAll(node.inputs());
      }
    }
    List<Node> result = new ArrayList<>(order);
    result.retainAll(stored);
    return result;
  }

  /** Whether a value is of the forward body, or made of such. */
  boolean dependsOnForward(Node value) {
    Topology.sort(List.of(value)).forEach(this::findDependence);
    return dependent.contains(value);
  }

  /** The value in terms of the reverse index and the stacks. */
  Node translate(Node root) {
    for (Node node : Topology.sort(List.of(root))) {
      findDependence(node);
      if (!done.containsKey(node)) {
        done.put(node, dependent.contains(node) ? translated(node) : node);
      }
    }
    return done.get(root);
  }

  private Node translated(Node node) {
    NodeBuilder b = new NodeBuilder(node.origin());
    List<Node> inputs = node.inputs().stream().map(done::get).toList();
    return switch (node.op()) {
      case INDEX -> isIndex(node) ? b.index(to) : node;
      case LOOP -> {
        Attribute.Loop inner = node.loop();
        List<Node> next = inner.next().stream().map(this::translate).toList();
        List<Node> yields = inner.yields().stream().map(this::translate).toList();
        yield b.loop(
            inputs.subList(0, next.size()),
            new Attribute.Loop(inner.index(), inner.descending(), next, yields));
      }
      case SLICE, PAD -> {
        List<Affine> starts = ((Attribute.Box) node.attribute()).starts();
        yield b.rebuild(
            node, inputs, new Attribute.Box(starts.stream().map(this::reindexed).toList()));
      }
      default -> b.rebuild(node, inputs, node.attribute());
    };
  }

  private Affine reindexed(Affine start) {
    return new Affine(
        start.offset(),
        start.terms().stream()
            .map(t -> t.index() == from ? new Affine.Term(t.coefficient(), to) : t)
            .toList());
  }

  private void findDependence(Node node) {
    if (isForward(node) || node.inputs().stream().anyMatch(dependent::contains)) {
      dependent.add(node);
    }
  }

  /** Whether a forward value is computed again rather than stored. */
  boolean isRecomputed(Node node) {
    return isFree(node)
        || switch (node.op()) {
          case NEGATE, NOT, TO_REAL, RESHAPE, TRANSPOSE, EXPAND, ONE_HOT -> true;
          case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL ->
              node.inputs().stream().filter(this::isFree).findAny().isPresent();
          default -> false;
        };
  }

  /** Whether nothing has to be stored to have the value at the reverse index. */
  private boolean isFree(Node node) {
    return !isForward(node) || isIndex(node) || free.contains(node);
  }

  private static boolean isCheap(Node node) {
    return switch (node.op()) {
      case NEGATE,
          NOT,
          TO_REAL,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_EQUAL,
          RESHAPE,
          TRANSPOSE,
          EXPAND,
          SLICE,
          PICK,
          ONE_HOT,
          GATHER ->
          true;
      default -> false;
    };
  }

  /** Whether the value is of the forward body; rules may have made further leaves for its index. */
  private boolean isForward(Node node) {
    return forward.contains(node) || isIndex(node);
  }

  private boolean isIndex(Node node) {
    return node.attribute() instanceof Attribute.Index leaf && leaf.index() == from;
  }
}
