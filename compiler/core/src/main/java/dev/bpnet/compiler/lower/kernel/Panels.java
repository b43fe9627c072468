package dev.bpnet.compiler.lower.kernel;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Nest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Equally wide stretches of columns, each a number of vectors. The last vector of a stretch may
 * overlap the one before it: its columns are computed twice, and nothing is padded.
 *
 * @param from the first column of the first one
 * @param count how many there are
 * @param vectors the width of each
 * @param lanes of a vector
 * @param width the columns of each: fewer than its vectors have lanes where they overlap
 * @param packedFrom columns of the panels before, counting twice what overlaps
 */
public record Panels(int from, int count, int vectors, int lanes, int width, int packedFrom) {
  /**
   * Panels that cover all columns, of which there are as many as a vector has lanes or more. The
   * last one may overlap the one before.
   */
  public static List<Panels> of(int columns, int lanes, int widest) {
    List<Panels> all = new ArrayList<>();
    int from = 0;
    for (int vectors = widest; vectors >= 1; vectors /= 2) {
      int width = vectors * lanes;
      int count = (columns - from) / width;
      if (count > 0) {
        all.add(new Panels(from, count, vectors, lanes, width, from));
        from += count * width;
      }
      int rest = columns - from;
      if (vectors == 2 && rest > lanes) {
        all.add(new Panels(from, 1, 2, lanes, rest, from));
        from = columns;
      }
    }
    if (from < columns) {
      all.add(new Panels(columns - lanes, 1, 1, lanes, lanes, from));
    }
    return all;
  }

  /** The columns that copies of all the panels take. */
  public static int packed(List<Panels> all) {
    Panels last = all.get(all.size() - 1);
    return last.packedFrom + last.count * last.packedWidth();
  }

  /** The columns that the copy of a panel takes. */
  public int packedWidth() {
    return vectors * lanes;
  }

  /** The first column of a vector, counted from the panel's. */
  public int offset(int vector) {
    return Math.min(vector * lanes, width - lanes);
  }

  /** Where the copy of the panel of a column begins, if copies have so many rows. */
  public Expr packedStart(Expr column, Expr rows) {
    Expr shifted = Index.add(column, Index.of(packedFrom - from));
    return rows instanceof Expr.Int count
        ? Index.multiply(shifted, count.value())
        : Expr.apply(Function.MULTIPLY, shifted, rows);
  }

  /** The first column of a panel, by its number among these. */
  public Expr column(Expr number) {
    return Index.add(Index.multiply(number, width), Index.of(from));
  }

  /** Runs the body for the first column of each panel. */
  public void forEach(Block block, BiConsumer<Block, Expr> body) {
    if (count == 1) {
      body.accept(block, Index.of(from));
    } else {
      forEach(block, Index.of(from), Index.of(from + count * width), body);
    }
  }

  /**
   * The same for some of these panels.
   *
   * @param first the first column of the first panel
   * @param end after the last column of the last
   */
  public void forEach(Block block, Expr first, Expr end, BiConsumer<Block, Expr> body) {
    Nest.counted(block, "j", first, end, width, body);
  }
}
