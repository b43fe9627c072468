package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.lower.analysis.Pass;
import dev.bpnet.compiler.lower.analysis.Work;
import dev.bpnet.compiler.lower.batch.Batches;
import dev.bpnet.compiler.lower.batch.Divided;
import dev.bpnet.compiler.lower.batch.LayerGradients;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Groups kernels by stage and by the passes that need them, and packs each group into routines. A
 * kernel needs only kernels that at least the same passes need, so groups run in the order of
 * falling demand.
 */
final class Schedule {
  /** A kernel to be packed with its neighbours, or a routine that stands already. */
  private record Piece(
      Node node, Optional<RoutineBuilder.Kernel> kernel, Optional<Routine> routine) {}

  /** What runs together. */
  private record Group(int stage, Set<Pass> passes) {}

  private final PassWriter.Parts parts;
  private final RoutineBuilder routines;
  private final Frame perExample;
  private final List<RoutineBuilder.Kernel> prepared = new ArrayList<>();
  private final Batches batches;
  private final Map<Group, List<Piece>> groups = new LinkedHashMap<>();
  private final Map<Group, List<Routine>> packed = new LinkedHashMap<>();
  private final Division division;
  private final Map<Integer, List<Divided>> divided = new HashMap<>();
  private final Map<Routine, Long> work = new IdentityHashMap<>();
  private final Map<Integer, List<Node>> whole = new HashMap<>();
  private final Map<Node, LayerGradients> together = new IdentityHashMap<>();
  private final Set<LayerGradients> begun = Collections.newSetFromMap(new IdentityHashMap<>());

  Schedule(PassWriter.Parts parts, RoutineBuilder routines, Batches batches, Frame perExample) {
    this.batches = batches;
    this.parts = parts;
    this.routines = routines;
    this.perExample = perExample;
    this.division = new Division(parts, batches);
  }

  /** Writes all kernels. */
  void write() {
    together();
    for (Node node : parts.region().kernels()) {
      if (division.isDivided(node)) {
        divide(node);
        continue;
      }
      Group group = new Group(stage(node), parts.demand().of(node));
      if (group.passes().contains(Pass.TRAIN)) {
        whole.computeIfAbsent(stage(node), s -> new ArrayList<>()).add(node);
      }
      if (together.containsKey(node)) {
        together(node)
            .ifPresent(
                kernel -> add(group, new Piece(node, Optional.of(kernel), Optional.empty())));
        continue;
      }
      Optional<Routine> batch =
          batches
              .routine(node, parts.region().fusion())
              .or(() -> batches.routineOfExample(node, perExample));
      if (batch.isPresent()) {
        add(group, new Piece(node, Optional.empty(), batch));
        continue;
      }
      RoutineBuilder.Kernel kernel = kernel(node);
      if (parts.demand().isPrepared(node) && stage(node) == 0) {
        prepared.add(kernel);
      } else {
        add(group, new Piece(node, Optional.of(kernel), Optional.empty()));
      }
    }
    List<Group> order = new ArrayList<>(groups.keySet());
    order.sort((a, b) -> Integer.compare(b.passes().size(), a.passes().size()));
    order.forEach(group -> packed.put(group, pack(name(group), groups.get(group))));
  }

  private void add(Group group, Piece piece) {
    groups.computeIfAbsent(group, g -> new ArrayList<>()).add(piece);
  }

  /** Finds the layers whose derivatives are summed in one loop, and computed within it. */
  private void together() {
    List<LayerGradients> layers =
        batches.layerGradients(parts.region().kernels(), parts.region().fusion());
    for (LayerGradients layer : layers) {
      List<Node> all = new ArrayList<>(layer.means());
      int stage = stage(all.get(0));
      boolean inOneStage =
          all.stream().allMatch(mean -> stage(mean) == stage && !division.isDivided(mean));
      all.addAll(layer.inner());
      boolean ofStep = all.stream().allMatch(n -> parts.demand().of(n).equals(Set.of(Pass.TRAIN)));
      if (inOneStage && ofStep && all.stream().noneMatch(together::containsKey)) {
        all.forEach(node -> together.put(node, layer));
        layer.inner().forEach(parts.storage()::disown);
      }
    }
  }

