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
import dev.bpnet.compiler.lower.kernel.Panels;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The operands of outer products, copied to where tiles read one stretch of memory: what runs along
 * the rows in panels, unless it is short, and what runs down the columns a block of rows at a time
 * where it lies far apart.
 */
final class OuterCopies {
  /** The first row of what a call does. */
  static final Local ROW = Local.named("i", Type.INT);

  /** The same row, counted from the first of its block. */
  static final Local IN_BLOCK = Local.named("r", Type.INT);

  static final Local FIRST = Local.named("first", Type.INT);
  static final Local COUNT = Local.named("count", Type.INT);

  /** Where the copy of a block of rows begins. */
  static final Local BLOCK_START = Local.named("start", Type.INT);

  /** Rows of a block: with a panel they fit the first-level cache for batches of usual size. */
  static final int BLOCK = 8 * TileRows.TALL;

  /** Rows up to this length are read where they lie: those of a batch stay in the cache. */
  private static final int MOST_IN_PLACE = 64;

  /**
   * From so many elements of an example on, the examples' elements of the same number lie so far
   * apart that they push each other out of the cache.
   */
  private static final int FAR_APART = 512;

  private final OuterMean outer;
  private final int parts;
  private final Tiles tiles;
  private final Storage storage;
  private final RoutineBuilder routines;
  private final Optional<Buffer> row;
  private final Optional<Buffer> column;

  /**
   * @param parts into how many the matrix is divided: each has a block of its own
   */
  OuterCopies(OuterMean outer, int parts, Tiles tiles, RoutineBuilder routines) {
    this.outer = outer;
    this.parts = parts;
    this.tiles = tiles;
    this.storage = tiles.storage();
    this.routines = routines;
    this.row =
        outer.columns() <= MOST_IN_PLACE
            ? Optional.empty()
            : Optional.of(
                copyOf(outer.row(), "Panels", Panels.packed(panels()), "Panels of columns"));
    this.column =
        outer.rows() >= FAR_APART
            ? Optional.of(copyOf(outer.column(), "Block", parts * BLOCK, "A block of columns"))
            : Optional.empty();
  }

  private Buffer copyOf(Node node, String suffix, int size, String what) {
    String name = storage.unique(Hints.of(node) + suffix);
    String comment = what + " of the batch's " + Hints.of(node);
    return storage.add(new Buffer(name, Buffer.Role.FLAT_PER_EXAMPLE, Type.REAL, 0, size, comment));
  }

  /** The panels of the matrix's columns. */
  List<Panels> panels() {
    return Panels.of(outer.columns(), tiles.lanes(), 2);
  }

  /** Whether what runs along the rows is copied. */
  boolean hasPanels() {
    return row.isPresent();
  }

  /** Whether what runs down the columns is copied. */
  boolean hasBlocks() {
    return column.isPresent();
  }

  /** Copies what runs along the rows, if it is copied, for a range of examples. */
  void copyPanels(Expr base, Expr from, Expr to, Block block) {
    if (row.isEmpty()) {
      return;
    }
    for (Panels panels : panels()) {
      Routine copy = copyPanel(panels);
      Map<Local, Expr> range = new HashMap<>();
      range.put(Batches.BASE, base);
      range.put(Batches.FROM, from);
      range.put(Batches.TO, to);
      range.put(COUNT, Index.of(Program.COUNT));
      panels.forEach(
          block,
          (inner, first) -> {
            range.put(Tiles.COLUMN, first);
            inner.addAll(RoutineBuilder.calls(List.of(copy), range));
          });
    }
  }

  /** The rows of a panel, one behind the other. */
  private Routine copyPanel(Panels panels) {
    Node node = outer.row();
    Place copy = storage.of(row.orElseThrow(), Frame.ofStep());
    Block body = Block.top();
    overExamples(
        body,
        Index.of(Batches.BASE),
        Index.of(Batches.FROM),
        Index.of(Batches.TO),
        (inner, frame) -> {
          for (int c = 0; c < panels.vectors(); c++) {
            Expr value = tiles.lanesOf(tiles.place(node, frame), Tiles.column(panels, c));
            Expr at = copy.index(inCopy(frame, panels, c));
            inner.store(copy.array(), at, inner.let(value, "d" + c, true));
          }
        });
    String comment = "Copies a panel of " + Hints.of(node) + ".";
    List<Local> parameters = List.of(Tiles.COLUMN, Batches.BASE, Batches.FROM, Batches.TO, COUNT);
    return routines.single(Hints.of(node) + "Panel", comment, parameters, body.statements());
  }

