package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Loop nests over boxes of static size. */
public final class Nest {
  private static final String[] NAMES = {"i", "j", "k", "l", "m", "n"};

  private Nest() {}

  /** Runs the body for every index of the dimensions, the last one innermost. */
  public static void over(Block block, int[] dims, BiConsumer<Block, List<Expr>> body) {
    over(block, dims, 0, new ArrayList<>(), body);
  }

  /** As {@link #over(Block, int[], BiConsumer)}, but only a share of the first dimension. */
  public static void over(
      Block block, Share share, int[] dims, BiConsumer<Block, List<Expr>> body) {
    counted(
        block,
        name(0),
        share.from(),
        share.to(share.units()),
        1,
        (inner, first) -> over(inner, dims, 1, List.of(first), body));
  }

  private static void over(
      Block block, int[] dims, int depth, List<Expr> at, BiConsumer<Block, List<Expr>> body) {
    if (at.size() == dims.length) {
      body.accept(block, List.copyOf(at));
      return;
    }
    int dim = dims[at.size()];
    List<Expr> more = new ArrayList<>(at);
    if (dim == 1) {
      more.add(Index.ZERO);
      over(block, dims, depth, more, body);
      return;
    }
    Local index = Local.named(name(depth), Type.INT);
    more.add(Index.of(index));
    Block inner = block.inner();
    over(inner, dims, depth + 1, more, body);
    block.add(new Stmt.For(index, Index.ZERO, Index.of(dim), 1, inner.statements()));
  }

  /** A loop by a step, whose body sees the index; without the loop if it is a single step. */
  public static void counted(
      Block block, String name, Expr from, Expr to, int step, BiConsumer<Block, Expr> body) {
    if (isOneStep(from, to, step)) {
      body.accept(block, from);
      return;
    }
    Local index = Local.named(name, Type.INT);
    Block inner = block.inner();
    body.accept(inner, Index.of(index));
    block.add(new Stmt.For(index, from, to, step, inner.statements()));
  }

  private static boolean isOneStep(Expr from, Expr to, int step) {
    return step > 1
        && from instanceof Expr.Int first
        && to instanceof Expr.Int last
        && first.value() < last.value()
        && last.value() - first.value() <= step;
  }

  public static String name(int depth) {
    return NAMES[Math.min(depth, NAMES.length - 1)];
  }
}
