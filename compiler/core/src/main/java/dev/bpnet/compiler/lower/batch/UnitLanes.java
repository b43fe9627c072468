package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.List;
import java.util.Optional;

/**
 * Elementary functions and quotients of the elements of one example's value, its elements in the
 * lanes. The last vector may overlap the one before: what it has computed twice is the same.
 */
record UnitLanes(int lanes, Storage storage, RoutineBuilder routines, Frame frame) {
  /** A routine of one example, if the value fills a vector and takes long otherwise. */
  Optional<Routine> routine(Node node) {
    int size = node.shape().size();
    int functions = LaneElements.functions(node, storage::isPlaced);
    boolean fits =
        node.perExample()
            && size >= lanes
            && (functions > 0 || node.op() == Op.DIVIDE)
            && functions <= LaneElements.MOST_FUNCTIONS
            && isStored(node, size)
            && isComputable(node, size);
    return fits ? Optional.of(write(node, size)) : Optional.empty();
  }

  private boolean isStored(Node node, int size) {
    Buffer.Role role =
        storage.place(node, Frame.ofStep()).map(p -> p.array().buffer().role()).orElseThrow();
    boolean fits = node.shape().size() == size || node.shape().size() == 1;
    return switch (role) {
      case FLAT, FLAT_PER_EXAMPLE, SCALAR_PER_EXAMPLE, PARAMETERS -> fits && node.kind().isReal();
      default -> false;
    };
  }

  private boolean isReadable(Node node, int size) {
    if (node.op() == Op.CONSTANT) {
      return node.kind().isReal();
    }
    return storage.isPlaced(node) ? isStored(node, size) : isComputable(node, size);
  }

  private boolean isComputable(Node node, int size) {
    return switch (node.op()) {
      case EXPAND -> node.input(0).shape().size() == 1 && isReadable(node.input(0), size);
      case RESHAPE -> isReadable(node.input(0), size);
      default ->
          LaneElements.fits(node, lanes)
              && node.inputs().stream().allMatch(input -> isReadable(input, size));
    };
  }

  private Routine write(Node node, int size) {
    Block body = Block.top();
    Nest.counted(
        body,
        "i",
        Index.ZERO,
        Index.of(size),
        lanes,
        (inner, i) -> {
          Expr last = Expr.apply(Function.MIN, i, Index.of(size - lanes));
          Expr at = size % lanes == 0 ? i : inner.let(last, "at", true);
          Place target = storage.place(node, frame).orElseThrow();
          Expr value = LaneElements.computed(node, input -> stored(input, at, inner), inner);
          inner.store(target.array(), target.index(at), value);
        });
    List<Local> offered =
        List.of(((Expr.Ref) frame.example()).local(), ((Expr.Ref) frame.slot()).local());
    return routines.single(
        Hints.of(node) + "Units", Hints.purpose(node), offered, body.statements());
  }

  private Optional<Expr> stored(Node node, Expr at, Block block) {
    return storage
        .place(node, frame)
        .map(
            place ->
                node.shape().size() == 1
                    ? Expr.apply(Function.BROADCAST, place.load(Index.ZERO))
                    : Expr.apply(Function.LANES, place.load(at)))
        .map(value -> block.let(value, Hints.of(node), false));
  }
}
