package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import java.util.List;

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

  private static Graph untilStill(List<Pass> passes, Graph graph) {
    Graph current = graph;
    for (int round = 0; round < ROUNDS; round++) {
      Graph before = current;
      for (Pass pass : passes) {
        current = pass.apply(current);
      }
      if (same(before.roots(), current.roots())) {
        return current;
      }
    }
    throw new IllegalStateException("simplification does not come to rest");
  }

  private static boolean same(List<Node> one, List<Node> other) {
    boolean same = one.size() == other.size();
    for (int i = 0; same && i < one.size(); i++) {
      same = one.get(i) == other.get(i);
    }
    return same;
  }
}
