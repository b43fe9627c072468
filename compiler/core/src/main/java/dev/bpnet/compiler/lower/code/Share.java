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
 * @param parts into how many parts the whole is divided; there may be nothing left for the last
 */
public record Share(int units, int granule, int parts) {
  /** Which part a call does. */
  public static final Local PART = Local.named("part", Type.INT);

  /** Which of the places for what is on its way, as many as there are parts, the call may use. */
  public static final Local SCRATCH = Local.named("scratch", Type.INT);

  /** What divided routines take. */
  public static final List<Local> PARAMETERS = List.of(PART, SCRATCH);

  /** The first unit. */
  public Expr from() {
    return Index.multiply(Index.of(PART), each());
  }

  /** After the last unit of the part, but at most a limit. */
  public Expr to(int limit) {
    Expr to = Index.add(from(), Index.of(each()));
    return each() * parts <= limit ? to : Expr.apply(Function.MIN, to, Index.of(limit));
  }

  private int each() {
    int granules = (units + granule - 1) / granule;
    return (granules + parts - 1) / parts * granule;
  }
}
