package dev.bpnet.compiler.lower;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import java.util.List;
import java.util.Optional;

/**
 * Matrix products over the whole batch, for vectors whose lanes are units: a dense layer of all
 * examples at once, its derivative by its input, and the derivative by its weights, each in tiles
 * whose sums stay in registers.
 */
final class MatrixProducts {
  /** Rows of a tile: with two vectors each they need 8 registers for sums, and 6 to feed them. */
  private static final int ROWS = 4;

  private static final Local EXAMPLE = Local.named("e", Type.INT);
  private static final Local SLOT = Local.named("b", Type.INT);
  private static final Local ROW = Local.named("i", Type.INT);
  private static final Local COLUMN = Local.named("j", Type.INT);
  private static final Local FIRST = Local.named("first", Type.INT);
  private static final Local COUNT = Local.named("count", Type.INT);
  private static final Local SCALE = Local.named("scale", Type.REAL);

  /** Parameters of what runs over a range of examples: the example in slot 0, and the slots. */
  static final Local BASE = Local.named("base", Type.INT);

  static final Local FROM = Local.named("from", Type.INT);
  static final Local TO = Local.named("to", Type.INT);

  private final int lanes;
  private final Storage storage;
  private final RowCopies rows;
  private final RoutineBuilder routines;

  MatrixProducts(int lanes, Storage storage, RowCopies rows, RoutineBuilder routines) {
    this.lanes = lanes;
    this.storage = storage;
    this.rows = rows;
    this.routines = routines;
  }

  /**
   * A product of a matrix that is the same for all examples with a vector of each.
   *
   * @param start what the sum starts from; zero if absent
   * @param along whether the result runs along the matrix's rows, so that they are contiguous
   */
  private record Layer(Node node, Node matrix, Node vector, Optional<Node> start, boolean along) {
    int terms() {
      return vector.shape().size();
    }

    int columns() {
      return node.shape().size();
    }
  }

  /** Mean over the batch of column times row. */
  private record Outer(Node node, Node column, Node row) {
    int rows() {
      return node.shape().dim(0);
    }

    int columns() {
      return node.shape().dim(1);
    }
  }

  /** A routine over a range of examples, if the node is such a product of them. */
  Optional<Routine> layer(Node node, Fusion fusion) {
    return asLayer(node, fusion).map(this::write);
  }

  private Optional<Layer> asLayer(Node node, Fusion fusion) {
    boolean added = node.op() == Op.ADD && Fusion.isSumOf(node, fusion);
    int number = added && !fusion.isAbsorbed(node.input(0)) ? 1 : 0;
    Node contract = added ? node.input(number) : node;
    Optional<Node> start = added ? Optional.of(node.input(1 - number)) : Optional.empty();
    if (contract.op() != Op.CONTRACT
        || !node.perExample()
        || node.shape().rank() != 1
        || node.shape().size() < lanes
        || start.isPresent() && !isRow(start.get())) {
      return Optional.empty();
    }
    int matrix = contract.input(0).shape().rank() == 2 ? 0 : 1;
    Node weights = contract.input(matrix);
    Node vector = contract.input(1 - matrix);
    Contraction contraction = Contraction.of(contract);
    boolean fits =
        weights.op() == Op.VARIABLE
            && !weights.perExample()
            && weights.shape().rank() == 2
            && vector.perExample()
            && isRow(vector)
            && contraction.summed().size() == 1;
    return fits
        ? Optional.of(
            new Layer(
                node,
                weights,
                vector,
                start,
                contraction.operand(matrix).get(1).equals(contraction.kept().get(0))))
        : Optional.empty();
  }

  /** A real vector that lies somewhere. */
  private boolean isRow(Node node) {
    return storage.isPlaced(node) && node.kind().isReal() && node.shape().rank() == 1;
  }

  private Routine write(Layer layer) {
    Block body = Block.top();
    Expr left =
        Expr.apply(
            Function.REMAINDER,
            Expr.apply(Function.SUBTRACT, Index.of(TO), Index.of(FROM)),
            Index.of(ROWS));
    Expr tail = body.let(Expr.apply(Function.SUBTRACT, Index.of(TO), left), "tail", true);
    tiles(layer, ROWS, 2, Index.of(FROM), tail, body);
    tiles(layer, 1, layer.along() ? 8 : 2, tail, Index.of(TO), body);
    String comment = "Computes " + Hints.path(layer.node()).orElse("a product") + ".";
    return routines.single(
        Hints.of(layer.node()), comment, List.of(BASE, FROM, TO), body.statements());
  }

