package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.kernel.Panels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tiles of a matrix's derivative: a few of its rows by a panel of columns, over the batch. */
final class OuterTiles {
  /** What sums are multiplied by. */
  static final Local SCALE = Local.named("scale", Type.REAL);

  private static final List<Local> PARAMETERS =
      List.of(
          OuterCopies.ROW,
          OuterCopies.IN_BLOCK,
          Tiles.COLUMN,
          OuterCopies.FIRST,
          OuterCopies.COUNT,
          SCALE,
          OuterCopies.BLOCK_START);

  private final OuterMean outer;
  private final OuterCopies copies;
  private final Tiles tiles;
  private final RoutineBuilder routines;
  private final Map<Size, Routine> written = new HashMap<>();

  private record Size(int height, Panels panels) {}

  OuterTiles(OuterMean outer, OuterCopies copies, Tiles tiles, RoutineBuilder routines) {
    this.outer = outer;
    this.copies = copies;
    this.tiles = tiles;
    this.routines = routines;
  }

  /** The routine that computes a tile of so many rows. */
  Routine routine(int height, Panels panels) {
    return written.computeIfAbsent(new Size(height, panels), size -> write(height, panels));
  }

  private Routine write(int height, Panels panels) {
    int width = panels.vectors();
    Block body = Block.top();
    Local[][] sums = new Local[height][width];
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < width; c++) {
        sums[r][c] = body.variable("sum" + r + c, Type.VECTOR, Tiles.zero());
      }
    }
    OuterCopies.overExamples(
        body,
        (inner, frame) -> {
          Expr[] row = new Expr[width];
          for (int c = 0; c < width; c++) {
            row[c] = inner.let(copies.along(frame, panels, c), "d" + c, true);
          }
          for (int r = 0; r < height; r++) {
            Tiles.addProducts(inner, copies.factor(frame, r), "x" + r, row, sums[r]);
          }
        });
    Expr mean = body.let(Expr.apply(Function.BROADCAST, Expr.ref(SCALE)), "mean", true);
    for (int r = 0; r < height; r++) {
      Expr row = Index.add(Index.of(OuterCopies.ROW), Index.of(r));
      for (int c = 0; c < width; c++) {
        Expr value = Expr.apply(Function.MULTIPLY, Expr.ref(sums[r][c]), mean);
        Tiles.Lanes target = tiles.matrix(outer.node(), row, panels, c);
        body.store(target.array(), target.at(), value);
      }
    }
    String name = Hints.of(outer.node()) + "Tile" + height + "x" + panels.width();
    String comment =
        (height == 1 ? "1 row" : height + " rows")
            + (" by " + panels.width() + " columns, over the batch.");
    return routines.single(name, comment, PARAMETERS, body.statements());
  }
}
