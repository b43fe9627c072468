package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.code.Share;
import dev.bpnet.compiler.lower.kernel.Accumulation;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.Panels;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The derivative by a matrix, summed over the batch, for vectors whose lanes are units: in tiles
 * ({@link OuterTiles}) of operands that are copied where they lie far apart ({@link OuterCopies}).
 */
final class OuterProducts {
  private static final int BLOCK = OuterCopies.BLOCK;

  private final Storage storage;
  private final Tiles tiles;
  private final RoutineBuilder routines;

  OuterProducts(int lanes, Storage storage, RoutineBuilder routines) {
    this.storage = storage;
    this.tiles = new Tiles(lanes, storage);
    this.routines = routines;
  }

  /**
   * The products of one matrix.
   *
   * @param part what one call computes
   */
  private record Products(OuterMean outer, OuterCopies copies, OuterTiles tiles, Part part) {}

  /**
   * A part of a matrix.
   *
   * @param share of the rows; absent for all of them
   * @param units the panels of which the call computes a range; absent for all of them
   */
  private record Part(Optional<Share> share, Optional<UnitPanels> units) {
    static final Part WHOLE = new Part(Optional.empty(), Optional.empty());

    static Part of(Share share) {
      return new Part(Optional.of(share), Optional.empty());
    }

    static Part of(UnitPanels units) {
      return new Part(Optional.empty(), Optional.of(units));
    }

    int count() {
      return share.map(Share::parts).orElse(units.map(UnitPanels::parts).orElse(1));
    }
  }

  /** Writes the mean over the batch, if the node is one of outer products. */
  boolean write(Node node, Fusion fusion, Block block) {
    Optional<Products> products = outer(node, fusion).map(found -> products(found, Part.WHOLE));
    products.ifPresent(
        all -> {
          Expr first = Index.of(Program.FIRST);
          all.copies().copyPanels(first, Index.ZERO, Index.of(Program.COUNT), block);
          write(all, block);
        });
    return products.isPresent();
  }

  /** A mean over the batch whose rows or units are divided into parts, if the node is one. */
  Optional<Divided> divide(Node node, Fusion fusion, int parts) {
    return outer(node, fusion).map(outer -> divide(outer, parts));
  }

  private Divided divide(OuterMean outer, int parts) {
    boolean byUnits = isByUnits(outer);
    Part part =
        byUnits
            ? Part.of(new UnitPanels(panels(outer), parts))
            : Part.of(new Share(outer.rows(), BLOCK, parts));
    Products products = products(outer, part);
    Optional<Routine> before = copyPanels(products.copies(), Hints.of(outer.row()));
    Block block = Block.top();
    write(products, block);
    Divided.By by = byUnits ? Divided.By.UNITS : Divided.By.ROWS;
    Node node = outer.node();
    Routine routine =
        routines.single(Hints.of(node), Hints.purpose(node), by.parameters(), block.statements());
    return new Divided(routine, by, before);
  }

  /** What copies panels for a range of examples, if they are copied. */
  private Optional<Routine> copyPanels(OuterCopies copies, String row) {
    Block copying = Block.top();
    copies.copyPanels(
        Index.of(Batches.BASE), Index.of(Batches.FROM), Index.of(Batches.TO), copying);
    return copies.hasPanels()
        ? Optional.of(
            routines.single(
                row + "Panels",
                "Copies " + row + " in panels.",
                Batches.RANGE,
                copying.statements()))
        : Optional.empty();
  }

  /** Into how many parts the node can be divided; 0 if it is not one of outer products. */
  int units(Node node, Fusion fusion) {
    return outer(node, fusion)
        .map(
            outer ->
                isByUnits(outer)
                    ? UnitPanels.count(panels(outer))
                    : (outer.rows() + BLOCK - 1) / BLOCK)
        .orElse(0);
  }

  /** Whether the matrix is divided by units, as the layer is that it belongs to. */
  private boolean isByUnits(OuterMean outer) {
    return storage.inPanels(outer.node()).isPresent()
        && UnitPanels.areWorthwhile(outer.rows(), panels(outer));
  }

