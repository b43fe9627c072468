package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.lower.code.Choices;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Routines that do for whole blocks of examples, one in each lane, what routines of single examples
 * do for one.
 *
 * @param held the kernels of the routines of single examples
 */
record LaneRoutines(
    ExampleLanes lanes,
    Storage storage,
    RoutineBuilder routines,
    Choices choices,
    Map<Routine, List<Node>> held,
    Map<Node, Buffer> arrays) {
  LaneRoutines(
      ExampleLanes lanes,
      Storage storage,
      RoutineBuilder routines,
      Choices choices,
      Map<Routine, List<Node>> held) {
    this(lanes, storage, routines, choices, held, new IdentityHashMap<>());
  }

  /** Whether all that the routine does can be done so. */
  boolean fits(Routine routine) {
    return held.containsKey(routine)
        && held.get(routine).stream().allMatch(lanes::fits)
        && functions(routine) <= LaneElements.MOST_FUNCTIONS;
  }

  /** Whether one routine can do what both would. */
  boolean fit(List<Routine> before, Routine next) {
    int functions = before.stream().mapToInt(this::functions).sum();
    return functions + functions(next) <= LaneElements.MOST_FUNCTIONS;
  }

  private int functions(Routine routine) {
    return held.get(routine).stream().mapToInt(lanes::functions).sum();
  }

  /** Whether something takes so long one by one that rearrangement pays. */
  boolean isWorthWhile(List<Routine> all) {
    return all.stream()
        .anyMatch(r -> functions(r) > 0 || held.get(r).stream().anyMatch(lanes::isProduct));
  }

  Routine routine(List<Routine> all) {
    Set<Node> kernels = new LinkedHashSet<>();
    all.forEach(routine -> kernels.addAll(held.get(routine)));
    LaneBlock block = new LaneBlock(lanes, storage, arrays, kernels);
    kernels.forEach(block::write);
    kernels.forEach(
        node ->
            choices.add(
                node,
                "blocks of examples, lanes = examples",
                node.shape().size() + " elements in " + ExampleLanes.LANES + " lanes"));
    Stmt loop =
        new Stmt.For(
            LaneBlock.SLOT,
            Index.of(Batches.FROM),
            Index.of(Batches.TO),
            ExampleLanes.LANES,
            block.statements());
    String comment =
        all.get(0).comment()
            + (all.size() > 1 ? " And what follows. " : " ")
            + "Of "
            + ExampleLanes.LANES
            + " examples at once, one in each lane.";
    return routines.single(all.get(0).name() + "Lanes", comment, Batches.RANGE, List.of(loop));
  }
}
