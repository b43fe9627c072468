package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.kernel.Elements;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.Optional;

/**
 * Elementwise operations on the values of a whole range of examples, which lie one behind the other
 * in every array: one loop over vectors, the same index everywhere, and one over what is left.
 */
final class BatchElementwise {
  private final int lanes;
  private final Storage storage;
  private final RoutineBuilder routines;

  BatchElementwise(int lanes, Storage storage, RoutineBuilder routines) {
    this.lanes = lanes;
    this.storage = storage;
    this.routines = routines;
  }

  /** A routine over a range of examples, if all that the node reads lies so. */
  Optional<Routine> routine(Node node) {
    if (!node.perExample() || !node.op().isElementwise()) {
      return Optional.empty();
    }
    int size = node.shape().size();
    Place target = storage.place(node, Frame.ofStep()).orElseThrow();
    boolean fits =
        isFlat(target.array()) && node.inputs().stream().allMatch(input -> fits(input, size));
    return fits ? Optional.of(write(node, size, target)) : Optional.empty();
  }

  /**
   * Whether vectors of the node can be computed in the middle of a loop: all that it reads lies so.
   */
  boolean isOnVectors(Node node) {
    int size = node.shape().size();
    return node.perExample()
        && node.op().isElementwise()
        && node.kind().isReal()
        && hasVectors(node)
        && LaneElements.functions(node, storage::isPlaced) <= LaneElements.MOST_FUNCTIONS
        && node.inputs().stream().allMatch(input -> fits(input, size));
  }

  /**
   * The node as an activation of a layer, if it reads nothing else and costs little: vectors of it
   * can be computed where those of the layer are.
   */
  Optional<LayerTiles.Activation> activation(Node node, Node layer) {
    boolean fits =
        node.shape().equals(layer.shape())
            && node.kind().isReal()
            && hasVectors(node)
            && LaneElements.functions(node, storage::isPlaced) == 0
            && node.inputs().stream().allMatch(input -> reads(input, layer));
    return fits
        ? Optional.of(
            new LayerTiles.Activation(
                node,
                (vector, block) -> {
                  Expr sums = block.let(vector, Hints.of(layer), true);
                  return LaneElements.computed(
                      node, n -> n == layer ? Optional.of(sums) : Optional.empty(), block);
                }))
        : Optional.empty();
  }

  /** Whether the layer is all that is read. */
  private boolean reads(Node node, Node layer) {
    if (node == layer || node.op() == Op.CONSTANT) {
      return true;
    }
    return !storage.isPlaced(node)
        && (node.op() != Op.EXPAND || node.input(0).op() == Op.CONSTANT)
        && node.inputs().stream().allMatch(input -> reads(input, layer));
  }

  private boolean fits(Node node, int size) {
    if (node.op() == Op.CONSTANT) {
      return true;
    }
    if (storage.isPlaced(node)) {
      return node.perExample()
          && node.op() != Op.VARIABLE
          && node.shape().size() == size
          && isFlat(storage.place(node, Frame.ofStep()).orElseThrow().array());
    }
    return switch (node.op()) {
      case EXPAND -> node.input(0).op() == Op.CONSTANT;
      case RESHAPE -> fits(node.input(0), size);
      default -> node.op().isElementwise() && node.inputs().stream().allMatch(i -> fits(i, size));
    };
  }

  private static boolean isFlat(ArrayRef array) {
    return array.buffer().role() == Buffer.Role.FLAT_PER_EXAMPLE;
  }

  private Routine write(Node node, int size, Place target) {
    Block body = Block.top();
    Expr start = Index.multiply(Index.of(Batches.FROM), size);
    Expr end = Index.multiply(Index.of(Batches.TO), size);
    boolean isLong = LaneElements.functions(node, storage::isPlaced) > LaneElements.MOST_FUNCTIONS;
    if (isLong || !node.kind().isReal() || !hasVectors(node)) {
      scalars(node, target, start, end, body);
    } else if (size % lanes == 0) {
      vectors(node, target, start, end, body);
    } else {
      Expr count = Expr.apply(Function.SUBTRACT, end, start);
      Expr rest = Expr.apply(Function.REMAINDER, count, Index.of(lanes));
      Expr whole = body.let(Expr.apply(Function.SUBTRACT, end, rest), "whole", true);
      vectors(node, target, start, whole, body);
      scalars(node, target, whole, end, body);
    }
    return routines.single(Hints.of(node), Hints.purpose(node), Batches.RANGE, body.statements());
  }

  private void scalars(Node node, Place target, Expr from, Expr to, Block block) {
    Nest.counted(
        block,
        "i",
        from,
        to,
        1,
        (inner, i) ->
            inner.store(
                target.array(),
                i,
                new Elements(storage, Frame.ofStep(), inner).flatComputed(node, i)));
  }

  private void vectors(Node node, Place target, Expr from, Expr to, Block block) {
    Nest.counted(
        block,
        "i",
        from,
        to,
        lanes,
        (inner, i) ->
            inner.store(
                target.array(),
                i,
                LaneElements.computed(node, input -> stored(input, i, inner), inner)));
  }

  /** Whether all that is computed at once can be computed on vectors. */
  private boolean hasVectors(Node node) {
    return LaneElements.fits(node, lanes) && node.inputs().stream().allMatch(this::isVector);
  }

  private boolean isVector(Node node) {
    if (storage.isPlaced(node) || node.op() == Op.CONSTANT) {
      return node.kind().isReal();
    }
    return switch (node.op()) {
      case EXPAND, RESHAPE -> isVector(node.input(0));
      default -> hasVectors(node);
    };
  }

  private Optional<Expr> stored(Node node, Expr at, Block block) {
    return storage
        .place(node, Frame.ofStep())
        .map(place -> Expr.apply(Function.LANES, place.load(at)))
        .map(lanesOf -> block.let(lanesOf, Hints.of(node), false));
  }
}
