package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
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
import dev.bpnet.compiler.lower.code.Share;
import dev.bpnet.compiler.lower.kernel.Accumulation;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.Panels;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The derivative by a matrix, summed over the batch, for vectors whose lanes are units. What runs
 * along the matrix's rows is copied, unless it is short, so that the panel of a tile is one stretch
 * of memory; so is what runs down its columns where that lies far apart, a block of rows at a time.
 */
final class OuterProducts {
  /** Rows of a block: with a panel they fit the first-level cache for batches of usual size. */
  private static final int BLOCK = 8 * TileRows.TALL;

  /** Rows up to this length are read where they lie: those of a batch stay in the cache. */
  private static final int MOST_IN_PLACE = 64;

  /**
   * From so many elements of an example on, the examples' elements of the same number lie so far
   * apart that they push each other out of the cache.
   */
  private static final int FAR_APART = 512;

  private static final Local ROW = Local.named("i", Type.INT);
  private static final Local IN_BLOCK = Local.named("r", Type.INT);
  private static final Local FIRST = Local.named("first", Type.INT);
  private static final Local COUNT = Local.named("count", Type.INT);
  private static final Local SCALE = Local.named("scale", Type.REAL);

  /** Where the copy of a block of rows begins. */
  private static final Local BLOCK_START = Local.named("start", Type.INT);

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

  /**
   * The products of one matrix.
   *
   * @param row copies of what runs along the rows, panel by panel; absent if short rows are read in
   *     place
   * @param column a copy of what runs down the columns, a block at a time; absent if it is read
   *     where it lies
   * @param tiles those that are written, by their height
   * @param part what one call computes
   */
  private record Products(
      OuterMean outer,
      Optional<Buffer> row,
      Optional<Buffer> column,
      Map<Panels, Map<Integer, Routine>> tiles,
      Part part) {}

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

