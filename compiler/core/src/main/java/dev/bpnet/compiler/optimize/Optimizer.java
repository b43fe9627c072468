package dev.bpnet.compiler.optimize;

import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Stmt;
import java.util.List;
import java.util.function.UnaryOperator;

/** Runs the passes over every routine of a program. */
public final class Optimizer {
  /** In order; each says why it stands there. */
  static final List<UnaryOperator<List<Stmt>>> PASSES =
      List.of(
          // First, while every kernel's locals still stand: they may repeat each other.
          CommonLocals::merge,
          // Then: what nobody reads would count as a use of what it reads.
          DeadLocals::remove,
          // Then: single uses are known, so temporaries can become the expressions they came from.
          ForwardSubstitution::apply,
          // Last: the arrays that are left get their locals.
          ArrayBinding::apply);

  private Optimizer() {}

  public static Program optimize(Program program) {
    Program result = program;
    for (UnaryOperator<List<Stmt>> pass : PASSES) {
      result = result.mapBodies(pass);
    }
    return result;
  }
}
