package dev.bpnet.compiler.lower.kernel;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Nest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Equally wide stretches of columns, each a number of whole vectors.
 *
 * @param from the first column of the first one
 * @param count how many there are
 * @param vectors the width of each
 * @param width the same in columns
 * @param packedFrom columns of the panels before, counting twice what overlaps
 */
public record Panels(int from, int count, int vectors, int width, int packedFrom) {
  /**
   * Panels that cover all columns, of which there are as many as a vector has lanes or more. The
   * last one may overlap the one before: its columns are computed twice, and nothing is padded.
   */
  public static List<Panels> of(int columns, int lanes, int widest) {
    List<Panels> all = new ArrayList<>();
    int from = 0;
    for (int vectors = widest; vectors >= 1; vectors /= 2) {
      int width = vectors * lanes;
      int count = (columns - from) / width;
      if (count > 0) {
        all.add(new Panels(from, count, vectors, width, from));
        from += count * width;
      }
    }
    if (from < columns) {
      all.add(new Panels(columns - lanes, 1, 1, lanes, from));
    }
    return all;
  }

  /** The columns that copies of all the panels take. */
  static int packed(List<Panels> all) {
    Panels last = all.get(all.size() - 1);
    return last.packedFrom + last.count * last.width;
  }

  /** Where the copy of the panel of a column begins, if copies have so many rows. */
  public Expr packedStart(Expr column, int rows) {
    Expr shifted = Index.add(column, Index.of(packedFrom - from));
    return Index.multiply(shifted, rows);
  }

  /** Runs the body for the first column of each panel. */
  public void forEach(Block block, BiConsumer<Block, Expr> body) {
    if (count == 1) {
      body.accept(block, Index.of(from));
    } else {
      Nest.counted(block, "j", Index.of(from), Index.of(from + count * width), width, body);
    }
  }
}
