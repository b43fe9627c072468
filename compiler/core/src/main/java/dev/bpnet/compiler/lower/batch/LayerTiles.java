package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.kernel.Panels;
import dev.bpnet.compiler.lower.kernel.RowCopies;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Writes the tiles of layers: a few examples by a few vectors of units. */
final class LayerTiles {
  /** The first example of a tile, and its slot. */
  static final Local EXAMPLE = Local.named("e", Type.INT);

  static final Local SLOT = Local.named("b", Type.INT);

  private final Storage storage;
  private final Tiles tiles;
  private final RowCopies rows;
  private final RoutineBuilder routines;

  LayerTiles(Tiles tiles, Storage storage, RowCopies rows, RoutineBuilder routines) {
    this.storage = storage;
    this.tiles = tiles;
    this.rows = rows;
    this.routines = routines;
  }

  /**
   * How a tile sums, and what it makes of the sums.
   *
   * @param chains sums of each vector, to which the terms are added in turn: where there are few
   *     sums, one addition would wait for the other
   * @param activation what is stored in place of the sums; absent for the sums themselves
   */
  record Form(int chains, Optional<Activation> activation) {
    static final Form PLAIN = new Form(1, Optional.empty());
  }

  /** An elementwise value of the layer, computed of a vector of it. */
  record Activation(Node node, BiFunction<Expr, Block, Expr> of) {}

  Routine tile(Layer layer, int height, Panels panels) {
    return tile(layer, height, panels, Form.PLAIN);
  }

  Routine tile(Layer layer, int height, Panels panels, Form form) {
    int chains = form.chains();
    Node stored = form.activation().map(Activation::node).orElse(layer.node());
    Block body = Block.top();
    Frame[] frames = new Frame[height];
    Local[][][] sums = new Local[chains][height][panels.vectors()];
    for (int r = 0; r < height; r++) {
      Expr example = Index.add(Index.of(EXAMPLE), Index.of(r));
      frames[r] = Frame.of(example, Index.add(Index.of(SLOT), Index.of(r)));
      for (int c = 0; c < panels.vectors(); c++) {
        for (int t = 0; t < chains; t++) {
          Expr start = t == 0 ? start(layer, frames[r], panels, c) : Tiles.zero();
          String name = "sum" + (chains > 1 ? t : r) + c;
          sums[t][r][c] = body.variable(name, Type.VECTOR, start);
        }
      }
    }
    int whole = layer.terms() / chains * chains;
    Nest.counted(
        body,
        "k",
        Index.ZERO,
        Index.of(whole),
        chains,
        (inner, k) -> {
          for (int t = 0; t < chains; t++) {
            addTerm(layer, panels, frames, Index.add(k, Index.of(t)), sums[t], inner);
          }
        });
    for (int k = whole; k < layer.terms(); k++) {
      addTerm(layer, panels, frames, Index.of(k), sums[k - whole], body);
    }
    for (int r = 0; r < height; r++) {
      Place target = tiles.place(stored, frames[r]);
      for (int c = 0; c < panels.vectors(); c++) {
        Expr sum = total(sums, r, c, 0, chains);
        Expr value = form.activation().map(a -> a.of().apply(sum, body)).orElse(sum);
        body.store(target.array(), target.index(Tiles.column(panels, c)), value);
      }
    }
    String name = Hints.of(stored) + (chains > 1 ? "One" : "Tile" + height);
    String comment = (height == 1 ? "1 example" : height + " examples") + " by ";
    return routines.single(
        name + "x" + panels.width(),
        comment + panels.width() + " units.",
        List.of(EXAMPLE, SLOT, Tiles.COLUMN),
        body.statements());
  }

  private Expr start(Layer layer, Frame frame, Panels panels, int vector) {
    return layer
        .start()
        .map(node -> tiles.lanesOf(tiles.place(node, frame), Tiles.column(panels, vector)))
        .orElse(Tiles.zero());
  }

  private void addTerm(
      Layer layer, Panels panels, Frame[] frames, Expr k, Local[][] sums, Block block) {
    Expr[] weights = new Expr[panels.vectors()];
    for (int c = 0; c < weights.length; c++) {
      Expr value = weights(layer, frames.length, panels, k, c).load();
      weights[c] = block.let(value, "w" + c, true);
    }
    for (int r = 0; r < frames.length; r++) {
      Expr x = tiles.place(layer.vector(), frames[r]).load(k);
      Tiles.addProducts(block, x, "x" + r, weights, sums[r]);
    }
  }

  /** The sum of so many sums, in pairs. */
  private static Expr total(Local[][][] sums, int row, int vector, int from, int count) {
    if (count == 1) {
      return Expr.ref(sums[from][row][vector]);
    }
    return Expr.apply(
        Function.ADD,
        total(sums, row, vector, from, count / 2),
        total(sums, row, vector, from + count / 2, count - count / 2));
  }

  /** Weights of the tile's columns, read where they lie or where they are copied to. */
  private Tiles.Lanes weights(Layer layer, int height, Panels panels, Expr term, int vector) {
    boolean narrow = height == 1 || layer.columns() <= panels.width();
    if (layer.along() && (narrow || isInPanels(layer))) {
      return tiles.matrix(layer.matrix(), term, panels, vector);
    }
    int lanes = tiles.lanes();
    List<Panels> copied = Panels.of(layer.columns(), lanes, 2);
    Buffer copy = rows.panels(layer.matrix(), layer.along(), lanes, copied);
    Expr start = panels.packedStart(Index.of(Tiles.COLUMN), Index.of(layer.terms()));
    Expr at = Index.add(Index.multiply(term, panels.packedWidth()), Index.of(vector * lanes));
    return new Tiles.Lanes(ArrayRef.flat(copy), Index.add(start, at));
  }

  boolean isInPanels(Layer layer) {
    return storage.inPanels(layer.matrix()).isPresent();
  }
}