  /** Tiles of so many rows over a range of slots. */
  private void tiles(Layer layer, int height, int widest, Expr from, Expr to, Block block) {
    for (Panels panels : Panels.of(layer.columns(), lanes, widest)) {
      Routine tile = tile(layer, height, panels);
      panels.forEach(
          block,
          (inner, column) ->
              Nest.counted(
                  inner,
                  "b",
                  from,
                  to,
                  height,
                  (body, slot) ->
                      body.addAll(
                          RoutineBuilder.calls(
                              List.of(tile),
                              java.util.Map.of(
                                  EXAMPLE,
                                  Index.add(Index.of(BASE), slot),
                                  SLOT,
                                  slot,
                                  COLUMN,
                                  column)))));
    }
  }

  private Routine tile(Layer layer, int height, Panels panels) {
    int width = panels.vectors();
    Block body = Block.top();
    Frame[] frames = new Frame[height];
    Local[][] sums = new Local[height][width];
    for (int r = 0; r < height; r++) {
      Expr example = Index.add(Index.of(EXAMPLE), Index.of(r));
      frames[r] = Frame.of(example, Index.add(Index.of(SLOT), Index.of(r)));
      for (int c = 0; c < width; c++) {
        Frame frame = frames[r];
        int column = c;
        Expr start =
            layer
                .start()
                .map(node -> lanesOf(place(node, frame), column(column)))
                .orElse(Expr.apply(Function.BROADCAST, new Expr.Real(0)));
        sums[r][c] = body.variable("sum" + r + c, Type.VECTOR, start);
      }
    }
    boolean direct = layer.along() && (height == 1 || layer.columns() <= panels.width());
    List<Panels> copied = Panels.of(layer.columns(), lanes, 2);
    Place matrix =
        direct
            ? place(layer.matrix(), Frame.ofStep())
            : storage.of(rows.panels(layer.matrix(), layer.along(), lanes, copied), Frame.ofStep());
    Expr start = direct ? Index.of(COLUMN) : panels.packedStart(Index.of(COLUMN), layer.terms());
    int stride = direct ? layer.columns() : panels.width();
    Nest.counted(
        body,
        "k",
        Index.ZERO,
        Index.of(layer.terms()),
        1,
        (inner, k) -> {
          Expr[] weights = new Expr[width];
          for (int c = 0; c < width; c++) {
            Expr at = Index.add(start, Index.add(Index.multiply(k, stride), Index.of(c * lanes)));
            weights[c] = inner.let(lanesOf(matrix, at), "w" + c, true);
          }
          for (int r = 0; r < height; r++) {
            Expr x = place(layer.vector(), frames[r]).load(k);
            addProducts(inner, Expr.apply(Function.BROADCAST, x), "x" + r, weights, sums[r]);
          }
        });
    for (int r = 0; r < height; r++) {
      store(place(layer.node(), frames[r]), Index.ZERO, sums[r], body);
    }
    String name = Hints.of(layer.node()) + "Tile" + height + "x" + width * lanes;
    String comment = height + " examples by " + width * lanes + " units.";
    return routines.single(name, comment, List.of(EXAMPLE, SLOT, COLUMN), body.statements());
  }

  private static void addProducts(
      Block block, Expr factor, String name, Expr[] others, Local[] sums) {
    Expr x = block.let(factor, name, true);
    for (int c = 0; c < others.length; c++) {
      Expr sum = Expr.apply(Function.FMA, x, others[c], Expr.ref(sums[c]));
      block.add(new Stmt.Assign(sums[c], sum));
    }
  }

  private void store(Place target, Expr start, Local[] sums, Block block) {
    for (int c = 0; c < sums.length; c++) {
      block.store(target.array(), target.index(Index.add(start, column(c))), Expr.ref(sums[c]));
    }
  }

  private Place place(Node node, Frame frame) {
    return storage.place(node, frame).orElseThrow();
  }

  private Expr lanesOf(Place place, Expr at) {
    return Expr.apply(Function.LANES, place.load(at));
  }

  /** The first column of a vector of the tile. */
  private Expr column(int vector) {
    return Index.add(Index.of(COLUMN), Index.of(vector * lanes));
  }

  /** Writes the mean over the batch, if the node is one of outer products. */
  boolean writeOuter(Node node, Fusion fusion, Place target, Block block) {
    Optional<Outer> outer = asOuter(node, fusion);
    outer.ifPresent(found -> write(found, target, block));
    return outer.isPresent();
  }

