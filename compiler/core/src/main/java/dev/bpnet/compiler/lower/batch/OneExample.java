package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Uses;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes routines of one example alone of those for a range: nothing else is there to do while it
 * waits, so a layer adds several sums side by side and applies what follows while it has them in
 * registers, and a softmax is one routine that writes where the caller wants it.
 */
final class OneExample {
  private final Storage storage;
  private final LayerProducts products;
  private final BatchElementwise elementwise;
  private final RoutineBuilder builder;
  private final int width;
  private final RoutineNotes notes;

  OneExample(
      int width,
      Storage storage,
      RoutineBuilder builder,
      LayerProducts products,
      BatchElementwise elementwise,
      RoutineNotes notes) {
    this.width = width;
    this.storage = storage;
    this.builder = builder;
    this.products = products;
    this.elementwise = elementwise;
    this.notes = notes;
  }

  /** The routines; those that have a form for one example alone are replaced by it. */
  Batches.OfOne of(List<Routine> routines, Batches.Results results) {
    List<Routine> all = new ArrayList<>();
    boolean written = false;
    for (int i = 0; i < routines.size(); i++) {
      List<Routine> left = routines.subList(i, routines.size());
      Optional<ArrayRef> target =
          isAllLeft(left, results) ? Optional.of(results.array()) : Optional.empty();
      Optional<Routine> softmax = softmax(left, target);
      if (softmax.isPresent()) {
        all.add(softmax.get());
        i += SoftmaxOfOne.PARTS - 1;
        written = target.isPresent();
        continue;
      }
      Optional<LayerTiles.Activation> activation = activation(routines, i, results);
      Optional<Routine> layer =
          notes.layer(left.get(0)).flatMap(found -> products.routineOfOne(found, activation));
      all.add(layer.orElse(left.get(0)));
      if (layer.isPresent() && activation.isPresent()) {
        i++;
      }
    }
    return new Batches.OfOne(all, written);
  }

  /** Whether the routines compute the only output, as a softmax does, and no more. */
  private boolean isAllLeft(List<Routine> routines, Batches.Results results) {
    List<Node> last = notes.kernels(routines.get(routines.size() - 1));
    return routines.size() == SoftmaxOfOne.PARTS
        && last.size() == 1
        && results.outputs().size() == 1
        && results.outputs().get(0) == last.get(0);
  }

  /** Takes the place of the first of the routines, if they compute the parts of a softmax. */
  private Optional<Routine> softmax(List<Routine> routines, Optional<ArrayRef> outputs) {
    if (routines.size() < SoftmaxOfOne.PARTS) {
      return Optional.empty();
    }
    List<Routine> parts = routines.subList(0, SoftmaxOfOne.PARTS);
    Optional<Frame> frame = notes.onUnits(parts.get(1));
    boolean isEachOne = parts.stream().allMatch(part -> notes.kernels(part).size() == 1);
    if (frame.isEmpty() || notes.onUnits(parts.get(3)).isEmpty() || !isEachOne) {
      return Optional.empty();
    }
    List<Node> nodes = parts.stream().map(part -> notes.kernels(part).get(0)).toList();
    return new SoftmaxOfOne(width, storage, builder, frame.get()).routine(nodes, outputs);
  }

  /** What the next routine makes of the layer that this one computes, if no other reads it. */
  private Optional<LayerTiles.Activation> activation(
      List<Routine> routines, int layer, Batches.Results results) {
    Routine routine = routines.get(layer);
    Optional<Node> sum = notes.layer(routine).map(Layer::node);
    if (sum.isEmpty() || layer + 1 == routines.size()) {
      return Optional.empty();
    }
    Node node = sum.get();
    Routine next = routines.get(layer + 1);
    Buffer sums = storage.place(node, Frame.ofStep()).orElseThrow().array().buffer();
    boolean isReadElsewhere =
        mentions(results.copies(), sums)
            || routines.stream()
                .filter(other -> other != routine && other != next)
                .anyMatch(other -> mentions(other.body(), sums));
    return notes
        .elements(next)
        .filter(found -> !isReadElsewhere)
        .flatMap(found -> elementwise.activation(found, node));
  }

  /** Whether the statements, or what they call, read or write the array. */
  private static boolean mentions(List<Stmt> body, Buffer buffer) {
    return body.stream().anyMatch(stmt -> mentions(stmt, buffer));
  }

  private static boolean mentions(Stmt stmt, Buffer buffer) {
    if (stmt instanceof Stmt.Invoke invoke) {
      return mentions(invoke.routine().body(), buffer);
    }
    if (stmt instanceof Stmt.For loop) {
      return mentions(loop.body(), buffer);
    }
    return Uses.ownArrays(stmt).stream().anyMatch(array -> array.buffer() == buffer);
  }
}