  private Optional<OuterMean> outer(Node node, Fusion fusion) {
    return OuterMean.of(node, fusion)
        .filter(found -> found.columns() >= tiles.lanes())
        .filter(found -> found.contract().inputs().stream().allMatch(this::isRowOfExample));
  }

  private boolean isRowOfExample(Node node) {
    return node.perExample() && tiles.isRow(node);
  }

  private Products products(OuterMean outer, Part part) {
    OuterCopies copies = new OuterCopies(outer, part.count(), tiles, routines);
    return new Products(outer, copies, new OuterTiles(outer, copies, tiles, routines), part);
  }

  private List<Panels> panels(OuterMean outer) {
    return Panels.of(outer.columns(), tiles.lanes(), 2);
  }

  private void write(Products products, Block block) {
    int rows = products.outer().rows();
    Call call =
        new Call(
            Accumulation.scale(block),
            products.copies().start(block),
            products.copies().hasBlocks()
                ? Optional.of(products.copies().copyBlock(Math.min(rows, BLOCK)))
                : Optional.empty(),
            products.part().units().map(units -> units.range(block)));
    Optional<Share> share = products.part().share();
    boolean inBlocks = products.copies().hasBlocks() || share.isPresent();
    int whole = inBlocks ? rows / BLOCK * BLOCK : 0;
    if (whole > 0) {
      Expr from = share.map(Share::from).orElse(Index.ZERO);
      Expr to = share.map(rowsOf -> rowsOf.to(whole)).orElse(Index.of(whole));
      Nest.counted(
          block, "i", from, to, BLOCK, (inner, i) -> rows(products, i, BLOCK, call, inner));
    }
    if (whole < rows && share.isPresent()) {
      // A loop of one round, in the part that has the last rows, or of none.
      Expr first = share.get().from();
      Nest.counted(
          block,
          "i",
          whole == 0 ? first : Expr.apply(Function.MAX, first, Index.of(whole)),
          share.get().to(rows),
          BLOCK,
          (inner, i) -> rows(products, i, rows - whole, call, inner));
    } else if (whole < rows) {
      rows(products, Index.of(whole), rows - whole, call, block);
    }
  }

  /** So many rows of the result. */
  private void rows(Products products, Expr first, int count, Call call, Block block) {
    if (products.copies().hasBlocks()) {
      Routine copy =
          count < Math.min(products.outer().rows(), BLOCK)
              ? products.copies().copyRest(count)
              : call.copy().orElseThrow();
      call.invoke(copy, first, Index.ZERO, Index.ZERO, block);
    }
    TileRows range = TileRows.of(count);
    UnitPanels.PanelBody body =
        (panels, inner, column) -> {
          TileRows.Tile tile =
              (height, each, r) -> {
                Routine routine = products.tiles().routine(height, panels);
                call.invoke(routine, Index.add(first, r), r, column, each);
              };
          range.tiles(inner, "r", tile);
          range.rest(inner, "r", tile);
        };
    if (call.units().isPresent()) {
      call.units().get().forEach(block, body);
      return;
    }
    for (Panels panels : panels(products.outer())) {
      panels.forEach(block, (inner, column) -> body.write(panels, inner, column));
    }
  }

  /**
   * What calls of tiles have in common.
   *
   * @param copy of a block
   * @param units whose panels are computed; absent for all of them
   */
  private record Call(
      Expr scale, Expr start, Optional<Routine> copy, Optional<UnitPanels.Range> units) {
    void invoke(Routine routine, Expr row, Expr inBlock, Expr column, Block block) {
      Map<Local, Expr> values = new HashMap<>();
      values.put(OuterCopies.ROW, row);
      values.put(OuterCopies.IN_BLOCK, inBlock);
      values.put(Tiles.COLUMN, column);
      values.put(OuterCopies.FIRST, Index.of(Program.FIRST));
      values.put(OuterCopies.COUNT, Index.of(Program.COUNT));
      values.put(OuterTiles.SCALE, scale);
      values.put(OuterCopies.BLOCK_START, start);
      block.addAll(RoutineBuilder.calls(List.of(routine), values));
    }
  }
}
