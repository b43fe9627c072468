package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rewrites graphs: into the stable forms before differentiation, into small ones afterwards. */
public final class Rewriter {
  /** Far more rounds than any graph takes; a pass that never rests is a bug. */
  private static final int ROUNDS = 1_000;

  private static final List<Pass> STABILIZE =
      List.of(
          new ConstantFolding(),
          new NeutralElements(),
          new Movements(),
          new StableForms(),
          new CommonSubexpressions());

  private static final List<Pass> SIMPLIFY =
      List.of(
          new CommonSubexpressions(),
          new ConstantFolding(),
          new NeutralElements(),
          new Selections(),
          new Movements(),
          new Tilings(),
          new Partitions(),
          new Broadcasts(),
          new OneHots(),
          new Contractions(),
          new ExactFactors(),
          new OppositeDifferences(),
          new CommonSubexpressions(),
          new LoopValues());

  /**
   * The graph in the stable forms of the language, common subexpressions shared; before derivation.
   */
  public Graph stabilize(Graph graph) {
    return untilStill(STABILIZE, graph);
  }

  /** The graph with all its passes' worth of simplification; doing it twice changes nothing. */
  public Graph simplify(Graph graph) {
    return untilStill(SIMPLIFY, graph);
  }

  static List<Pass> passes() {
    return SIMPLIFY;
  }

  /** Runs the passes in order, again and again, until the graph is at rest under each. */
  private static Graph untilStill(List<Pass> passes, Graph graph) {
    Graph current = graph;
    Set<Op> present = operations(graph);
    int resting = 0;
    for (int run = 0; resting < passes.size(); run++) {
      if (run == ROUNDS * passes.size()) {
        throw new IllegalStateException("simplification does not come to rest");
      }
      Pass pass = passes.get(run % passes.size());
      Graph next = pass.concerns(present) ? pass.apply(current) : current;
      resting++;
      if (!same(next.roots(), current.roots())) {
        resting = 0;
        current = next;
        present = operations(next);
      }
    }
    return current;
  }

  /** All operations of a graph, loop bodies included. */
  private static Set<Op> operations(Graph graph) {
    Set<Op> present = EnumSet.noneOf(Op.class);
    Set<Node> seen = new HashSet<>();
    collect(graph.roots(), seen, present);
    return present;
  }

  private static void collect(List<Node> roots, Set<Node> seen, Set<Op> present) {
    for (Node node : Topology.sort(roots, seen::contains)) {
      seen.add(node);
      present.add(node.op());
      if (node.op() == Op.LOOP) {
        collect(node.loop().next(), seen, present);
        collect(node.loop().yields(), seen, present);
      }
    }
  }

  private static boolean same(List<Node> one, List<Node> other) {
    boolean same = one.size() == other.size();
    for (int i = 0; same && i < one.size(); i++) {
      same = one.get(i) == other.get(i);
    }
    return same;
  }
}
