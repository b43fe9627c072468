package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.lower.code.Choices;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
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
  /** Layers that one routine computes: the units of each are written out. */
  private static final int MOST_PRODUCTS = 4;

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

  /**
   * Whether one routine should do what both would. Where each has elementary functions, the loops
   * of two leave the processor more to do while it waits for results.
   */
  private boolean fit(List<Routine> before, Routine next) {
    int functions = before.stream().mapToInt(this::functions).sum();
    long products = before.stream().mapToLong(this::products).sum();
    return (functions == 0 || functions(next) == 0) && products + products(next) <= MOST_PRODUCTS;
  }

  private long products(Routine routine) {
    return held.get(routine).stream().filter(lanes::isProduct).count();
  }

  private int functions(Routine routine) {
    return held.get(routine).stream().mapToInt(lanes::functions).sum();
  }

  /** Whether something takes so long one by one that rearrangement pays. */
  boolean isWorthWhile(List<Routine> all) {
    return lanes.isAskedFor() && !all.isEmpty()
        || all.stream()
            .anyMatch(r -> functions(r) > 0 || held.get(r).stream().anyMatch(lanes::isProduct));
  }

  private String why(Node node) {
    if (lanes.isAskedFor()) {
      return "asked for";
    }
    if (lanes.isProduct(node)) {
      int units = node.shape().size();
      return units
          + (units == 1 ? " unit does" : " units do")
          + " not fill "
          + ExampleLanes.LANES
          + " lanes";
    }
    return lanes.functions(node) > 0
        ? "elementary functions take long one by one"
        : "beside elementary functions or a layer of few units";
  }

  /** What does for blocks what these do for single examples, one after the other. */
  List<Routine> routines(List<Routine> all) {
    LaneBlock.Run run = new LaneBlock.Run(kernels(all));
    List<Routine> written = new ArrayList<>();
    List<Routine> waiting = new ArrayList<>();
    for (Routine next : all) {
      if (!fit(waiting, next)) {
        written.add(routine(waiting, run));
        waiting.clear();
      }
      waiting.add(next);
    }
    written.add(routine(waiting, run));
    return written;
  }

  private Set<Node> kernels(List<Routine> all) {
    Set<Node> kernels = new LinkedHashSet<>();
    all.forEach(routine -> kernels.addAll(held.get(routine)));
    return kernels;
  }

  private Routine routine(List<Routine> all, LaneBlock.Run run) {
    Set<Node> kernels = kernels(all);
    LaneBlock block = new LaneBlock(lanes, storage, arrays, kernels, run);
    kernels.forEach(block::write);
    kernels.forEach(
        node -> choices.add(node, "blocks of examples, " + Choices.LANES_ARE_EXAMPLES, why(node)));
    Stmt loop =
        new Stmt.For(
            LaneBlock.SLOT,
            Index.of(Batches.FROM),
            Index.of(Batches.TO),
            ExampleLanes.LANES,
            block.statements());
    String comment =
        "Computes "
            + enumerated(kernels)
            + " of "
            + ExampleLanes.LANES
            + " examples at once, one in each lane.";
    return routines.single(all.get(0).name() + "Lanes", comment, Batches.RANGE, List.of(loop));
  }

  /** As in {@code z, exp and loss}. */
  private static String enumerated(Set<Node> kernels) {
    List<String> names = kernels.stream().map(Hints::of).distinct().toList();
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
