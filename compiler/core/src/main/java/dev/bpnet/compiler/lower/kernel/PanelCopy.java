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
    for (Panels group : panels) {
      Routine routine = routine(group, storage, routines);
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

  /** Rows of the matrix as columns of the panel, if it lies in panels itself: in squares. */
  private void copySquares(Panels group, MatrixInPanels from, Expr start, Block block) {
    Nest.counted(
        block,
        "k",
        Index.ZERO,
        Index.of(node.shape().dim(1)),
        from.width(),
        (squares, k) ->
            Nest.counted(
                squares,
                "c",
                Index.ZERO,
                Index.of(from.width()),
                1,
                (inner, c) -> {
                  Expr to = Index.multiply(Index.add(k, c), group.packedWidth());
                  for (int r = 0; r < group.packedWidth(); r++) {
                    Expr row =
                        Index.add(Index.of(COLUMN), Index.of(group.offset(r / lanes) + r % lanes));
                    Expr value = from.place().load(Index.add(from.at(row, k, 0), c));
                    Expr at = Index.add(Index.add(start, to), Index.of(r));
                    inner.store(ArrayRef.flat(buffer), at, value);
                  }
                }));
  }

  private Routine routine(Panels group, Storage storage, RoutineBuilder routines) {
    Block body = Block.top();
    int rows = node.shape().dim(along ? 0 : 1);
    Expr start = group.packedStart(Index.of(COLUMN), Index.of(rows));
    Optional<MatrixInPanels> stored = storage.inPanels(node);
    if (stored.isPresent()) {
      copySquares(group, stored.get(), start, body);
    } else {
      Place from = storage.place(node, Frame.ofStep()).orElseThrow();
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
    }
    String comment = "Copies a panel of " + Hints.of(node) + (along ? "." : ", transposed.");
    return routines.single(Hints.of(node) + "Panel", comment, List.of(COLUMN), body.statements());
  }
}
