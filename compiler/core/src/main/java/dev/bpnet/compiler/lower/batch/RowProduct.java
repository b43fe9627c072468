package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A wide layer of one example: the matrix is read once from front to back, eight rows at a time,
 * and multiples of them are added to the result.
 */
record RowProduct(Tiles tiles, Frame frame) {
  private static final int TERMS = 8;

  Routine write(
      Node node, Node matrix, Node vector, Optional<Node> start, RoutineBuilder routines) {
    Block body = Block.top();
    begin(node, start, body);
    int terms = vector.shape().size();
    int whole = terms / TERMS * TERMS;
    if (whole > 0) {
      Nest.counted(
          body,
          "k",
          Index.ZERO,
          Index.of(whole),
          TERMS,
          (inner, k) -> add(node, matrix, vector, k, TERMS, inner));
    }
    if (whole < terms) {
      add(node, matrix, vector, Index.of(whole), terms - whole, body);
    }
    List<Local> offered =
        List.of(((Expr.Ref) frame.example()).local(), ((Expr.Ref) frame.slot()).local());
    return routines.single(
        Hints.of(node) + "Row", "All units of one example.", offered, body.statements());
  }

  private void begin(Node node, Optional<Node> start, Block block) {
    Place target = tiles.place(node, frame);
    overColumns(
        block,
        node.shape().size(),
        (inner, j) ->
            inner.store(
                target.array(),
                target.index(j),
                start.map(n -> tiles.lanesOf(tiles.place(n, frame), j)).orElse(Tiles.zero())),
        (inner, j) ->
            inner.store(
                target.array(),
                target.index(j),
                start.map(n -> tiles.place(n, frame).load(j)).orElse(new Expr.Real(0))));
  }

  private void add(Node node, Node matrix, Node vector, Expr k, int count, Block block) {
    int columns = node.shape().size();
    Place target = tiles.place(node, frame);
    Place weights = tiles.place(matrix, Frame.ofStep());
    Expr[] scalars = new Expr[count];
    Expr[] vectors = new Expr[count];
    for (int t = 0; t < count; t++) {
      Expr x = tiles.place(vector, frame).load(Index.add(k, Index.of(t)));
      scalars[t] = block.let(x, "x" + t, true);
      vectors[t] = block.let(Expr.apply(Function.BROADCAST, scalars[t]), "xs" + t, true);
    }
    overColumns(
        block,
        columns,
        (inner, j) -> {
          Local sum = inner.variable("sum", Type.VECTOR, tiles.lanesOf(target, j));
          for (int t = 0; t < count; t++) {
            Expr at = Index.add(Index.multiply(Index.add(k, Index.of(t)), columns), j);
            Expr product =
                Expr.apply(Function.FMA, vectors[t], tiles.lanesOf(weights, at), Expr.ref(sum));
            inner.add(new Stmt.Assign(sum, product));
          }
          inner.store(target.array(), target.index(j), Expr.ref(sum));
        },
        (inner, j) -> {
          Expr sum = target.load(j);
          for (int t = 0; t < count; t++) {
            Expr at = Index.add(Index.multiply(Index.add(k, Index.of(t)), columns), j);
            sum = Expr.apply(Function.FMA, scalars[t], weights.load(at), sum);
          }
          inner.store(target.array(), target.index(j), sum);
        });
  }

  /** Whole vectors of columns, then those that are left one by one. */
  private void overColumns(
      Block block, int columns, BiConsumer<Block, Expr> vectors, BiConsumer<Block, Expr> scalars) {
    int whole = columns / tiles.lanes() * tiles.lanes();
    Nest.counted(block, "j", Index.ZERO, Index.of(whole), tiles.lanes(), vectors);
    if (whole < columns) {
      Nest.counted(block, "j", Index.of(whole), Index.of(columns), 1, scalars);
    }
  }
}
