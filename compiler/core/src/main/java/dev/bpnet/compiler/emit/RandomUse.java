package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Uses;
import java.util.List;

/** Finds out whether a program draws random values. */
final class RandomUse {
  private RandomUse() {}

  static boolean in(Program program) {
    return program.allRoutines().stream().anyMatch(routine -> in(routine.body()));
  }

  private static boolean in(List<Stmt> body) {
    boolean[] found = {false};
    for (Stmt stmt : body) {
      for (Expr expr : Uses.ownExpressions(stmt)) {
        Uses.walk(
            expr,
            part ->
                found[0] |=
                    part instanceof Expr.Apply apply && apply.function() == Function.RANDOM);
      }
      found[0] |= stmt instanceof Stmt.For loop && in(loop.body());
    }
    return found[0];
  }
}
