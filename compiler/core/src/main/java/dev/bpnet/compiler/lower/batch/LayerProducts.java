package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.code.Share;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.Panels;
import dev.bpnet.compiler.lower.kernel.RowCopies;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dense layer of many examples at once, for vectors whose lanes are units, and its derivative by
 * its input, which has the same form.
 */
final class LayerProducts {
  /**
   * Matrices of more columns are read row by row for a single example, if they lie so: memory is
   * the limit.
   */
  private static final int WIDEST_IN_PANELS = 256;

  /** Vectors that a tile of one example sums at once: fewer would wait for each other. */
  private static final int SUMS_OF_ONE = 8;

  /** Bytes of a matrix from which on it is read from beyond the second-level cache. */
  private static final int BEYOND_CACHE = 1 << 20;

  /** Of floats or doubles. */
  private static final int BYTES_OF_A_VECTOR = 32;

  private final Tiles tiles;
  private final LayerTiles written;
  private final RoutineBuilder routines;
  private final Map<Node, Map<Size, Routine>> sizes = new IdentityHashMap<>();

  /** Of a tile. */
  private record Size(int height, Panels panels) {}

  LayerProducts(int lanes, Storage storage, RowCopies rows, RoutineBuilder routines) {
    this.tiles = new Tiles(lanes, storage);
    this.written = new LayerTiles(tiles, storage, rows, routines);
    this.routines = routines;
  }

  /** The node as a layer that has this form. */
  Optional<Layer> layer(Node node, Fusion fusion) {
    return MatrixTimesVector.of(node, fusion).flatMap(product -> Layer.of(product, tiles));
  }

  /** A routine over a range of examples. */
  Routine routine(Layer layer) {
    Block body = Block.top();
    TileRows range = TileRows.of(Index.of(Batches.FROM), Index.of(Batches.TO), body);
    for (Panels panels : Panels.of(layer.columns(), tiles.lanes(), 2)) {
      tiles(layer, panels, body, range::tiles);
    }
    if (isReadByRows(layer)) {
      Routine one =
          new RowProduct(tiles, Frame.of(Index.of(LayerTiles.EXAMPLE), Index.of(LayerTiles.SLOT)))
              .write(layer.node(), layer.matrix(), layer.vector(), layer.start(), routines);
      Expr base = Index.of(Batches.BASE);
      range.rest(body, "b", (height, inner, slot) -> call(one, base, slot, Index.ZERO, inner));
    } else {
      panelsOfOne(layer).forEach(panels -> tiles(layer, panels, body, range::rest));
    }
    return routines.single(
        Hints.of(layer.node()), Hints.purpose(layer.node()), Batches.RANGE, body.statements());
  }

  /**
   * Whether one example alone has a routine of its own: its sums are added up in another order than
   * by the routine over a range.
   */
  boolean hasRoutineOfOne(Layer layer) {
    return !isReadByRows(layer)
        && panelsInTurn(layer).stream().anyMatch(panels -> chains(layer, panels) > 1);
  }

  /**
   * A routine for one example alone.
   *
   * @param activation what is computed of the layer and nothing else reads: it takes its place
   */
  Routine routineOfOne(Layer layer, Optional<LayerTiles.Activation> activation) {
    Block body = Block.top();
    for (Panels panels : panelsInTurn(layer)) {
      LayerTiles.Form form = new LayerTiles.Form(chains(layer, panels), activation);
      Routine tile = written.tile(layer, 1, panels, form);
      Expr base = Index.of(Batches.BASE);
      panels.forEach(body, (inner, column) -> call(tile, base, Index.ZERO, column, inner));
    }
    Node node = activation.map(LayerTiles.Activation::node).orElse(layer.node());
    return routines.single(
        Hints.of(node) + "One", Hints.purpose(node), List.of(Batches.BASE), body.statements());
  }

  private static int chains(Layer layer, Panels panels) {
    return Math.min(layer.terms(), Math.max(1, SUMS_OF_ONE / panels.vectors()));
  }

  private boolean isReadByRows(Layer layer) {
    return layer.along() && layer.columns() > WIDEST_IN_PANELS && !written.isInPanels(layer);
  }

