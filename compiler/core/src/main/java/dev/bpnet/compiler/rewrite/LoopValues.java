package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.GraphMapper;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Drops carried values and yields of loops that nobody reads. Last, when all other dead code has
 * gone.
 */
final class LoopValues implements Pass {
  @Override
  public boolean concerns(Set<Op> present) {
    return present.contains(Op.LOOP);
  }

  @Override
  public Graph apply(Graph graph, Uses uses) {
    Map<LoopIndex, TreeSet<Integer>> read = new HashMap<>();
    Map<LoopIndex, Node> loops = new HashMap<>();
    new Reader(read, loops).read(graph.roots());
    boolean allRead =
        loops.values().stream()
            .allMatch(node -> read.get(node.loop().index()).size() == results(node));
    return allRead ? graph : new Narrowing(read).mapper.map(graph);
  }

  private static int results(Node loop) {
    return loop.loop().next().size() + loop.loop().yields().size();
  }

  /** Finds what is read, going into the bodies for the values that are. */
  private static final class Reader {
    private final Map<LoopIndex, TreeSet<Integer>> read;
    private final Map<LoopIndex, Node> loops;
    private final Set<Node> seen = new HashSet<>();

    Reader(Map<LoopIndex, TreeSet<Integer>> read, Map<LoopIndex, Node> loops) {
      this.read = read;
      this.loops = loops;
    }

    void read(Collection<Node> roots) {
      List<Node> pending = new ArrayList<>(roots);
      while (!pending.isEmpty()) {
        Node node = pending.remove(pending.size() - 1);
        if (!seen.add(node)) {
          continue;
        }
        if (node.op() == Op.RESULT) {
          Node loop = node.input(0);
          loops.put(loop.loop().index(), loop);
          pending.addAll(mark(loop, ((Attribute.Slot) node.attribute()).number()));
        } else if (node.op() == Op.CARRIED) {
          Attribute.Slot slot = (Attribute.Slot) node.attribute();
          Node loop = loops.get(slot.index());
          pending.addAll(mark(loop, slot.number()));
        } else {
          pending.addAll(node.inputs());
        }
      }
    }

    /** Marks a result as read; what that makes needed in turn. */
    private List<Node> mark(Node loop, int number) {
      Attribute.Loop body = loop.loop();
      if (!read.computeIfAbsent(body.index(), key -> new TreeSet<>()).add(number)) {
        return List.of();
      }
      int carried = body.next().size();
      return number < carried
          ? List.of(loop.input(number), body.next().get(number))
          : List.of(body.yields().get(number - carried));
    }
  }

  /** Rebuilds loops without what is not read; what is read moves up. */
  private static final class Narrowing {
    private final Map<LoopIndex, TreeSet<Integer>> read;
    private final Map<Node, Node> narrowed = new HashMap<>();
    private final GraphMapper mapper = new GraphMapper(this::replaced);

    Narrowing(Map<LoopIndex, TreeSet<Integer>> read) {
      this.read = read;
    }

    private Node replaced(Node node) {
      if (node.op() != Op.RESULT && node.op() != Op.CARRIED) {
        return node;
      }
      Attribute.Slot slot = (Attribute.Slot) node.attribute();
      Set<Integer> numbers = read.getOrDefault(slot.index(), new TreeSet<>());
      if (!numbers.contains(slot.number())) {
        return node;
      }
      int number = new ArrayList<>(numbers).indexOf(slot.number());
      NodeBuilder b = new NodeBuilder(node.origin());
      if (node.op() == Op.RESULT) {
        Node loop = narrowed.computeIfAbsent(node.input(0), this::narrow);
        return loop == node.input(0) ? node : b.result(loop, number);
      }
      return number == slot.number()
          ? node
          : b.carried(slot.index(), number, node.shape(), node.kind(), node.dependence());
    }

    private Node narrow(Node node) {
      Attribute.Loop loop = node.loop();
      Set<Integer> numbers = read.get(loop.index());
      if (numbers.size() == results(node)) {
        return node;
      }
      List<Node> initial = new ArrayList<>();
      List<Node> next = new ArrayList<>();
      List<Node> yields = new ArrayList<>();
      for (int number : numbers) {
        if (number < loop.next().size()) {
          initial.add(node.input(number));
          next.add(loop.next().get(number));
        } else {
          yields.add(loop.yields().get(number - loop.next().size()));
        }
      }
      return new NodeBuilder(node.origin())
          .loop(initial, new Attribute.Loop(loop.index(), loop.descending(), next, yields));
    }
  }
}
