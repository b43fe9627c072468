package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.CodeSize;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.lower.code.Choices;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Routines that do for whole blocks of examples, one in each lane, what routines of single examples
 * do for one.
 */
record LaneRoutines(
    ExampleLanes lanes,
    Storage storage,
    RoutineBuilder routines,
    Choices choices,
    RoutineNotes notes,
    Map<Node, Buffer> arrays) {
  /** Layers that one routine computes: the units of each are written out. */
  private static final int MOST_PRODUCTS = 4;

  /**
   * Bytes of a routine by the estimate, which is a fifth too high or more but for the few
   * elementary functions; HotSpot compiles none above 8,000.
   */
  private static final int MOST_BYTES = 8_500;

  LaneRoutines(
      ExampleLanes lanes,
      Storage storage,
      RoutineBuilder routines,
      Choices choices,
      RoutineNotes notes) {
    this(lanes, storage, routines, choices, notes, new IdentityHashMap<>());
  }

  /** Whether all that the routine does can be done so. */
  boolean fits(Routine routine) {
    return !notes.kernels(routine).isEmpty()
        && notes.kernels(routine).stream().allMatch(lanes::fits)
        && functions(routine) <= LaneElements.MOST_FUNCTIONS;
  }

  /**
   * Whether one routine should do what both would. Where each has elementary functions, the loops
   * of two leave the processor more to do while it waits for results.
   */
  private boolean fit(Set<Node> before, Routine next) {
    int functions = before.stream().mapToInt(lanes::functions).sum();
    long products = products(before) + products(notes.kernels(next));
    return (functions == 0 || functions(next) == 0) && products <= MOST_PRODUCTS;
  }

  private long products(Collection<Node> kernels) {
    return kernels.stream().filter(lanes::isProduct).count();
  }

  private int functions(Routine routine) {
    return notes.kernels(routine).stream().mapToInt(lanes::functions).sum();
  }

  /** Whether something takes so long one by one that rearrangement pays. */
  boolean isWorthWhile(List<Routine> all) {
    return lanes.isAskedFor() && !all.isEmpty()
        || all.stream()
            .anyMatch(
                r -> functions(r) > 0 || notes.kernels(r).stream().anyMatch(lanes::isProduct));
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
    Set<Node> kernels = new LinkedHashSet<>();
    all.forEach(routine -> kernels.addAll(notes.kernels(routine)));
    LaneBlock.Run run = new LaneBlock.Run(kernels);
    List<Routine> written = new ArrayList<>();
    for (Part part : parts(all)) {
      write(part.name(), List.copyOf(part.kernels()), run, written);
    }
    return written;
  }

  /** Kernels of one routine, which is called after the first one's. */
  private record Part(String name, Set<Node> kernels) {}

  /** Parts may share what a routine of single examples has: arrays are the same for all. */
  private List<Part> parts(List<Routine> all) {
    List<Part> parts = new ArrayList<>();
    for (Routine next : all) {
      Optional<Part> last = last(parts).filter(part -> fit(part.kernels(), next));
      Part part = last.orElseGet(() -> begin(next, parts));
      for (Node node : notes.kernels(next)) {
        if (lanes.isProduct(node) && products(part.kernels()) == MOST_PRODUCTS) {
          part = begin(next, parts);
        }
        part.kernels().add(node);
      }
    }
    return parts;
  }

  private static Optional<Part> last(List<Part> parts) {
    return parts.isEmpty() ? Optional.empty() : Optional.of(parts.get(parts.size() - 1));
  }

  private static Part begin(Routine first, List<Part> parts) {
    Part part = new Part(first.name(), new LinkedHashSet<>());
    parts.add(part);
    return part;
  }

  /** One routine, or where HotSpot would not compile that, one for each half. */
  private void write(String name, List<Node> kernels, LaneBlock.Run run, List<Routine> written) {
    LaneBlock.Run attempt = run.copy();
    LaneBlock block = new LaneBlock(lanes, storage, arrays, new LinkedHashSet<>(kernels), attempt);
    kernels.forEach(block::write);
    List<Stmt> statements = block.statements();
    if (kernels.size() > 1 && CodeSize.ofRoutine(statements) > MOST_BYTES) {
      int half = kernels.size() / 2;
      write(name, kernels.subList(0, half), run, written);
      write(name, kernels.subList(half, kernels.size()), run, written);
      return;
    }
    run.inArrays().addAll(attempt.inArrays());
    written.add(routine(name, kernels, statements));
  }

  private Routine routine(String name, List<Node> kernels, List<Stmt> statements) {
    kernels.forEach(
        node -> choices.add(node, "blocks of examples, " + Choices.LANES_ARE_EXAMPLES, why(node)));
    Stmt loop =
        new Stmt.For(
            LaneBlock.SLOT,
            Index.of(Batches.FROM),
            Index.of(Batches.TO),
            ExampleLanes.LANES,
            statements);
    String comment =
        "Computes "
            + enumerated(kernels)
            + " of "
            + ExampleLanes.LANES
            + " examples at once, one in each lane.";
    return routines.single(name + "Lanes", comment, Batches.RANGE, List.of(loop));
  }

  /** As in {@code z, exp and loss}. */
  private static String enumerated(List<Node> kernels) {
    List<String> names = kernels.stream().map(Hints::of).distinct().toList();
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
