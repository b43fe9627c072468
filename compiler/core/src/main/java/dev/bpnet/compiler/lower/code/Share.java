package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Type;
import java.util.List;

/**
 * What one call of a divided routine does: so many units of a larger whole, such as rows of a
 * matrix. Calls may run at the same time, if their parts and their scratch numbers differ.
 *
 * @param units of the whole
 * @param granule how many units are not to be separated
 * @param parts into how many parts the whole is divided; there may be nothing left for some
 */
public record Share(int units, int granule, int parts) {
  /**
   * Into how many parts anything is divided at most. A layer and its gradient are cut alike only
   * where this is the same for both.
   */
  public static final int MOST_PARTS = 64;

  /** Which part a call does. */
  public static final Local PART = Local.named("part", Type.INT);

  /** Which of the places for what is on its way, as many as there are parts, the call may use. */
  public static final Local SCRATCH = Local.named("scratch", Type.INT);

  /** What divided routines take. */
  public static final List<Local> PARAMETERS = List.of(PART, SCRATCH);

  /** The first part of a call that does several. */
  public static final Local FROM = Local.named("from", Type.INT);

  /** After its last one. */
  public static final Local TO = Local.named("to", Type.INT);

  /** What routines take that do several parts at once. */
  public static final List<Local> PARAMETERS_OF_RANGE = List.of(FROM, TO, SCRATCH);

  /** The first unit. */
  public Expr from() {
    return start(Index.of(PART));
  }

  /** After the last unit of the part, but at most a limit. */
  public Expr to(int limit) {
    Expr to = start(Index.add(Index.of(PART), Index.of(1)));
    int end = granules() < parts ? granules() * granule : each() * parts;
    return end <= limit ? to : Expr.apply(Function.MIN, to, Index.of(limit));
  }

  /** Where a part begins. Fewer granules than parts are spread over all of them. */
  private Expr start(Expr part) {
    int granules = granules();
    if (granules >= parts) {
      return Index.multiply(part, each());
    }
    Expr scaled = Index.multiply(part, granules);
    return Index.multiply(Expr.apply(Function.DIVIDE, scaled, Index.of(parts)), granule);
  }

  private int each() {
    return (granules() + parts - 1) / parts * granule;
  }

  private int granules() {
    return (units + granule - 1) / granule;
  }
}