  /** All sums of a layer, in place of the first one: all that they read is there by then. */
  private Optional<RoutineBuilder.Kernel> together(Node node) {
    LayerGradients layer = together.get(node);
    if (layer.inner().contains(node) || !begun.add(layer)) {
      return Optional.empty();
    }
    Block block = Block.top();
    batches.writeSums(layer, block);
    String purpose =
        layer.means().stream()
            .map(Hints::subject)
            .filter(subject -> !subject.isEmpty())
            .collect(Collectors.joining(", "));
    return Optional.of(new RoutineBuilder.Kernel(purpose, block.statements()));
  }

  private void divide(Node node) {
    int stage = stage(node);
    Divided sum =
        batches.divide(node, parts.region().fusion(), division.parts(stage), parts.kernels());
    divided.computeIfAbsent(stage, s -> new ArrayList<>()).add(sum);
  }

  private RoutineBuilder.Kernel kernel(Node node) {
    Block block = Block.top();
    Frame frame = node.perExample() ? perExample : Frame.ofStep();
    boolean written =
        node.op() != Op.LOOP
            && parts.storage().isPlaced(node)
            && batches.writeSum(node, parts.region().fusion(), block);
    if (!written) {
      parts.region().write(node, frame, block);
    }
    return new RoutineBuilder.Kernel(Hints.subject(node), block.statements());
  }

  private List<Routine> pack(String name, List<Piece> pieces) {
    List<Routine> all = new ArrayList<>();
    List<Piece> waiting = new ArrayList<>();
    for (Piece piece : pieces) {
      boolean alone = batches.fillsLanesWithExamples(piece.node(), parts.region().fusion());
      if (alone) {
        all.addAll(packed(name, waiting));
        waiting.clear();
      }
      if (piece.kernel().isPresent()) {
        waiting.add(piece);
      }
      if (alone) {
        all.addAll(packed(name, waiting));
        waiting.clear();
      }
      piece
          .routine()
          .ifPresent(
              routine -> {
                all.addAll(packed(name, waiting));
                waiting.clear();
                all.add(routine);
                work.put(routine, work(piece.node()));
              });
    }
    all.addAll(packed(name, waiting));
    return all;
  }

  private List<Routine> packed(String name, List<Piece> pieces) {
    List<Routine> written =
        routines.pack(name, pieces.stream().flatMap(p -> p.kernel().stream()).toList());
    long whole = pieces.stream().mapToLong(piece -> work(piece.node())).sum();
    written.forEach(routine -> work.put(routine, whole / written.size()));
    if (written.size() == 1) {
      batches.holds(written.get(0), pieces.stream().map(Piece::node).toList());
    }
    return written;
  }

  /**
   * Of a value and of those that are computed within it, as the products of a layer with biases.
   */
  private long work(Node node) {
    return Work.of(node)
        + node.inputs().stream()
            .filter(parts.region().fusion()::isAbsorbed)
            .mapToLong(this::work)
            .sum();
  }

  private static String name(Group group) {
    boolean gradient = group.passes().equals(Set.of(Pass.TRAIN));
    if (group.stage() == 0) {
      return gradient ? "stepTerms" : "penalties";
    }
    if (group.stage() >= 2) {
      return "sums";
    }
    return group.passes().contains(Pass.PREDICT) ? "forward" : gradient ? "backward" : "lossTerms";
  }

  int stage(Node node) {
    return parts.stages().of(node);
  }

  int lastStage() {
    return parts.stages().last();
  }

  List<RoutineBuilder.Kernel> prepared() {
    return prepared;
  }

  /** The sums over the batch that a stage of a training step computes in parts. */
  List<Divided> divided(int stage) {
    return divided.getOrDefault(stage, List.of());
  }

  /** About how many operations a routine takes for each example. */
  long work(Routine routine) {
    return work.getOrDefault(routine, 0L);
  }

  /** Into how many parts. */
  int parts(int stage) {
    return division.parts(stage);
  }

  /**
   * Whether what a stage does not divide, or other values, have to wait for what it divides.
   *
   * @param others what is computed after the routines of the stage
   */
  boolean waits(int stage, List<Node> others) {
    List<Node> values = new ArrayList<>(whole.getOrDefault(stage, List.of()));
    values.addAll(others);
    return division.isNeeded(stage, values);
  }

  /** The routines of a stage that a pass runs, in order. */
  List<Routine> routines(Pass pass, int stage) {
    List<Routine> all = new ArrayList<>();
    packed.forEach(
        (group, routine) -> {
          if (group.stage() == stage && group.passes().contains(pass)) {
            all.addAll(routine);
          }
        });
    return all;
  }
}
