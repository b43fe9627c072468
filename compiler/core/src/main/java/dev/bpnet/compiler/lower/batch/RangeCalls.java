package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls of routines for a range of examples, in order: those over ranges once, those of one example
 * in loops, or where that is better for blocks of examples, one in each lane.
 */
final class RangeCalls {
  /** With so many weights the arithmetic of a step outweighs a few hundred calls. */
  private static final int MANY_WEIGHTS = 1 << 16;

  private final Batches.Range range;
  private final RoutineNotes notes;
  private final Optional<LaneRoutines> lanes;
  private final long weights;
  private final List<Stmt> all = new ArrayList<>();

  /**
   * @param lanes what makes blocks of examples; absent where vectors have none
   * @param weights of the network
   */
  RangeCalls(Batches.Range range, RoutineNotes notes, Optional<LaneRoutines> lanes, long weights) {
    this.range = range;
    this.notes = notes;
    this.lanes = lanes;
    this.weights = weights;
  }

  /** The calls; to be asked once. */
  List<Stmt> of(List<Routine> routines) {
    List<Routine> waiting = new ArrayList<>();
    for (Routine routine : routines) {
      if (notes.isOverRange(routine)) {
        addExamples(waiting);
        waiting.clear();
        all.addAll(calls(List.of(routine), range.from(), range.to()));
      } else {
        waiting.add(routine);
      }
    }
    addExamples(waiting);
    return all;
  }

  private List<Stmt> calls(List<Routine> routines, Expr from, Expr to) {
    return RoutineBuilder.calls(
        routines, Map.of(Batches.BASE, range.base(), Batches.FROM, from, Batches.TO, to));
  }

  /** Routines of one example each. */
  private void addExamples(List<Routine> routines) {
    if (lanes.isEmpty()) {
      apart(routines);
      return;
    }
    List<Routine> rest = new ArrayList<>();
    for (Routine routine : routines) {
      if (lanes.get().fits(routine)) {
        rest.add(routine);
        continue;
      }
      inLanes(rest, lanes.get());
      rest.clear();
      oneByOne(List.of(routine), range.from());
    }
    inLanes(rest, lanes.get());
  }

  /**
   * A loop for each routine: the shorter the code of one example, the more examples the processor
   * computes at the same time. A small classifier's step takes 6 % less so.
   */
  private void apart(List<Routine> routines) {
    routines.forEach(routine -> oneByOne(List.of(routine), range.from()));
  }

  /** Blocks of examples in lanes, and those that are left one by one. */
  private void inLanes(List<Routine> routines, LaneRoutines blocks) {
    Expr left = range.from();
    if (blocks.isWorthWhile(routines)) {
      Expr count = Expr.apply(Function.SUBTRACT, range.to(), range.from());
      Expr rest = Expr.apply(Function.REMAINDER, count, Index.of(ExampleLanes.LANES));
      Local tail = Local.named("tail", Type.INT);
      all.add(new Stmt.Declare(tail, Expr.apply(Function.SUBTRACT, range.to(), rest), false));
      left = Index.of(tail);
      addBlocks(blocks.routines(routines), left);
    }
    oneByOne(routines, left);
  }

  /**
   * Calls of routines for blocks of examples: all blocks in one call, or where a step takes long
   * and has few calls, one in each, so that HotSpot sees early that they are many.
   */
  private void addBlocks(List<Routine> routines, Expr to) {
    if (weights < MANY_WEIGHTS) {
      all.addAll(calls(routines, range.from(), to));
      return;
    }
    Local first = Local.named("b", Type.INT);
    Expr next = Index.add(Index.of(first), Index.of(ExampleLanes.LANES));
    List<Stmt> calls = calls(routines, Index.of(first), next);
    all.add(new Stmt.For(first, range.from(), to, ExampleLanes.LANES, calls));
  }

  private void oneByOne(List<Routine> routines, Expr from) {
    if (routines.isEmpty()) {
      return;
    }
    Local slot = Local.named("b", Type.INT);
    Map<Local, Expr> values =
        Map.of(
            range.of().example(),
            Index.add(range.base(), Index.of(slot)),
            range.of().slot(),
            Index.of(slot));
    List<Stmt> body = RoutineBuilder.calls(List.copyOf(routines), values);
    all.add(new Stmt.For(slot, from, range.to(), 1, body));
  }
}
