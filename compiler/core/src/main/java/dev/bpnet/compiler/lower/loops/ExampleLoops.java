package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.batch.Batches;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Loops over examples that are predicted. Where layers have a form for many examples at once, they
 * go in chunks, so that the buffers stay small however many examples there are.
 */
record ExampleLoops(Batches batches, Batches.ExampleLocals locals, boolean chunked) {
  private static final Local EXAMPLE = Local.named("e", Type.INT);

  /** Whether these routines are run for chunks of examples. */
  boolean inChunks(List<Routine> routines) {
    return chunked && routines.stream().anyMatch(batches::isOverRange);
  }

  /**
   * Runs the routines, and what else is done with each example.
   *
   * @param each writes what is done, given the example and its slot
   */
  void all(List<Routine> routines, Expr from, Expr to, BiConsumer<Block, Frame> each, Block block) {
    if (!inChunks(routines)) {
      oneByOne(routines, from, to, each, block);
      return;
    }
    Block body = block.inner();
    Expr left = Expr.apply(Function.SUBTRACT, to, Index.of(EXAMPLE));
    Expr size = body.let(Expr.apply(Function.MIN, left, Index.of(Program.CHUNK)), "size", true);
    body.addAll(batches.calls(routines, Index.of(EXAMPLE), Index.ZERO, size, locals));
    Local slot = Local.named("b", Type.INT);
    Block inner = body.inner();
    each.accept(inner, Frame.of(Index.add(Index.of(EXAMPLE), Index.of(slot)), Index.of(slot)));
    if (!inner.isEmpty()) {
      body.add(new Stmt.For(slot, Index.ZERO, size, 1, inner.statements()));
    }
    block.add(new Stmt.For(EXAMPLE, from, to, Program.CHUNK, body.statements()));
  }

  /** The same, but one example alone takes the form that is made for it. */
  void allOrOne(List<Routine> routines, Expr from, Expr to, PredictedOutputs outputs, Block block) {
    BiConsumer<Block, Frame> each = outputs::copy;
    if (!chunked || !batches.isAnyOfOne(routines)) {
      all(routines, from, to, each, block);
      return;
    }
    Block copies = block.inner();
    outputs.copy(copies, PassWriter.PER_EXAMPLE);
    Batches.OfOne ofOne = batches.ofOne(routines, outputs.results(copies.statements()));
    Expr isOne = Expr.apply(Function.EQUAL, Expr.apply(Function.SUBTRACT, to, from), Index.of(1));
    Expr many = block.let(Expr.apply(Function.CHOOSE, isOne, from, to), "many", true);
    all(routines, from, many, each, block);
    if (ofOne.isWhole()) {
      Expr example = Index.of(EXAMPLE);
      List<Stmt> calls = batches.calls(ofOne.routines(), example, outputs.start(example), locals);
      block.add(new Stmt.For(EXAMPLE, many, to, 1, calls));
    } else {
      oneByOne(ofOne.routines(), many, to, each, block);
    }
  }

  private void oneByOne(
      List<Routine> routines, Expr from, Expr to, BiConsumer<Block, Frame> each, Block block) {
    Local example = Local.named("e", Type.INT);
    Block body = block.inner();
    body.addAll(batches.calls(routines, Index.of(example), locals));
    each.accept(body, Frame.of(Index.of(example), Index.ZERO));
    if (!body.isEmpty()) {
      block.add(new Stmt.For(example, from, to, 1, body.statements()));
    }
  }
}
