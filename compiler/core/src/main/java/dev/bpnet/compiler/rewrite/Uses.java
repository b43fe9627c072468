package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A survey of a graph, loop bodies included: what is there, and how often each value is used, as an
 * operand or as a root.
 */
final class Uses {
  /** The uses of one value. */
  private static final class Entry {
    private static final Entry NONE = new Entry();

    private int count;
    private boolean listed;
    private List<Node> readers = List.of();

    void addReader(Node reader) {
      if (readers.isEmpty()) {
        readers = new ArrayList<>(2);
      }
      readers.add(reader);
    }
  }

  private final Map<Node, Entry> entries = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, NavigableMap<Integer, Node>> parts = new HashMap<>();
  private final Set<Op> operations = EnumSet.noneOf(Op.class);

  private Uses(Graph graph) {
    addAll(graph.roots());
  }

  static Uses of(Graph graph) {
    return new Uses(graph);
  }

  /** All nodes, operands first, the bodies of loops before the loops. */
  List<Node> nodes() {
    return nodes;
  }

  /** All operations that occur. */
  Set<Op> operations() {
    return operations;
  }

  /** Whether the value has exactly one use; false for one that is not of the graph. */
  boolean single(Node node) {
    return count(node) == 1;
  }

  int count(Node node) {
    return entries.getOrDefault(node, Entry.NONE).count;
  }

  /**
   * The operations that have the value as operand; not the loops that hold it as root of a body.
   */
  List<Node> readers(Node node) {
    return Collections.unmodifiableList(entries.getOrDefault(node, Entry.NONE).readers);
  }

  /** The parts of a CONCAT by where they begin along its axis; of any, in the graph or not. */
  NavigableMap<Integer, Node> parts(Node concat) {
    return parts.computeIfAbsent(concat, Uses::byStart);
  }

  private static NavigableMap<Integer, Node> byStart(Node concat) {
    NavigableMap<Integer, Node> parts = new TreeMap<>();
    int start = 0;
    for (Node part : concat.inputs()) {
      parts.put(start, part);
      start += part.shape().dim(concat.axes().get(0));
    }
    return parts;
  }

  private void addAll(Collection<Node> roots) {
    roots.forEach(root -> entry(root).count++);
    for (Node node : Topology.sort(roots, this::isListed)) {
      Entry own = entry(node);
      if (own.listed) {
        continue;
      }
      own.listed = true;
      operations.add(node.op());
      if (node.op() == Op.LOOP) {
        Attribute.Loop loop = node.loop();
        addUses(node, node.inputs().subList(0, loop.next().size()));
        addAll(loop.next());
        addAll(loop.yields());
      } else {
        addUses(node, node.inputs());
      }
      nodes.add(node);
    }
  }

  private boolean isListed(Node node) {
    return entries.getOrDefault(node, Entry.NONE).listed;
  }

  private void addUses(Node reader, List<Node> operands) {
    for (Node operand : operands) {
      Entry entry = entry(operand);
      entry.count++;
      entry.addReader(reader);
    }
  }

  private Entry entry(Node node) {
    return entries.computeIfAbsent(node, key -> new Entry());
  }
}