  private Optional<Outer> asOuter(Node node, Fusion fusion) {
    if (node.op() != Op.BATCH_MEAN
        || !fusion.isAbsorbed(node.input(0))
        || node.input(0).op() != Op.CONTRACT
        || node.shape().rank() != 2
        || node.shape().dim(1) < lanes) {
      return Optional.empty();
    }
    Node contract = node.input(0);
    Contraction contraction = Contraction.of(contract);
    int column = contraction.operand(0).equals(List.of(contraction.kept().get(0))) ? 0 : 1;
    boolean fits =
        contraction.summed().isEmpty()
            && contract.inputs().stream().allMatch(n -> n.perExample() && isRow(n));
    return fits
        ? Optional.of(new Outer(node, contract.input(column), contract.input(1 - column)))
        : Optional.empty();
  }

  private void write(Outer outer, Place target, Block block) {
    Expr count = Expr.apply(Function.INT_TO_REAL, Index.of(Program.COUNT));
    Expr scale = block.let(Expr.apply(Function.DIVIDE, new Expr.Real(1), count), "scale", true);
    int whole = outer.rows() / ROWS * ROWS;
    Place packed = storage.of(panel(outer), Frame.ofStep());
    for (Panels panels : Panels.of(outer.columns(), lanes, 2)) {
      Routine copy = copy(outer, packed, panels);
      Optional<Routine> tile =
          whole == 0 ? Optional.empty() : Optional.of(tile(outer, target, packed, ROWS, panels));
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
                        ROWS,
                        (body, row) -> invoke(routine, row, column, scale, body)));
            rest.ifPresent(routine -> invoke(routine, Index.of(whole), column, scale, inner));
          });
    }
  }

  private static void invoke(Routine tile, Expr row, Expr column, Expr scale, Block block) {
    block.addAll(
        RoutineBuilder.calls(
            List.of(tile),
            java.util.Map.of(
                ROW,
                row,
                COLUMN,
                column,
                FIRST,
                Index.of(Program.FIRST),
                COUNT,
                Index.of(Program.COUNT),
                SCALE,
                scale)));
  }

  private Routine tile(Outer outer, Place target, Place packed, int height, Panels panels) {
    int width = panels.vectors();
    Block body = Block.top();
    Local[][] sums = new Local[height][width];
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < width; c++) {
        Expr zero = Expr.apply(Function.BROADCAST, new Expr.Real(0));
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
            row[c] = inner.let(lanesOf(packed, at), "d" + c, true);
          }
          for (int r = 0; r < height; r++) {
            Expr x = place(outer.column(), frame).load(Index.add(Index.of(ROW), Index.of(r)));
            addProducts(inner, Expr.apply(Function.BROADCAST, x), "x" + r, row, sums[r]);
          }
        });
    Expr mean = body.let(Expr.apply(Function.BROADCAST, Expr.ref(SCALE)), "mean", true);
    for (int r = 0; r < height; r++) {
      Expr start = Index.multiply(Index.add(Index.of(ROW), Index.of(r)), outer.columns());
      for (int c = 0; c < width; c++) {
        Expr value = Expr.apply(Function.MULTIPLY, Expr.ref(sums[r][c]), mean);
        body.store(target.array(), target.index(Index.add(start, column(c))), value);
      }
    }
    String name = Hints.of(outer.node()) + "Tile" + height + "x" + width * lanes;
    String comment = height + " rows by " + width * lanes + " columns, over the batch.";
    List<Local> parameters = List.of(ROW, COLUMN, FIRST, COUNT, SCALE);
    return routines.single(name, comment, parameters, body.statements());
  }

  /** A panel of rows of the whole batch, one behind the other. */
  private Buffer panel(Outer outer) {
    String name = storage.unique(Hints.of(outer.row()) + "Panel");
    String comment = "A panel of columns of the batch's " + Hints.of(outer.row());
    return storage.add(
        new Buffer(name, Buffer.Role.FLAT_PER_EXAMPLE, Type.REAL, 0, 2 * lanes, comment));
  }

  private Routine copy(Outer outer, Place packed, Panels panels) {
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
            Expr value = inner.let(lanesOf(place(outer.row(), frame), column(c)), "d" + c, true);
            Expr at = Index.add(Index.multiply(b, panels.width()), Index.of(c * lanes));
            inner.store(packed.array(), at, value);
          }
        });
    String comment = "Copies a panel of " + Hints.of(outer.row()) + ".";
    return routines.single(
        Hints.of(outer.row()) + "Copy", comment, List.of(COLUMN, FIRST, COUNT), body.statements());
  }
}
