package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
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
import java.util.List;
import java.util.Optional;

/**
 * Elementwise operations on the values of a whole range of examples, which lie one behind the other
 * in every array: one loop, the same index everywhere.
 */
final class BatchElementwise {
  private final Storage storage;
  private final RoutineBuilder routines;

  BatchElementwise(Storage storage, RoutineBuilder routines) {
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
    Nest.counted(
        body,
        "i",
        Index.multiply(Index.of(Batches.FROM), size),
        Index.multiply(Index.of(Batches.TO), size),
        1,
        (inner, i) ->
            inner.store(
                target.array(),
                i,
                new Elements(storage, Frame.ofStep(), inner).flatComputed(node, i)));
    List<dev.bpnet.compiler.loop.Local> range = List.of(Batches.FROM, Batches.TO);
    return routines.single(Hints.of(node), Hints.purpose(node), range, body.statements());
  }
}
