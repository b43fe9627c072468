package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Share;
import dev.bpnet.compiler.lower.kernel.Panels;
import java.util.List;

/**
 * The panels of a matrix's columns, which are a layer's units, in so many equal parts. Whoever
 * computes the same parts of a layer and of its gradient reads and writes the same stretch of the
 * parameters.
 *
 * @param all of the panels
 * @param parts at most as many as there are panels, or those of a larger matrix beside
 */
record UnitPanels(List<Panels> all, int parts) {
  /** Fewer panels would keep few threads busy. */
  private static final int FEWEST = 8;

  /** Elements of a matrix that is worth keeping in the cache of one thread. */
  private static final int LEAST_ELEMENTS = 1 << 16;

  UnitPanels {
    all = List.copyOf(all);
  }

  /** Whether a matrix that lies in panels is divided by them. */
  static boolean areWorthwhile(int rows, List<Panels> all) {
    Panels last = all.get(all.size() - 1);
    long columns = last.from() + (long) last.count() * last.width();
    return count(all) >= FEWEST && rows * columns >= LEAST_ELEMENTS;
  }

  /** How many panels there are. */
  static int count(List<Panels> all) {
    return all.stream().mapToInt(Panels::count).sum();
  }

  /** As many parts as panels, but not too many. */
  static UnitPanels of(List<Panels> all) {
    return new UnitPanels(all, Math.min(count(all), Share.MOST_PARTS));
  }

  /** Writes what is done with panels of one width. */
  interface Body {
    /**
     * @param from the first column
     * @param to after the last
     */
    void write(Panels panels, Expr from, Expr to);
  }

  /** A range of the parts, {@link Share#FROM} to {@link Share#TO}, as panels. */
  record Range(UnitPanels units, Expr first, Expr end) {
    /** The columns of the range, for each width of panels. */
    void forWidths(Body body) {
      int before = 0;
      for (Panels panels : units.all()) {
        Expr from = Index.add(first, Index.of(-before));
        Expr to = Index.add(end, Index.of(-before));
        if (before > 0) {
          from = Expr.apply(Function.MAX, from, Index.ZERO);
        }
        before += panels.count();
        if (before < count(units.all())) {
          to = Expr.apply(Function.MIN, to, Index.of(panels.count()));
        }
        body.write(panels, panels.column(from), panels.column(to));
      }
    }

    /** Runs the body for the first column of each panel. */
    void forEach(Block block, PanelBody body) {
      forWidths(
          (panels, from, to) ->
              panels.forEach(
                  block, from, to, (inner, column) -> body.write(panels, inner, column)));
    }
  }

  /** Writes what is done with one panel. */
  interface PanelBody {
    void write(Panels panels, Block block, Expr column);
  }

  Range range(Block block) {
    return new Range(this, panel(Index.of(Share.FROM), block), panel(Index.of(Share.TO), block));
  }

  /** The panel that a part begins with. */
  private Expr panel(Expr part, Block block) {
    int count = count(all);
    if (count == parts) {
      return part;
    }
    Expr panel = Expr.apply(Function.DIVIDE, Index.multiply(part, count), Index.of(parts));
    return block.let(panel, "panel", true);
  }
}