  private List<Panels> panelsOfOne(Layer layer) {
    return Panels.of(layer.columns(), tiles.lanes(), layer.along() ? SUMS_OF_ONE : 2);
  }

  /**
   * The panels of one example alone. A large matrix is read from front to back, panel by panel,
   * with several sums for each vector: one stream of memory is faster than several side by side.
   */
  private List<Panels> panelsInTurn(Layer layer) {
    int bytesOfElement = BYTES_OF_A_VECTOR / tiles.lanes();
    boolean isLarge = (long) layer.terms() * layer.columns() * bytesOfElement >= BEYOND_CACHE;
    return isLarge && written.isInPanels(layer)
        ? Panels.of(layer.columns(), tiles.lanes(), 2)
        : panelsOfOne(layer);
  }

  /**
   * The parts of the layer's units, if a training step divides it by them: its matrix lies in their
   * order.
   */
  Optional<UnitPanels> units(Layer layer) {
    List<Panels> all = Panels.of(layer.columns(), tiles.lanes(), 2);
    return layer.along()
            && written.isInPanels(layer)
            && UnitPanels.areWorthwhile(layer.terms(), all)
        ? Optional.of(UnitPanels.of(all))
        : Optional.empty();
  }

  /** A routine over a range of the units' parts, for all examples of the batch. */
  Routine routineOfUnits(Layer layer, UnitPanels units) {
    Block body = Block.top();
    TileRows rows = TileRows.of(Index.ZERO, Index.of(Program.COUNT), body);
    UnitPanels.Range range = units.range(body);
    range.forEach(
        body, (panels, inner, column) -> rows.tiles(inner, "b", tile(layer, panels, column)));
    range.forWidths(
        (panels, from, to) -> {
          Panels wide = panelsOfOne(layer).get(0);
          if (panels.from() > 0 || wide.width() % panels.width() > 0) {
            columns(layer, panels, from, to, rows, body);
            return;
          }
          Expr left = Expr.apply(Function.SUBTRACT, to, from);
          Expr rest = Expr.apply(Function.REMAINDER, left, Index.of(wide.width()));
          Expr whole = body.let(Expr.apply(Function.SUBTRACT, to, rest), "whole", true);
          columns(layer, wide, from, whole, rows, body);
          columns(layer, panels, whole, to, rows, body);
        });
    return new Routine(
        Hints.of(layer.node()) + "Units",
        Hints.purpose(layer.node()),
        List.of(Share.FROM, Share.TO),
        body.statements());
  }

  /** What is left of the examples, one by one. */
  private void columns(Layer layer, Panels panels, Expr from, Expr to, TileRows rows, Block block) {
    panels.forEach(
        block, from, to, (inner, column) -> rows.rest(inner, "b", tile(layer, panels, column)));
  }

  private TileRows.Tile tile(Layer layer, Panels panels, Expr column) {
    return (height, block, slot) ->
        call(tile(layer, height, panels), Index.of(Program.FIRST), slot, column, block);
  }

  private Routine tile(Layer layer, int height, Panels panels) {
    return sizes
        .computeIfAbsent(layer.node(), node -> new HashMap<>())
        .computeIfAbsent(new Size(height, panels), size -> written.tile(layer, height, panels));
  }

  private static void call(Routine routine, Expr base, Expr slot, Expr column, Block block) {
    Expr example = Index.add(base, slot);
    Map<Local, Expr> values =
        Map.of(LayerTiles.EXAMPLE, example, LayerTiles.SLOT, slot, Tiles.COLUMN, column);
    block.addAll(RoutineBuilder.calls(List.of(routine), values));
  }

  /** Runs over some of the rows of a range. */
  private interface Rows {
    void over(Block block, String name, TileRows.Tile tile);
  }

  private void tiles(Layer layer, Panels panels, Block block, Rows rows) {
    panels.forEach(
        block,
        (inner, column) ->
            rows.over(
                inner,
                "b",
                (height, body, slot) ->
                    call(tile(layer, height, panels), Index.of(Batches.BASE), slot, column, body)));
  }
}
