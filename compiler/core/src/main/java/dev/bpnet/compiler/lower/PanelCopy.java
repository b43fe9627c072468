package dev.bpnet.compiler.lower;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import java.util.List;
import java.util.Map;

/** The copying of a matrix into panels. */
record PanelCopy(Node node, boolean along, int lanes, List<Panels> panels, Buffer buffer) {
  private static final Local COLUMN = Local.named("j", Type.INT);

  /** Code for whenever the matrix has changed. */
  List<Stmt> write(Storage storage, RoutineBuilder routines) {
    Place from = storage.place(node, Frame.ofStep()).orElseThrow();
    Block block = Block.top();
    for (Panels group : panels) {
      Routine routine =
          along ? copyColumns(group, from, routines) : copyRows(group, from, routines);
      group.forEach(
          block,
          (inner, column) ->
              inner.addAll(RoutineBuilder.calls(List.of(routine), Map.of(COLUMN, column))));
    }
    return block.statements();
  }

  private Routine copyColumns(Panels group, Place from, RoutineBuilder routines) {
    Block body = Block.top();
    int rows = node.shape().dim(0);
    int columns = node.shape().dim(1);
    Expr start = group.packedStart(Index.of(COLUMN), rows);
    Nest.counted(
        body,
        "k",
        Index.ZERO,
        Index.of(rows),
        1,
        (inner, k) -> {
          for (int v = 0; v < group.vectors(); v++) {
            Expr at = Index.add(Index.multiply(k, columns), Index.of(COLUMN));
            Expr lane = Index.of(v * lanes);
            Expr value =
                inner.let(
                    Expr.apply(Function.LANES, from.load(Index.add(at, lane))), "w" + v, true);
            inner.store(ArrayRef.flat(buffer), Index.add(place(group, start, k), lane), value);
          }
        });
    return routine(body, routines);
  }

  private Routine copyRows(Panels group, Place from, RoutineBuilder routines) {
    Block body = Block.top();
    int rows = node.shape().dim(1);
    Expr start = group.packedStart(Index.of(COLUMN), rows);
    Nest.counted(
        body,
        "k",
        Index.ZERO,
        Index.of(rows),
        1,
        (inner, k) -> {
          for (int c = 0; c < group.width(); c++) {
            Expr row = Index.add(Index.of(COLUMN), Index.of(c));
            Expr value = from.load(Index.add(Index.multiply(row, rows), k));
            Expr at = Index.add(place(group, start, k), Index.of(c));
            inner.store(ArrayRef.flat(buffer), at, value);
          }
        });
    return routine(body, routines);
  }

  private static Expr place(Panels group, Expr start, Expr row) {
    return Index.add(start, Index.multiply(row, group.width()));
  }

  private Routine routine(Block body, RoutineBuilder routines) {
    String comment = "Copies a panel of " + Hints.of(node) + ".";
    return routines.single(Hints.of(node) + "Panel", comment, List.of(COLUMN), body.statements());
  }
}
