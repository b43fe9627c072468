package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The softmax of one example alone, in one routine: nothing else is there to do while the maximum
 * and the sum are waited for. Both are taken in pairs, and the exponentials stay in registers.
 *
 * @param parts the vectors of elements among them can be read and written as such
 */
record SoftmaxOfOne(
    int lanes, Storage storage, RoutineBuilder routines, Frame frame, Softmax parts) {
  /** Maximum, exponentials, their sum, and quotients. */
  static final int PARTS = 4;

  /** A softmax that has been taken apart, its parts in the order in which they are computed. */
  record Softmax(Node maximum, Node powers, Node sum, Node quotients) {
    /** The nodes, which are computed one after the other, as a softmax, if they are one. */
    static Optional<Softmax> of(List<Node> nodes) {
      return Optional.of(nodes)
          .filter(all -> all.size() == PARTS)
          .map(all -> new Softmax(all.get(0), all.get(1), all.get(2), all.get(3)))
          .filter(Softmax::isSoftmax);
    }

    private boolean isSoftmax() {
      return powers.op() == Op.EXP
          && powers.input(0).op() == Op.SUBTRACT
          && quotients.op() == Op.DIVIDE
          && quotients.input(0) == powers
          && isWhole(maximum, Op.MAX, operand())
          && isSpread(powers.input(0).input(1), maximum)
          && isWhole(sum, Op.SUM, powers)
          && isSpread(quotients.input(1), sum);
    }

    Node operand() {
      return powers.input(0).input(0);
    }

    int size() {
      return powers.shape().size();
    }

    private static boolean isWhole(Node node, Op op, Node operand) {
      Node reduced = plain(node);
      return node.shape().size() == 1 && reduced.op() == op && reduced.input(0) == operand;
    }

    private static boolean isSpread(Node node, Node scalar) {
      return node.op() == Op.EXPAND && plain(node.input(0)) == plain(scalar);
    }

    private static Node plain(Node node) {
      return node.op() == Op.RESHAPE ? plain(node.input(0)) : node;
    }
  }

  /** Whether it is short enough for that, and what it is taken of is stored. */
  boolean fits() {
    return storage.isPlaced(parts.operand()) && parts.size() <= LaneElements.MOST_FUNCTIONS * lanes;
  }

  /**
   * @param outputs the caller's array, if the quotients are all that is wanted: they are written
   *     there and nowhere else
   */
  Routine routine(Optional<ArrayRef> outputs) {
    Block body = Block.top();
    Place operand = place(parts.operand());
    Expr maximum = inPairs(Function.MAX, i -> operand.load(Index.of(i)), 0, parts.size());
    Expr maximums = stored(maximum, parts.maximum(), body);
    List<Expr> powers = new ArrayList<>();
    for (int at : starts(parts.size())) {
      Expr elements = Expr.apply(Function.LANES, operand.load(Index.of(at)));
      Expr shifted = body.let(Expr.apply(Function.SUBTRACT, elements, maximums), "shifted", true);
      powers.add(body.let(Expr.apply(Function.EXP, shifted), Hints.of(parts.powers()), true));
    }
    store(powers, place(parts.powers()), parts.size(), body);
    Place terms = place(parts.powers());
    Expr sum = inPairs(Function.ADD, i -> terms.load(Index.of(i)), 0, parts.size());
    Expr sums = stored(sum, parts.sum(), body);
    List<Expr> quotients =
        powers.stream().map(power -> Expr.apply(Function.DIVIDE, power, sums)).toList();
    Place target =
        outputs
            .map(array -> new Place(array, Index.of(Batches.OUTPUTS_AT)))
            .orElse(place(parts.quotients()));
    store(quotients, target, parts.size(), body);
    List<Local> offered =
        List.of(
            ((Expr.Ref) frame.example()).local(),
            ((Expr.Ref) frame.slot()).local(),
            Batches.OUTPUTS_AT);
    return routines.single(
        Hints.of(parts.quotients()) + "One",
        Hints.purpose(parts.quotients()),
        offered,
        body.statements());
  }

  /** Where vectors begin; the last one may overlap the one before. */
  private List<Integer> starts(int size) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < size; i += lanes) {
      starts.add(Math.min(i, size - lanes));
    }
    return starts;
  }

  private void store(List<Expr> vectors, Place target, int size, Block block) {
    List<Integer> starts = starts(size);
    for (int i = 0; i < vectors.size(); i++) {
      block.store(target.array(), target.index(Index.of(starts.get(i))), vectors.get(i));
    }
  }

  /** Stores the scalar; it is returned in every lane. */
  private Expr stored(Expr scalar, Node node, Block block) {
    Expr value = block.let(scalar, Hints.of(node), true);
    Place target = place(node);
    block.store(target.array(), target.index(Index.ZERO), value);
    return block.let(Expr.apply(Function.BROADCAST, value), Hints.of(node) + "s", true);
  }

  private Place place(Node node) {
    return storage.place(node, frame).orElseThrow();
  }

  /** Combines so many elements in pairs. */
  private static Expr inPairs(Function function, IntFunction<Expr> element, int from, int count) {
    if (count == 1) {
      return element.apply(from);
    }
    int half = Integer.highestOneBit(count - 1);
    return Expr.apply(
        function,
        inPairs(function, element, from, half),
        inPairs(function, element, from + half, count - half));
  }
}
