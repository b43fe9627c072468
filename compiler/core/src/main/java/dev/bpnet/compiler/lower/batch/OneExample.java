package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
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
import java.util.stream.IntStream;

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

  /** Whether any of the routines has a form for one example alone. */
  boolean isOfAny(List<Routine> routines) {
    return IntStream.range(0, routines.size())
        .mapToObj(i -> routines.subList(i, routines.size()))
        .anyMatch(left -> softmax(left).isPresent() || layer(left.get(0)).isPresent());
  }

  /** The layer that the routine computes, if it has a form for one example alone. */
  private Optional<Layer> layer(Routine routine) {
    return notes.layer(routine).filter(products::hasRoutineOfOne);
  }

  /** The routines; those that have a form for one example alone are replaced by it. */
  Batches.OfOne of(List<Routine> routines, Batches.Results results) {
    List<Routine> all = new ArrayList<>();
    boolean written = false;
    for (int i = 0; i < routines.size(); i++) {
      List<Routine> left = routines.subList(i, routines.size());
      Optional<SoftmaxOfOne> softmax = softmax(left);
      if (softmax.isPresent()) {
        written = isAllLeft(left, results);
        all.add(softmax.get().routine(written ? Optional.of(results.array()) : Optional.empty()));
        i += SoftmaxOfOne.PARTS - 1;
        continue;
      }
      Optional<Layer> layer = layer(left.get(0));
      if (layer.isEmpty()) {
        all.add(left.get(0));
        continue;
      }
      Optional<LayerTiles.Activation> activation = activation(routines, i, results);
      all.add(products.routineOfOne(layer.get(), activation));
      if (activation.isPresent()) {
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

  /** The softmax whose parts the first of the routines compute, if they do. */
  private Optional<SoftmaxOfOne> softmax(List<Routine> routines) {
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
    return SoftmaxOfOne.Softmax.of(nodes)
        .map(found -> new SoftmaxOfOne(width, storage, builder, frame.get(), found))
        .filter(SoftmaxOfOne::fits);
  }

  /** What the next routine makes of the layer that this one computes, if no other reads it. */
  private Optional<LayerTiles.Activation> activation(
      List<Routine> routines, int number, Batches.Results results) {
    if (number + 1 == routines.size()) {
      return Optional.empty();
    }
    Routine routine = routines.get(number);
    Routine next = routines.get(number + 1);
    Node node = notes.layer(routine).orElseThrow().node();
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
