package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.lower.code.Frame;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What routines compute, noted when they are written: whoever calls them may know a better form for
 * where they stand, such as one for a block of examples, for one example alone or for some units.
 */
final class RoutineNotes {
  private final Set<Routine> overRanges = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Routine, Layer> layers = new IdentityHashMap<>();
  private final Map<Routine, Node> elements = new IdentityHashMap<>();
  private final Map<Routine, Frame> onUnits = new IdentityHashMap<>();
  private final Map<Routine, List<Node>> kernels = new IdentityHashMap<>();

  /** Notes that the routine runs over a range of examples. */
  void noteOverRange(Routine routine) {
    overRanges.add(routine);
  }

  boolean isOverRange(Routine routine) {
    return overRanges.contains(routine);
  }

  /** Notes a layer in tiles. */
  void noteLayer(Routine routine, Layer layer) {
    layers.put(routine, layer);
  }

  /** The layer in tiles that the routine computes, if it does. */
  Optional<Layer> layer(Routine routine) {
    return Optional.ofNullable(layers.get(routine));
  }

  /** Notes an elementwise value of a range of examples. */
  void noteElements(Routine routine, Node node) {
    elements.put(routine, node);
  }

  /** The elementwise value that the routine computes for a range of examples, if it does. */
  Optional<Node> elements(Routine routine) {
    return Optional.ofNullable(elements.get(routine));
  }

  /** Notes a value of one example whose elements are in lanes. */
  void noteOnUnits(Routine routine, Frame frame) {
    onUnits.put(routine, frame);
  }

  /** The example whose elements the routine has in lanes, if it does. */
  Optional<Frame> onUnits(Routine routine) {
    return Optional.ofNullable(onUnits.get(routine));
  }

  /** Notes which kernels of single examples a routine has. */
  void noteKernels(Routine routine, List<Node> nodes) {
    kernels.put(routine, List.copyOf(nodes));
  }

  /** The kernels of single examples that the routine has; none if it has others. */
  List<Node> kernels(Routine routine) {
    return kernels.getOrDefault(routine, List.of());
  }
}
