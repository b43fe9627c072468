package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rewrites graphs: into the stable forms before differentiation, into small ones afterwards. */
public final class Rewriter {
  /** Far more rounds than any small graph takes; a pass that never rests is a bug. */
  private static final int MOST_ROUNDS = 1_000;

  /** Rounds that every graph gets, however large. */
  private static final int FEWEST_ROUNDS = 12;

  /** Nodes times rounds, so that the time for large graphs grows with their size alone. */
  private static final long MOST_VISITS = 500_000;

  private static final Pass SHARE = new CommonSubexpressions();

  private static final List<Pass> STABILIZE =
      List.of(
          new ConstantFolding(), new NeutralElements(), new Movements(), new StableForms(), SHARE);

  private static final List<Pass> SIMPLIFY =
      List.of(
          SHARE,
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
          SHARE,
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

  /**
   * Runs the passes in order, again and again, until the graph is at rest under each. Every step
   * leaves a graph that means the same, so one that takes too long is left as it is.
   */
  private static Graph untilStill(List<Pass> passes, Graph graph) {
    Graph current = graph;
    Uses uses = Uses.of(graph);
    Set<Pass> resting = new HashSet<>();
    int distinct = Set.copyOf(passes).size();
    long runs = rounds(uses.nodes().size()) * passes.size();
    for (int run = 0; resting.size() < distinct && run < runs; run++) {
      Pass pass = passes.get(run % passes.size());
      boolean idle = resting.contains(pass) || !pass.concerns(uses.operations());
      Graph next = idle ? current : pass.apply(current, uses);
      if (!same(next.roots(), current.roots())) {
        resting.clear();
        current = next;
        uses = Uses.of(next);
      } else {
        resting.add(pass);
      }
    }
    assert resting.size() == distinct : "rewriting does not come to rest in time";
    return current;
  }

  private static long rounds(int nodes) {
    return Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS, MOST_VISITS / Math.max(nodes, 1)));
  }

  private static boolean same(List<Node> one, List<Node> other) {
    boolean same = one.size() == other.size();
    for (int i = 0; same && i < one.size(); i++) {
      same = one.get(i) == other.get(i);
    }
    return same;
  }
}