  /** A vector of what runs along the rows, of one example. */
  Expr along(Frame frame, Panels panels, int vector) {
    if (row.isEmpty()) {
      return tiles.lanesOf(tiles.place(outer.row(), frame), Tiles.column(panels, vector));
    }
    return tiles.lanesOf(storage.of(row.get(), Frame.ofStep()), inCopy(frame, panels, vector));
  }

  /** Where the copy of a vector of an example lies. */
  private Expr inCopy(Frame frame, Panels panels, int vector) {
    Expr panel = panels.packedStart(Index.of(Tiles.COLUMN), Index.of(COUNT));
    Expr at = Index.multiply(frame.slot(), panels.packedWidth());
    return Index.add(panel, Index.add(at, Index.of(vector * tiles.lanes())));
  }

  /** What a row of a tile is a multiple of, for one example. */
  Expr factor(Frame frame, int number) {
    if (column.isEmpty()) {
      Place place = tiles.place(outer.column(), frame);
      return place.load(Index.add(Index.of(ROW), Index.of(number)));
    }
    return inBlock(frame).load(Index.add(Index.of(IN_BLOCK), Index.of(number)));
  }

  /** The copy of a block of one example. */
  private Place inBlock(Frame frame) {
    Expr slot = Index.multiply(frame.slot(), BLOCK);
    Expr base = parts > 1 ? Index.add(Index.of(BLOCK_START), slot) : slot;
    return new Place(ArrayRef.flat(column.orElseThrow()), base);
  }

  /** Where the call copies blocks of what runs down the columns to. */
  Expr start(Block block) {
    if (column.isEmpty() || parts == 1) {
      return Index.ZERO;
    }
    Expr blocks = Index.multiply(Index.of(Share.SCRATCH), BLOCK);
    Expr start = Expr.apply(Function.MULTIPLY, blocks, Index.of(Program.COUNT));
    return block.let(start, "start", true);
  }

  /** A block of what runs down the columns, example by example. */
  Routine copyBlock(int count) {
    int lanes = tiles.lanes();
    Block body = Block.top();
    overExamples(
        body,
        (inner, frame) -> {
          Place from = tiles.place(outer.column(), frame);
          Place to = inBlock(frame);
          for (int r = 0; r < count; r += count < lanes ? 1 : lanes) {
            Expr at = Index.of(count < lanes ? r : Math.min(r, count - lanes));
            Expr element = Index.add(Index.of(ROW), at);
            Expr value = count < lanes ? from.load(element) : tiles.lanesOf(from, element);
            inner.store(to.array(), to.index(at), inner.let(value, "x" + r, true));
          }
        });
    return copy("Block", count, body);
  }

  /**
   * A block that is not full. It is copied once a step, so it would be compiled late, and vectors
   * are objects until then: it does without.
   */
  Routine copyRest(int count) {
    Block body = Block.top();
    overExamples(
        body,
        Index.of(Program.FIRST),
        Index.ZERO,
        Index.of(Program.COUNT),
        (inner, frame) -> {
          Place from = tiles.place(outer.column(), frame);
          Place to = inBlock(frame);
          Nest.counted(
              inner,
              "i",
              Index.ZERO,
              Index.of(count),
              1,
              (each, i) ->
                  each.store(to.array(), to.index(i), from.load(Index.add(Index.of(ROW), i))));
        });
    return copy("Rest", count, body);
  }

  private Routine copy(String suffix, int count, Block body) {
    String name = Hints.of(outer.column());
    String comment = "Copies " + count + " elements of each example's " + name + ".";
    return routines.single(
        name + suffix, comment, List.of(ROW, FIRST, COUNT, BLOCK_START), body.statements());
  }

  /** A loop over the examples of a step, in routines that take which they are. */
  static void overExamples(Block block, BiConsumer<Block, Frame> body) {
    overExamples(block, Index.of(FIRST), Index.ZERO, Index.of(COUNT), body);
  }

  private static void overExamples(
      Block block, Expr base, Expr from, Expr to, BiConsumer<Block, Frame> body) {
    Nest.counted(
        block, "b", from, to, 1, (inner, b) -> body.accept(inner, Frame.of(Index.add(base, b), b)));
  }
}
