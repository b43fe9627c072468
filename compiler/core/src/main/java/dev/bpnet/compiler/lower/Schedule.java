package dev.bpnet.compiler.lower;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.Routine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups kernels by stage and by the passes that need them, and packs each group into routines. A
 * kernel needs only kernels that at least the same passes need, so groups run in the order of
 * falling demand.
 */
final class Schedule {
  /** What runs together. */
  private record Group(int stage, Set<Pass> passes) {}

  private final PassWriter.Parts parts;
  private final RoutineBuilder routines;
  private final Frame perExample;
  private final List<RoutineBuilder.Kernel> prepared = new ArrayList<>();
  private final Map<Group, List<RoutineBuilder.Kernel>> groups = new LinkedHashMap<>();
  private final Map<Group, List<Routine>> packed = new LinkedHashMap<>();

  Schedule(PassWriter.Parts parts, RoutineBuilder routines, Frame perExample) {
    this.parts = parts;
    this.routines = routines;
    this.perExample = perExample;
  }

  /** Writes all kernels. */
  void write() {
    for (Node node : parts.region().kernels()) {
      boolean examples = node.perExample();
      Block block = Block.top();
      parts.region().write(node, examples ? perExample : Frame.ofStep(), block);
      RoutineBuilder.Kernel kernel = new RoutineBuilder.Kernel(purpose(node), block.statements());
      if (parts.demand().isPrepared(node) && stage(node) == 0) {
        prepared.add(kernel);
      } else {
        Group group = new Group(stage(node), parts.demand().of(node));
        groups.computeIfAbsent(group, g -> new ArrayList<>()).add(kernel);
      }
    }
    List<Group> order = new ArrayList<>(groups.keySet());
    order.sort((a, b) -> Integer.compare(b.passes().size(), a.passes().size()));
    order.forEach(group -> packed.put(group, routines.pack(name(group), groups.get(group))));
  }

  private static String purpose(Node node) {
    if (node.op() == Op.LOOP) {
      return "the loop over " + node.loop().index().name();
    }
    return Hints.isNamed(node)
        ? (node.origin().gradient() ? "the derivative by " : "") + Hints.path(node).orElse("")
        : "";
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
