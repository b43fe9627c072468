package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.Panels;
import dev.bpnet.compiler.lower.kernel.RowCopies;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.HashMap;
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

  private static final Local EXAMPLE = Local.named("e", Type.INT);
  private static final Local SLOT = Local.named("b", Type.INT);

  private final int lanes;
  private final Storage storage;
  private final Tiles tiles;
  private final RowCopies rows;
  private final RoutineBuilder routines;

  LayerProducts(int lanes, Storage storage, RowCopies rows, RoutineBuilder routines) {
    this.lanes = lanes;
    this.storage = storage;
    this.tiles = new Tiles(lanes, storage);
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

  /** A routine over a range of examples, if the node is such a product of them. */
  Optional<Routine> routine(Node node, Fusion fusion) {
    return MatrixTimesVector.of(node, fusion).flatMap(this::layer).map(this::write);
  }

  private Optional<Layer> layer(MatrixTimesVector product) {
    Node node = product.node();
    int matrix = product.matrix();
    Node vector = product.contract().input(1 - matrix);
    boolean fits =
        node.shape().size() >= lanes
            && tiles.isRow(node)
            && vector.perExample()
            && tiles.isRow(vector)
            && product.start().map(tiles::isRow).orElse(true)
            && (long) vector.shape().size() * (node.shape().size() + lanes) < Shape.MAX_SIZE;
    if (!fits) {
      return Optional.empty();
    }
    Contraction contraction = Contraction.of(product.contract());
    boolean along = contraction.operand(matrix).get(1).equals(contraction.kept().get(0));
    Node weights = product.contract().input(matrix);
    return Optional.of(new Layer(node, weights, vector, product.start(), along));
  }

  private Routine write(Layer layer) {
    Block body = Block.top();
    TileRows range = TileRows.of(Index.of(Batches.FROM), Index.of(Batches.TO), body);
    for (Panels panels : Panels.of(layer.columns(), lanes, 2)) {
      tiles(layer, panels, body, range::tiles);
    }
    if (layer.along() && layer.columns() > WIDEST_IN_PANELS && !isInPanels(layer)) {
      single(layer, range, body);
    } else {
      for (Panels panels : Panels.of(layer.columns(), lanes, layer.along() ? 8 : 2)) {
        tiles(layer, panels, body, range::rest);
      }
    }
    return routines.single(
        Hints.of(layer.node()), Hints.purpose(layer.node()), Batches.RANGE, body.statements());
  }

  private void single(Layer layer, TileRows range, Block block) {
    Routine one =
        new RowProduct(tiles, Frame.of(Index.of(EXAMPLE), Index.of(SLOT)))
            .write(layer.node(), layer.matrix(), layer.vector(), layer.start(), routines);
    range.rest(block, "b", (height, body, slot) -> call(one, slot, Index.ZERO, body));
  }

  private static void call(Routine routine, Expr slot, Expr column, Block block) {
    Expr example = Index.add(Index.of(Batches.BASE), slot);
    Map<Local, Expr> values = Map.of(EXAMPLE, example, SLOT, slot, Tiles.COLUMN, column);
    block.addAll(RoutineBuilder.calls(List.of(routine), values));
  }

  /** Runs over some of the rows of a range. */
  private interface Rows {
    void over(Block block, String name, TileRows.Tile tile);
  }

  private void tiles(Layer layer, Panels panels, Block block, Rows rows) {
    Map<Integer, Routine> written = new HashMap<>();
    panels.forEach(
        block,
        (inner, column) ->
            rows.over(
                inner,
                "b",
                (height, body, slot) ->
                    call(
                        written.computeIfAbsent(height, h -> tile(layer, h, panels)),
                        slot,
                        column,
                        body)));
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
                .map(node -> tiles.lanesOf(tiles.place(node, frame), Tiles.column(panels, column)))
                .orElse(Tiles.zero());
        sums[r][c] = body.variable("sum" + r + c, Type.VECTOR, start);
      }
    }
    Nest.counted(
        body,
        "k",
        Index.ZERO,
        Index.of(layer.terms()),
        1,
        (inner, k) -> {
          Expr[] weights = new Expr[width];
          for (int c = 0; c < width; c++) {
            Expr value = weights(layer, height, panels, k, c).load();
            weights[c] = inner.let(value, "w" + c, true);
          }
          for (int r = 0; r < height; r++) {
            Expr x = tiles.place(layer.vector(), frames[r]).load(k);
            Tiles.addProducts(inner, x, "x" + r, weights, sums[r]);
          }
        });
    for (int r = 0; r < height; r++) {
      Place target = tiles.place(layer.node(), frames[r]);
      for (int c = 0; c < width; c++) {
        body.store(target.array(), target.index(Tiles.column(panels, c)), Expr.ref(sums[r][c]));
      }
    }
    String name = Hints.of(layer.node()) + "Tile" + height + "x" + panels.width();
    String comment =
        (height == 1 ? "1 example" : height + " examples") + " by " + panels.width() + " units.";
    return routines.single(name, comment, List.of(EXAMPLE, SLOT, Tiles.COLUMN), body.statements());
  }

  /** Weights of the tile's columns, read where they lie or where they are copied to. */
  private Tiles.Lanes weights(Layer layer, int height, Panels panels, Expr term, int vector) {
    boolean narrow = height == 1 || layer.columns() <= panels.width();
    if (layer.along() && (narrow || isInPanels(layer))) {
      return tiles.matrix(layer.matrix(), term, panels, vector);
    }
    List<Panels> copied = Panels.of(layer.columns(), lanes, 2);
    Buffer copy = rows.panels(layer.matrix(), layer.along(), lanes, copied);
    Expr start = panels.packedStart(Index.of(Tiles.COLUMN), Index.of(layer.terms()));
    Expr at = Index.add(Index.multiply(term, panels.packedWidth()), Index.of(vector * lanes));
    return new Tiles.Lanes(ArrayRef.flat(copy), Index.add(start, at));
  }

  private boolean isInPanels(Layer layer) {
    return storage.inPanels(layer.matrix()).isPresent();
  }
}
