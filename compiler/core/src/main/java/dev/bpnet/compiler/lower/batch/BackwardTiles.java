package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
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
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.kernel.Accumulation;
import dev.bpnet.compiler.lower.kernel.Panels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All sums of {@link LayerGradients} in one loop over the batch, for a few vectors of units at a
 * time: a row of each matrix's derivative is a sum that stays in a register, and so do the next
 * layer's weights. The loops that this replaces are short, and each begins with waiting for the end
 * of the one before.
 */
record BackwardTiles(Tiles tiles, RoutineBuilder routines) {
  private static final List<Local> PARAMETERS =
      List.of(Tiles.COLUMN, OuterCopies.FIRST, OuterCopies.COUNT, OuterTiles.SCALE);

  /**
   * For a vector of units, of which two are computed at once. Processors with AVX-512 have 32
   * registers of all widths; with 16 some values go through memory, and it was faster all the same.
   */
  private static final int MOST_HELD = 11;

  /** Whether the layer has so few inputs, and the next one so few units, that its sums fit. */
  static boolean fits(LayerGradients layer) {
    return layer.held() <= MOST_HELD;
  }

  /** Writes all the sums. */
  void write(LayerGradients layer, Block block) {
    Map<Local, Expr> values = new HashMap<>();
    values.put(OuterCopies.FIRST, Index.of(Program.FIRST));
    values.put(OuterCopies.COUNT, Index.of(Program.COUNT));
    values.put(OuterTiles.SCALE, Accumulation.scale(block));
    for (Panels panels : Panels.of(layer.delta().shape().size(), tiles.lanes(), 2)) {
      Routine routine = routine(layer, panels);
      panels.forEach(
          block,
          (inner, column) -> {
            values.put(Tiles.COLUMN, column);
            inner.addAll(RoutineBuilder.calls(List.of(routine), values));
          });
    }
  }

  private Routine routine(LayerGradients layer, Panels panels) {
    Block body = Block.top();
    Expr[][] matrix = new Expr[layer.product().terms()][panels.vectors()];
    for (int k = 0; k < matrix.length; k++) {
      for (int v = 0; v < panels.vectors(); v++) {
        Tiles.Lanes lanes = tiles.matrix(layer.product().matrix(), Index.of(k), panels, v);
        matrix[k][v] = body.let(lanes.load(), "w" + k + v, true);
      }
    }
    Local[][] weights = sums(layer.weights().node(), layer.weights().rows(), panels, body);
    Optional<Local[]> bias = layer.bias().map(node -> sums(node, 1, panels, body)[0]);
    Optional<Local[][]> next =
        layer.next().map(mean -> sums(mean.node(), mean.rows(), panels, body));
    OuterCopies.overExamples(
        body,
        (inner, frame) -> {
          Expr[] delta = delta(layer, matrix, panels, frame, inner);
          next.ifPresent(sums -> addOuter(layer.next().orElseThrow(), frame, panels, sums, inner));
          bias.ifPresent(sums -> add(delta, sums, inner));
          addProducts(layer.weights(), frame, delta, weights, inner);
        });
    Expr mean = body.let(Expr.apply(Function.BROADCAST, Expr.ref(OuterTiles.SCALE)), "mean", true);
    store(layer.weights().node(), weights, mean, panels, body);
    layer.bias().ifPresent(node -> storeRow(node, bias.orElseThrow(), mean, panels, body));
    layer.next().ifPresent(n -> store(n.node(), next.orElseThrow(), mean, panels, body));
    return routines.single(
        Hints.of(layer.delta()) + "Sums" + panels.width(),
        purpose(layer, panels),
        PARAMETERS,
        body.statements());
  }

  private static String purpose(LayerGradients layer, Panels panels) {
    List<String> sums =
        layer.means().stream().map(Hints::subject).filter(text -> !text.isEmpty()).toList();
    String computed = sums.isEmpty() ? "sums" : sums.stream().collect(Collectors.joining(", "));
    return "Computes " + computed + " for " + panels.width() + " units, over the batch.";
  }

