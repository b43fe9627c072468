package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.kernel.Accumulation;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.Panels;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The derivative by a matrix, summed over the batch, for vectors whose lanes are units. */
final class OuterProducts {
  private static final Local ROW = Local.named("i", Type.INT);
  private static final Local FIRST = Local.named("first", Type.INT);
  private static final Local COUNT = Local.named("count", Type.INT);
  private static final Local SCALE = Local.named("scale", Type.REAL);

  private final int lanes;
  private final Storage storage;
  private final Tiles tiles;
  private final RoutineBuilder routines;

  OuterProducts(int lanes, Storage storage, RoutineBuilder routines) {
    this.lanes = lanes;
    this.storage = storage;
    this.tiles = new Tiles(lanes, storage);
    this.routines = routines;
  }

  /** Writes the mean over the batch, if the node is one of outer products. */
  boolean write(Node node, Fusion fusion, Place target, Block block) {
    Optional<OuterMean> outer =
        OuterMean.of(node, fusion)
            .filter(found -> found.columns() >= lanes && target.array().row().isEmpty())
            .filter(found -> found.contract().inputs().stream().allMatch(this::isRowOfExample));
    outer.ifPresent(found -> write(found, target, block));
    return outer.isPresent();
  }

  private boolean isRowOfExample(Node node) {
    return node.perExample() && tiles.isRow(node);
  }

  private void write(OuterMean outer, Place target, Block block) {
    Expr scale = Accumulation.scale(block);
    int whole = outer.rows() / Tiles.ROWS * Tiles.ROWS;
    Place packed = storage.of(panel(outer), Frame.ofStep());
    for (Panels panels : Panels.of(outer.columns(), lanes, 2)) {
      Routine copy = copy(outer, packed, panels);
      Optional<Routine> tile =
          whole == 0
              ? Optional.empty()
              : Optional.of(tile(outer, target, packed, Tiles.ROWS, panels));
      Optional<Routine> rest =
          whole == outer.rows()
              ? Optional.empty()
              : Optional.of(tile(outer, target, packed, outer.rows() - whole, panels));
      panels.forEach(
          block,
          (inner, column) -> {
            invoke(copy, Index.ZERO, column, scale, inner);
            tile.ifPresent(
                routine ->
                    Nest.counted(
                        inner,
                        "i",
                        Index.ZERO,
                        Index.of(whole),
                        Tiles.ROWS,
                        (body, row) -> invoke(routine, row, column, scale, body)));
            rest.ifPresent(routine -> invoke(routine, Index.of(whole), column, scale, inner));
          });
    }
  }

  private static void invoke(Routine tile, Expr row, Expr column, Expr scale, Block block) {
    block.addAll(
        RoutineBuilder.calls(
            List.of(tile),
            Map.of(
                ROW,
                row,
                Tiles.COLUMN,
                column,
                FIRST,
                Index.of(Program.FIRST),
                COUNT,
                Index.of(Program.COUNT),
                SCALE,
                scale)));
  }

  private Routine tile(OuterMean outer, Place target, Place packed, int height, Panels panels) {
    int width = panels.vectors();
    Block body = Block.top();
    Local[][] sums = new Local[height][width];
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < width; c++) {
        Expr zero = Tiles.zero();
        sums[r][c] = body.variable("sum" + r + c, Type.VECTOR, zero);
      }
    }
    Nest.counted(
        body,
        "b",
        Index.ZERO,
        Index.of(COUNT),
        1,
        (inner, b) -> {
          Frame frame = Frame.of(Index.add(Index.of(FIRST), b), b);
          Expr[] row = new Expr[width];
          for (int c = 0; c < width; c++) {
            Expr at = Index.add(Index.multiply(b, panels.width()), Index.of(c * lanes));
            row[c] = inner.let(tiles.lanesOf(packed, at), "d" + c, true);
          }
          for (int r = 0; r < height; r++) {
            Expr x = tiles.place(outer.column(), frame).load(Index.add(Index.of(ROW), Index.of(r)));
            Tiles.addProducts(inner, x, "x" + r, row, sums[r]);
          }
        });
    Expr mean = body.let(Expr.apply(Function.BROADCAST, Expr.ref(SCALE)), "mean", true);
    for (int r = 0; r < height; r++) {
      Expr start = Index.multiply(Index.add(Index.of(ROW), Index.of(r)), outer.columns());
      for (int c = 0; c < width; c++) {
        Expr value = Expr.apply(Function.MULTIPLY, Expr.ref(sums[r][c]), mean);
        body.store(target.array(), target.index(Index.add(start, tiles.column(c))), value);
      }
    }
    String name = Hints.of(outer.node()) + "Tile" + height + "x" + width * lanes;
    String comment = height + " rows by " + width * lanes + " columns, over the batch.";
    List<Local> parameters = List.of(ROW, Tiles.COLUMN, FIRST, COUNT, SCALE);
    return routines.single(name, comment, parameters, body.statements());
  }

  /** A panel of rows of the whole batch, one behind the other. */
  private Buffer panel(OuterMean outer) {
    String name = storage.unique(Hints.of(outer.row()) + "Panel");
    String comment = "A panel of columns of the batch's " + Hints.of(outer.row());
    return storage.add(
        new Buffer(name, Buffer.Role.FLAT_PER_EXAMPLE, Type.REAL, 0, 2 * lanes, comment));
  }

  private Routine copy(OuterMean outer, Place packed, Panels panels) {
    Block body = Block.top();
    Nest.counted(
        body,
        "b",
        Index.ZERO,
        Index.of(COUNT),
        1,
        (inner, b) -> {
          Frame frame = Frame.of(Index.add(Index.of(FIRST), b), b);
          for (int c = 0; c < panels.vectors(); c++) {
            Expr value =
                inner.let(
                    tiles.lanesOf(tiles.place(outer.row(), frame), tiles.column(c)), "d" + c, true);
            Expr at = Index.add(Index.multiply(b, panels.width()), Index.of(c * lanes));
            inner.store(packed.array(), at, value);
          }
        });
    String comment = "Copies a panel of " + Hints.of(outer.row()) + ".";
    return routines.single(
        Hints.of(outer.row()) + "Copy",
        comment,
        List.of(Tiles.COLUMN, FIRST, COUNT),
        body.statements());
  }
}
