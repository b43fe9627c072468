package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * A unit of a layer for a block of examples, one in each lane, where what the layer reads lies row
 * by row. A vector of a row times one of the weights has parts of an example's sum in all lanes;
 * the vectors of all the examples become one by adding lanes in pairs, which costs less than to
 * bring the rows into lanes.
 */
final class LaneDots {
  private static final int LANES = ExampleLanes.LANES;

  /** Vectors of a row that are multiplied without a loop. */
  private static final int MOST_WRITTEN_OUT = 4;

  private final Storage storage;
  private final Node vector;
  private final Place weights;
  private final Node matrix;

  private LaneDots(Storage storage, Node vector, Node matrix) {
    this.storage = storage;
    this.vector = vector;
    this.matrix = matrix;
    this.weights = storage.place(matrix, Frame.ofStep()).orElseThrow();
  }

  /** The product so, if rows of both operands lie in one stretch and fill vectors. */
  static Optional<LaneDots> of(MatrixTimesVector product, Storage storage) {
    Node vector = product.contract().input(1 - product.matrix());
    Node matrix = product.contract().input(product.matrix());
    Contraction contraction = Contraction.of(product.contract());
    List<Integer> labels = contraction.operand(product.matrix());
    boolean fits =
        vector.perExample()
            && new Tiles(LANES, storage).isRow(vector)
            && vector.shape().size() >= LANES
            && contraction.summed().contains(labels.get(1))
            && storage.inPanels(matrix).isEmpty();
    return fits ? Optional.of(new LaneDots(storage, vector, matrix)) : Optional.empty();
  }

  /**
   * The unit's sums, one in each lane. Where rows do not fill whole vectors, the last one overlaps
   * the one before; what has been counted is 0 there, in both operands, as it may be infinite.
   */
  Expr unit(Expr unit, Block block) {
    int size = vector.shape().size();
    int whole = size / LANES;
    Local[] sums = new Local[LANES];
    boolean isWrittenOut = whole <= MOST_WRITTEN_OUT;
    Expr first = isWrittenOut ? block.let(weight(unit, Index.ZERO), "w", true) : Index.ZERO;
    for (int l = 0; l < LANES; l++) {
      Expr start =
          isWrittenOut
              ? Expr.apply(Function.MULTIPLY, row(l, Index.ZERO), first)
              : LaneElements.real(0);
      sums[l] = block.variable("sum" + l, Type.VECTOR, start);
    }
    if (isWrittenOut) {
      for (int v = 1; v < whole; v++) {
        Expr at = Index.of(v * LANES);
        add(sums, at, unit, block);
      }
    } else {
      Nest.counted(
          block,
          "i",
          Index.ZERO,
          Index.of(whole * LANES),
          LANES,
          (inner, i) -> add(sums, i, unit, inner));
    }
    if (size % LANES > 0) {
      Expr at = Index.of(size - LANES);
      Expr counted = LaneElements.real(LANES - size % LANES);
      Expr number = Expr.apply(Function.LANE_NUMBERS);
      Expr isCounted = block.let(Expr.apply(Function.LESS, number, counted), "isCounted", true);
      UnaryOperator<Expr> rest =
          all -> Expr.apply(Function.CHOOSE, isCounted, LaneElements.real(0), all);
      add(sums, rest.apply(weight(unit, at)), lane -> rest.apply(row(lane, at)), block);
    }
    return paired(sums, block);
  }

  private Expr weight(Expr unit, Expr at) {
    Expr place = Place.linear(matrix.shape(), List.of(unit, at));
    return Expr.apply(Function.LANES, weights.load(place));
  }

  private void add(Local[] sums, Expr at, Expr unit, Block block) {
    add(sums, weight(unit, at), lane -> row(lane, at), block);
  }

  private static void add(Local[] sums, Expr weight, IntFunction<Expr> rows, Block block) {
    Expr w = block.let(weight, "w", true);
    for (int l = 0; l < LANES; l++) {
      Expr sum = Expr.apply(Function.FMA, rows.apply(l), w, Expr.ref(sums[l]));
      block.add(new Stmt.Assign(sums[l], sum));
    }
  }

  private Expr row(int lane, Expr at) {
    Place row = storage.place(vector, LaneBlock.lane(lane)).orElseThrow();
    return Expr.apply(Function.LANES, row.load(at));
  }

  private static Expr paired(Local[] sums, Block block) {
    Expr[] level = new Expr[LANES];
    for (int l = 0; l < LANES; l++) {
      level[l] = Expr.ref(sums[l]);
    }
    for (int distance = LANES / 2; distance > 0; distance /= 2) {
      for (int l = 0; l < distance; l++) {
        Expr pair =
            Expr.apply(Function.PAIR_SUMS, level[l], level[l + distance], new Expr.Int(distance));
        level[l] = block.let(pair, "pair" + l, true);
      }
    }
    return level[0];
  }
}
