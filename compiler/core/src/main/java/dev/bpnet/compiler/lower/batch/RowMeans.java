package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.kernel.Accumulation;
import dev.bpnet.compiler.lower.kernel.Panels;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mean over the batch of a row of each example, such as the derivative by a bias, for vectors
 * whose lanes are units: the sums of a few vectors stay in registers while the examples pass by.
 *
 * @param weights that a step has derivatives by
 */
record RowMeans(int lanes, long weights, Storage storage, RoutineBuilder routines) {
  private static final Local FIRST = Local.named("first", Type.INT);
  private static final Local COUNT = Local.named("count", Type.INT);
  private static final Local SCALE = Local.named("scale", Type.REAL);

  /** Vectors that are summed at once. */
  private static final int WIDEST = 8;

  /** Longer rows are added to one another as a whole, which reads memory in its order. */
  private static final int LONGEST = 512;

  /**
   * Weights for each element of a row, beside which it does not count how long sums take. What such
   * a step calls once is compiled late, and its vectors are objects until then: numbers never are.
   */
  private static final int NOTHING_BESIDE = 1024;

  /** Writes the mean, if the node is one of rows that fill vectors. */
  boolean write(Node node, Block block) {
    boolean fits =
        node.op() == Op.BATCH_MEAN
            && node.shape().rank() == 1
            && node.shape().size() >= lanes
            && node.shape().size() < LONGEST
            && (long) node.shape().size() * NOTHING_BESIDE > weights
            && node.input(0).perExample()
            && new Tiles(lanes, storage).isRow(node.input(0));
    if (fits) {
      Map<Local, Expr> values = new HashMap<>();
      values.put(FIRST, Index.of(Program.FIRST));
      values.put(COUNT, Index.of(Program.COUNT));
      values.put(SCALE, Accumulation.scale(block));
      for (Panels panels : Panels.of(node.shape().size(), lanes, WIDEST)) {
        Routine routine = sums(node, panels);
        panels.forEach(
            block,
            (inner, column) -> {
              values.put(Tiles.COLUMN, column);
              inner.addAll(RoutineBuilder.calls(List.of(routine), values));
            });
      }
    }
    return fits;
  }

  private Routine sums(Node node, Panels panels) {
    Tiles tiles = new Tiles(lanes, storage);
    Block body = Block.top();
    List<Local> sums = new ArrayList<>();
    for (int v = 0; v < panels.vectors(); v++) {
      sums.add(body.variable("sum" + v, Type.VECTOR, Tiles.zero()));
    }
    Nest.counted(
        body,
        "b",
        Index.ZERO,
        Index.of(COUNT),
        1,
        (inner, b) -> {
          Frame frame = Frame.of(Index.add(Index.of(FIRST), b), b);
          Place row = tiles.place(node.input(0), frame);
          for (int v = 0; v < sums.size(); v++) {
            Expr added = tiles.lanesOf(row, Tiles.column(panels, v));
            Expr sum = Expr.apply(Function.ADD, added, Expr.ref(sums.get(v)));
            inner.add(new Stmt.Assign(sums.get(v), sum));
          }
        });
    Expr mean = body.let(Expr.apply(Function.BROADCAST, Expr.ref(SCALE)), "mean", true);
    Place target = tiles.place(node, Frame.ofStep());
    for (int v = 0; v < sums.size(); v++) {
      Expr value = Expr.apply(Function.MULTIPLY, Expr.ref(sums.get(v)), mean);
      body.store(target.array(), target.index(Tiles.column(panels, v)), value);
    }
    return routines.single(
        Hints.of(node) + "Sums" + panels.width(),
        panels.width() + " columns, over the batch.",
        List.of(Tiles.COLUMN, FIRST, COUNT, SCALE),
        body.statements());
  }
}
