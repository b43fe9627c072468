package dev.bpnet.compiler.lower.kernel;

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
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.code.Share;
import dev.bpnet.compiler.lower.storage.MatrixInPanels;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The copying of a matrix into panels. */
record PanelCopy(Node node, boolean along, int lanes, List<Panels> panels, Buffer buffer) {
  private static final Local COLUMN = Local.named("j", Type.INT);

  /**
   * Code for whenever the matrix has changed.
   *
   * @param parts into how many parts the copying is divided; 1 if it is not
   */
  List<Stmt> write(int parts, Storage storage, RoutineBuilder routines) {
    Block block = Block.top();
    int before = 0;
    Optional<MatrixInPanels> stored = storage.inPanels(node);
    for (Panels group : panels) {
      if (stored.isPresent()) {
        transpose(group, parts, stored.get(), routines, block);
        continue;
      }
      Place from = storage.place(node, Frame.ofStep()).orElseThrow();
      Routine routine = routine(group, from, routines);
      BiConsumer<Block, Expr> copy =
          (inner, column) ->
              inner.addAll(RoutineBuilder.calls(List.of(routine), Map.of(COLUMN, column)));
      if (parts == 1) {
        group.forEach(block, copy);
      } else {
        int first = before;
        Share share = new Share(all(), 1, parts);
        Nest.counted(
            block,
            "panel",
            first == 0 ? share.from() : Expr.apply(Function.MAX, share.from(), Index.of(first)),
            share.to(first + group.count()),
            1,
            (inner, panel) -> copy.accept(inner, group.column(Index.add(panel, Index.of(-first)))));
      }
      before += group.count();
    }
    return block.statements();
  }

  /** Panels of rows of a matrix that lies in panels of columns, square by square. */
  private void transpose(
      Panels group, int parts, MatrixInPanels from, RoutineBuilder routines, Block block) {
    Local row = Local.named("i", Type.INT);
    Block body = Block.top();
    for (int v = 0; v < group.vectors(); v++) {
      int vector = v;
      Nest.counted(
          body,
          "r",
          Index.ZERO,
          Index.of(lanes),
          1,
          (inner, r) -> {
            Expr i = Index.add(Index.add(Index.of(row), Index.of(group.offset(vector))), r);
            for (int c = 0; c < from.width(); c++) {
              Expr k = Index.add(Index.of(COLUMN), Index.of(c));
              Expr to =
                  Index.add(
                      group.packedStart(Index.of(row), Index.of(node.shape().dim(1))),
                      Index.multiply(k, group.packedWidth()));
              Expr at = Index.add(to, Index.add(Index.of(vector * lanes), r));
              Expr value = from.place().load(from.at(i, Index.of(COLUMN), c));
              inner.store(ArrayRef.flat(buffer), at, value);
            }
          });
    }
    String comment = "Copies a square of " + Hints.of(node) + ", transposed.";
    Routine routine =
        routines.single(
            Hints.of(node) + "Square", comment, List.of(row, COLUMN), body.statements());
    int all = node.shape().dim(1);
    Share share = new Share(all, from.width(), parts);
    Nest.counted(
        block,
        "j",
        parts == 1 ? Index.ZERO : share.from(),
        parts == 1 ? Index.of(all) : share.to(all),
        from.width(),
        (inner, j) ->
            group.forEach(
                inner,
                (columns, i) ->
                    columns.addAll(
                        RoutineBuilder.calls(List.of(routine), Map.of(row, i, COLUMN, j)))));
  }

  private int all() {
    return panels.stream().mapToInt(Panels::count).sum();
  }

  /** A row of the panel, vector by vector. */
  private void copyColumns(Panels group, Place from, Expr k, Expr to, Block block) {
    int columns = node.shape().dim(1);
    for (int v = 0; v < group.vectors(); v++) {
      Expr lane = Index.of(group.offset(v));
      Expr at = Index.add(Index.add(Index.multiply(k, columns), Index.of(COLUMN)), lane);
      Expr value = block.let(Expr.apply(Function.LANES, from.load(at)), "w" + v, true);
      block.store(ArrayRef.flat(buffer), Index.add(to, Index.of(v * lanes)), value);
    }
  }

  /** A row of the panel, gathered from as many rows of the matrix. */
  private void copyRows(Panels group, Place from, Expr k, Expr to, Block block) {
    for (int c = 0; c < group.packedWidth(); c++) {
      Expr row = Index.add(Index.of(COLUMN), Index.of(group.offset(c / lanes) + c % lanes));
      Expr value = from.load(Index.add(Index.multiply(row, node.shape().dim(1)), k));
      block.store(ArrayRef.flat(buffer), Index.add(to, Index.of(c)), value);
    }
  }

  private Routine routine(Panels group, Place from, RoutineBuilder routines) {
    Block body = Block.top();
    int rows = node.shape().dim(along ? 0 : 1);
    Expr start = group.packedStart(Index.of(COLUMN), Index.of(rows));
    Nest.counted(
        body,
        "k",
        Index.ZERO,
        Index.of(rows),
        1,
        (inner, k) -> {
          Expr to = Index.add(start, Index.multiply(k, group.packedWidth()));
          if (along) {
            copyColumns(group, from, k, to, inner);
          } else {
            copyRows(group, from, k, to, inner);
          }
        });
    String comment = "Copies a panel of " + Hints.of(node) + ".";
    return routines.single(Hints.of(node) + "Panel", comment, List.of(COLUMN), body.statements());
  }
}