    List<Local> parameters() {
      return units.isPresent() ? Share.PARAMETERS_OF_RANGE : Share.PARAMETERS;
    }
  }

  /** Writes the mean over the batch, if the node is one of outer products. */
  boolean write(Node node, Fusion fusion, Block block) {
    Optional<Products> products = outer(node, fusion).map(found -> products(found, Part.WHOLE));
    products.ifPresent(
        all -> {
          copyPanels(all, Index.of(Program.FIRST), Index.ZERO, Index.of(Program.COUNT), block);
          write(all, block);
        });
    return products.isPresent();
  }

  /** A mean over the batch whose rows or units are divided into parts, if the node is one. */
  Optional<Divided> divide(Node node, Fusion fusion, int parts) {
    return outer(node, fusion)
        .map(
            outer -> {
              Part one =
                  isByUnits(outer)
                      ? Part.of(new UnitPanels(panels(outer), parts))
                      : Part.of(new Share(outer.rows(), BLOCK, parts));
              Products products = products(outer, one);
              Block copying = Block.top();
              copyPanels(
                  products,
                  Index.of(Batches.BASE),
                  Index.of(Batches.FROM),
                  Index.of(Batches.TO),
                  copying);
              String row = Hints.of(outer.row());
              Optional<Routine> before =
                  products
                      .row()
                      .map(
                          copy ->
                              routines.single(
                                  row + "Panels",
                                  "Copies " + row + " in panels.",
                                  Batches.RANGE,
                                  copying.statements()));
              Block block = Block.top();
              write(products, block);
              Routine part =
                  routines.single(
                      Hints.of(node), Hints.purpose(node), one.parameters(), block.statements());
              return new Divided(part, before);
            });
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

  /** Whether the node is divided by units, as the layer is that it belongs to. */
  boolean isByUnits(Node node, Fusion fusion) {
    return outer(node, fusion).map(this::isByUnits).orElse(false);
  }

  private boolean isByUnits(OuterMean outer) {
    return storage.inPanels(outer.node()).isPresent()
        && UnitPanels.areWorthwhile(outer.rows(), panels(outer));
  }

  private Optional<OuterMean> outer(Node node, Fusion fusion) {
    return OuterMean.of(node, fusion)
        .filter(found -> found.columns() >= lanes)
        .filter(found -> found.contract().inputs().stream().allMatch(this::isRowOfExample));
  }

  private boolean isRowOfExample(Node node) {
    return node.perExample() && tiles.isRow(node);
  }

  private Products products(OuterMean outer, Part part) {
    int columns = Panels.packed(panels(outer));
    Optional<Buffer> row =
        outer.columns() <= MOST_IN_PLACE
            ? Optional.empty()
            : Optional.of(copyOf(outer.row(), "Panels", columns, "Panels of columns"));
    Optional<Buffer> column =
        outer.rows() >= FAR_APART
            ? Optional.of(
                copyOf(outer.column(), "Block", part.count() * BLOCK, "A block of columns"))
            : Optional.empty();
    return new Products(outer, row, column, new HashMap<>(), part);
  }

  private Buffer copyOf(Node node, String suffix, int size, String what) {
    String name = storage.unique(Hints.of(node) + suffix);
    String comment = what + " of the batch's " + Hints.of(node);
    return storage.add(new Buffer(name, Buffer.Role.FLAT_PER_EXAMPLE, Type.REAL, 0, size, comment));
  }

  private List<Panels> panels(OuterMean outer) {
    return Panels.of(outer.columns(), lanes, 2);
  }

  /** Copies what runs along the rows, for a range of examples. */
  private void copyPanels(Products products, Expr base, Expr from, Expr to, Block block) {
    if (products.row().isEmpty()) {
      return;
    }
    for (Panels panels : panels(products.outer())) {
      Routine copy = copyPanel(products, panels);
      Map<Local, Expr> range = new HashMap<>();
      range.put(Batches.BASE, base);
      range.put(Batches.FROM, from);
      range.put(Batches.TO, to);
      range.put(COUNT, Index.of(Program.COUNT));
      panels.forEach(
          block,
          (inner, column) -> {
            range.put(Tiles.COLUMN, column);
            inner.addAll(RoutineBuilder.calls(List.of(copy), range));
          });
    }
  }

  private void write(Products products, Block block) {
    int rows = products.outer().rows();
    Call call =
        new Call(
            Accumulation.scale(block),
            start(products, block),
            products.column().map(buffer -> copyBlock(products, Math.min(rows, BLOCK))),
            products.part().units().map(units -> units.range(block)));
    Optional<Share> share = products.part().share();
    boolean inBlocks = products.column().isPresent() || share.isPresent();
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
    if (products.column().isPresent()) {
      Routine copy =
          count < Math.min(products.outer().rows(), BLOCK)
              ? copyRest(products, count)
              : call.copy().orElseThrow();
      call.invoke(copy, first, Index.ZERO, Index.ZERO, block);
    }
    TileRows range = TileRows.of(count);
    UnitPanels.PanelBody body =
        (panels, inner, column) -> {
          Map<Integer, Routine> written =
              products.tiles().computeIfAbsent(panels, p -> new HashMap<>());
          TileRows.Tile tile =
              (height, each, r) -> {
                Routine routine = written.computeIfAbsent(height, h -> tile(products, h, panels));
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

  /** Where the call copies blocks of what runs down the columns to. */
  private static Expr start(Products products, Block block) {
    if (products.column().isEmpty() || products.part().equals(Part.WHOLE)) {
      return Index.ZERO;
    }
    Expr blocks = Index.multiply(Index.of(Share.SCRATCH), BLOCK);
    Expr start = Expr.apply(Function.MULTIPLY, blocks, Index.of(Program.COUNT));
    return block.let(start, "start", true);
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
      values.put(ROW, row);
      values.put(IN_BLOCK, inBlock);
      values.put(Tiles.COLUMN, column);
      values.put(FIRST, Index.of(Program.FIRST));
      values.put(COUNT, Index.of(Program.COUNT));
      values.put(SCALE, scale);
      values.put(BLOCK_START, start);
      block.addAll(RoutineBuilder.calls(List.of(routine), values));
    }
  }

  private Routine tile(Products products, int height, Panels panels) {
    int width = panels.vectors();
    OuterMean outer = products.outer();
    Block body = Block.top();
    Local[][] sums = new Local[height][width];
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < width; c++) {
        sums[r][c] = body.variable("sum" + r + c, Type.VECTOR, Tiles.zero());
      }
    }
    overExamples(
        body,
        (inner, frame) -> {
          Expr[] row = new Expr[width];
          for (int c = 0; c < width; c++) {
            row[c] = inner.let(along(products, frame, panels, c), "d" + c, true);
          }
          for (int r = 0; r < height; r++) {
            Tiles.addProducts(inner, factor(products, frame, r), "x" + r, row, sums[r]);
          }
        });
    Expr mean = body.let(Expr.apply(Function.BROADCAST, Expr.ref(SCALE)), "mean", true);
    for (int r = 0; r < height; r++) {
      Expr row = Index.add(Index.of(ROW), Index.of(r));
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
    List<Local> parameters = List.of(ROW, IN_BLOCK, Tiles.COLUMN, FIRST, COUNT, SCALE, BLOCK_START);
    return routines.single(name, comment, parameters, body.statements());
  }

  /** A vector of what runs along the rows, of one example. */
  private Expr along(Products products, Frame frame, Panels panels, int vector) {
    if (products.row().isEmpty()) {
      return tiles.lanesOf(
          tiles.place(products.outer().row(), frame), Tiles.column(panels, vector));
    }
    return tiles.lanesOf(
        storage.of(products.row().orElseThrow(), Frame.ofStep()), inCopy(frame, panels, vector));
  }

  /** Where the copy of a vector of an example lies. */
  private Expr inCopy(Frame frame, Panels panels, int vector) {
    Expr panel = panels.packedStart(Index.of(Tiles.COLUMN), Index.of(COUNT));
    Expr at = Index.multiply(frame.slot(), panels.packedWidth());
    return Index.add(panel, Index.add(at, Index.of(vector * lanes)));
  }

  /** What a row of the tile is a multiple of, for one example. */
  private Expr factor(Products products, Frame frame, int row) {
    if (products.column().isEmpty()) {
      Place column = tiles.place(products.outer().column(), frame);
      return column.load(Index.add(Index.of(ROW), Index.of(row)));
    }
    return inBlock(products, frame).load(Index.add(Index.of(IN_BLOCK), Index.of(row)));
  }

  /** The copy of a block of one example. */
  private static Place inBlock(Products products, Frame frame) {
    Expr slot = Index.multiply(frame.slot(), BLOCK);
    boolean divided = !products.part().equals(Part.WHOLE);
    Expr base = divided ? Index.add(Index.of(BLOCK_START), slot) : slot;
    return new Place(ArrayRef.flat(products.column().orElseThrow()), base);
  }

  private static void overExamples(Block block, BiConsumer<Block, Frame> body) {
    overExamples(block, Index.of(FIRST), Index.ZERO, Index.of(COUNT), body);
  }

  private static void overExamples(
      Block block, Expr base, Expr from, Expr to, BiConsumer<Block, Frame> body) {
    Nest.counted(
        block, "b", from, to, 1, (inner, b) -> body.accept(inner, Frame.of(Index.add(base, b), b)));
  }

  /** The rows of a panel, one behind the other. */
  private Routine copyPanel(Products products, Panels panels) {
    Node row = products.outer().row();
    Place copy = storage.of(products.row().orElseThrow(), Frame.ofStep());
    Block body = Block.top();
    overExamples(
        body,
        Index.of(Batches.BASE),
        Index.of(Batches.FROM),
        Index.of(Batches.TO),
        (inner, frame) -> {
          for (int c = 0; c < panels.vectors(); c++) {
            Expr value = tiles.lanesOf(tiles.place(row, frame), Tiles.column(panels, c));
            Expr at = copy.index(inCopy(frame, panels, c));
            inner.store(copy.array(), at, inner.let(value, "d" + c, true));
          }
        });
    String comment = "Copies a panel of " + Hints.of(row) + ".";
    List<Local> parameters = List.of(Tiles.COLUMN, Batches.BASE, Batches.FROM, Batches.TO, COUNT);
    return routines.single(Hints.of(row) + "Panel", comment, parameters, body.statements());
  }

  /**
   * A block that is not full. It is copied once a step, so it would be compiled late, and vectors
   * are objects until then: it does without.
   */
  private Routine copyRest(Products products, int count) {
    Node column = products.outer().column();
    Block body = Block.top();
    overExamples(
        body,
        Index.of(Program.FIRST),
        Index.ZERO,
        Index.of(Program.COUNT),
        (inner, frame) -> {
          Place from = tiles.place(column, frame);
          Place to = inBlock(products, frame);
          Nest.counted(
              inner,
              "i",
              Index.ZERO,
              Index.of(count),
              1,
              (each, i) ->
                  each.store(to.array(), to.index(i), from.load(Index.add(Index.of(ROW), i))));
        });
    return copy(products, "Rest", count, body);
  }

  /** A block of what runs down the columns, example by example. */
  private Routine copyBlock(Products products, int count) {
    Node column = products.outer().column();
    Block body = Block.top();
    overExamples(
        body,
        (inner, frame) -> {
          Place from = tiles.place(column, frame);
          Place to = inBlock(products, frame);
          for (int r = 0; r < count; r += count < lanes ? 1 : lanes) {
            Expr at = Index.of(count < lanes ? r : Math.min(r, count - lanes));
            Expr element = Index.add(Index.of(ROW), at);
            Expr value = count < lanes ? from.load(element) : tiles.lanesOf(from, element);
            inner.store(to.array(), to.index(at), inner.let(value, "x" + r, true));
          }
        });
    return copy(products, "Block", count, body);
  }

  private Routine copy(Products products, String name, int count, Block body) {
    String column = Hints.of(products.outer().column());
    String comment = "Copies " + count + " elements of each example's " + column + ".";
    return routines.single(
        column + name, comment, List.of(ROW, FIRST, COUNT, BLOCK_START), body.statements());
  }
}