  private static Local[][] sums(Node mean, int rows, Panels panels, Block body) {
    Local[][] sums = new Local[rows][panels.vectors()];
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < panels.vectors(); v++) {
        String name = Hints.of(mean) + (rows > 1 ? r : "") + v;
        sums[r][v] = body.variable(name, Type.VECTOR, Tiles.zero());
      }
    }
    return sums;
  }

  /** Vectors of δ of one example. */
  private Expr[] delta(
      LayerGradients layer, Expr[][] matrix, Panels panels, Frame frame, Block block) {
    Node product = layer.product().node();
    Place factors = tiles.place(layer.product().vector(), frame);
    Expr[] delta = new Expr[panels.vectors()];
    for (int v = 0; v < delta.length; v++) {
      Expr sum = Expr.apply(Function.MULTIPLY, factor(factors, 0, block), matrix[0][v]);
      for (int k = 1; k < matrix.length; k++) {
        sum = Expr.apply(Function.FMA, factor(factors, k, block), matrix[k][v], sum);
      }
      Expr computed = block.let(sum, Hints.of(product) + v, true);
      Expr column = Tiles.column(panels, v);
      LaneElements.Vectors operands =
          node -> node == product ? Optional.of(computed) : stored(node, frame, column, block);
      delta[v] = LaneElements.computed(layer.delta(), operands, block);
    }
    return delta;
  }

  private static Expr factor(Place factors, int number, Block block) {
    Expr lanes = Expr.apply(Function.BROADCAST, factors.load(Index.of(number)));
    return block.let(lanes, "d" + number, true);
  }

  private Optional<Expr> stored(Node node, Frame frame, Expr column, Block block) {
    return tiles
        .storage()
        .place(node, frame)
        .map(place -> block.let(tiles.lanesOf(place, column), Hints.of(node), true));
  }

  private void addOuter(OuterMean mean, Frame frame, Panels panels, Local[][] sums, Block block) {
    Expr[] row = new Expr[panels.vectors()];
    for (int v = 0; v < row.length; v++) {
      row[v] = stored(mean.row(), frame, Tiles.column(panels, v), block).orElseThrow();
    }
    Place factors = tiles.place(mean.column(), frame);
    for (int r = 0; r < sums.length; r++) {
      Tiles.addProducts(block, factors.load(Index.of(r)), "d" + r, row, sums[r]);
    }
  }

  private void addProducts(OuterMean mean, Frame frame, Expr[] row, Local[][] sums, Block block) {
    Place factors = tiles.place(mean.column(), frame);
    for (int r = 0; r < sums.length; r++) {
      Tiles.addProducts(block, factors.load(Index.of(r)), "x" + r, row, sums[r]);
    }
  }

  private static void add(Expr[] row, Local[] sums, Block block) {
    for (int v = 0; v < row.length; v++) {
      Expr sum = Expr.apply(Function.ADD, row[v], Expr.ref(sums[v]));
      block.add(new Stmt.Assign(sums[v], sum));
    }
  }

  private void store(Node mean, Local[][] sums, Expr scale, Panels panels, Block block) {
    for (int r = 0; r < sums.length; r++) {
      for (int v = 0; v < sums[r].length; v++) {
        Tiles.Lanes target = tiles.matrix(mean, Index.of(r), panels, v);
        Expr value = Expr.apply(Function.MULTIPLY, Expr.ref(sums[r][v]), scale);
        block.store(target.array(), target.at(), value);
      }
    }
  }

  private void storeRow(Node mean, Local[] sums, Expr scale, Panels panels, Block block) {
    Place target = tiles.place(mean, Frame.ofStep());
    for (int v = 0; v < sums.length; v++) {
      Expr value = Expr.apply(Function.MULTIPLY, Expr.ref(sums[v]), scale);
      block.store(target.array(), target.index(Tiles.column(panels, v)), value);
    }
  }
}
