package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.storage.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Losses and derivatives of a batch, added up with an example in each lane: by one routine that
 * keeps all sums in locals, or, where that would be too long for HotSpot, by one that computes what
 * is to be added up for as many examples as there are lanes, and others that add it.
 *
 * @param routines in the order of their definition
 * @param calls what leaves the sums in their buffer
 */
record LaneGradient(LaneSums sums, List<Buffer> buffers, List<Routine> routines, List<Stmt> calls) {
  /** That a routine adds to sums in memory. */
  private static final int MOST_ADDITIONS = 32;

  /** The first form that HotSpot would compile, if there is one. */
  static Optional<LaneGradient> of(Layout layout, Graph graph, List<Node> summed, int lanes) {
    LaneSums sums = LaneSums.of(summed, lanes, lanes);
    LaneGradient whole = whole(layout, graph, summed, sums);
    return Optional.of(whole)
        .filter(LaneGradient::isCompiled)
        .or(
            () ->
                Optional.of(divided(layout, graph, summed, sums)).filter(LaneGradient::isCompiled));
  }

  private boolean isCompiled() {
    return routines.stream().allMatch(routine -> LaneCode.isCompiled(routine.body()));
  }

  private static LaneGradient whole(Layout layout, Graph graph, List<Node> summed, LaneSums sums) {
    ScalarPass pass = ScalarPass.inLanes(layout, sums.lanes());
    pass.read(graph.roots());
    pass.name(graph.gradients());
    pass.storeLanes(summed, sums);
    Routine routine =
        new Routine(
            "sumLanes",
            "Sums of losses and derivatives over a batch, with an example in each lane.",
            List.of(Program.FIRST, Program.COUNT),
            pass.finish());
    List<Expr> batch = List.of(Index.of(Program.FIRST), Index.of(Program.COUNT));
    return new LaneGradient(
        sums, List.of(sums.buffer()), List.of(routine), List.of(new Stmt.Invoke(routine, batch)));
  }

  private static LaneGradient divided(
      Layout layout, Graph graph, List<Node> summed, LaneSums sums) {
    Local left = Local.named("left", Type.INT);
    ScalarPass pass = ScalarPass.inLanesOnce(layout, Index.of(Program.FIRST), Index.of(left));
    pass.read(graph.roots());
    pass.name(graph.gradients());
    LaneTerms terms = pass.terms(summed, sums);
    Buffer values = terms.buffer();
    terms.store(pass.tail(), values);
    List<Routine> routines = new ArrayList<>();
    routines.add(
        new Routine(
            "computeLanes",
            "What sums are made of, for as many examples as are left or as there are lanes.",
            List.of(Program.FIRST, left),
            pass.finish()));
    for (List<Stmt> additions : terms.additions(values, sums.buffer(), MOST_ADDITIONS)) {
      routines.add(new Routine("addLanes", "Adds to sums, lane by lane.", List.of(), additions));
    }
    return new LaneGradient(sums, List.of(sums.buffer(), values), routines, calls(routines, sums));
  }

  private static List<Stmt> calls(List<Routine> routines, LaneSums sums) {
    Local e = Local.named("e", Type.INT);
    Expr end = Index.add(Index.of(Program.FIRST), Index.of(Program.COUNT));
    Expr rest = Expr.apply(Function.SUBTRACT, end, Index.of(e));
    Expr left = Expr.apply(Function.MIN, rest, Index.of(sums.lanes()));
    List<Stmt> body = new ArrayList<>();
    body.add(new Stmt.Invoke(routines.get(0), List.of(Index.of(e), left)));
    routines.stream().skip(1).forEach(r -> body.add(new Stmt.Invoke(r, List.of())));
    ArrayRef array = ArrayRef.flat(sums.buffer());
    return List.of(
        new Stmt.Fill(array, Index.ZERO, sums.buffer().size(), 0),
        new Stmt.For(e, Index.of(Program.FIRST), end, sums.lanes(), body));
  }
}
