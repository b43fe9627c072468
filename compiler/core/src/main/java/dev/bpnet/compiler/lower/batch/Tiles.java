package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.kernel.Panels;
import dev.bpnet.compiler.lower.storage.MatrixInPanels;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.Optional;

/** What tiles of a matrix product are written with: sums of vectors that stay in registers. */
record Tiles(int lanes, Storage storage) {
  /** The first column of a tile. */
  static final Local COLUMN = Local.named("j", Type.INT);

  Place place(Node node, Frame frame) {
    return storage.place(node, frame).orElseThrow();
  }

  /** Whether the node is a real vector that lies in an array of one dimension. */
  boolean isRow(Node node) {
    return storage.isPlaced(node)
        && node.kind().isReal()
        && node.shape().rank() == 1
        && place(node, Frame.ofStep()).array().row().isEmpty();
  }

  Expr lanesOf(Place place, Expr at) {
    return Expr.apply(Function.LANES, place.load(at));
  }

  static Expr zero() {
    return Expr.apply(Function.BROADCAST, new Expr.Real(0));
  }

  /** The first column of a vector of the tile. */
  static Expr column(Panels panels, int vector) {
    return Index.add(Index.of(COLUMN), Index.of(panels.offset(vector)));
  }

  /** Where as many elements as a vector has lanes lie. */
  record Lanes(ArrayRef array, Expr at) {
    Expr load() {
      return Expr.apply(Function.LANES, new Expr.Load(array, at));
    }
  }

  /** A vector of a row of a parameter's matrix or its gradient, at the tile's columns. */
  Lanes matrix(Node node, Expr row, Panels panels, int vector) {
    Optional<MatrixInPanels> stored = storage.inPanels(node);
    if (stored.isPresent()) {
      Expr at = stored.get().at(row, Index.of(COLUMN), panels.offset(vector));
      return new Lanes(stored.get().place().array(), stored.get().place().index(at));
    }
    Place place = place(node, Frame.ofStep());
    Expr at = Index.add(Index.multiply(row, node.shape().dim(1)), column(panels, vector));
    return new Lanes(place.array(), place.index(at));
  }

  /** Adds the multiples of vectors to the sums. */
  static void addProducts(Block block, Expr factor, String name, Expr[] others, Local[] sums) {
    Expr x = block.let(Expr.apply(Function.BROADCAST, factor), name, true);
    for (int c = 0; c < others.length; c++) {
      Expr sum = Expr.apply(Function.FMA, x, others[c], Expr.ref(sums[c]));
      block.add(new Stmt.Assign(sums[c], sum));
    }
  }
}
