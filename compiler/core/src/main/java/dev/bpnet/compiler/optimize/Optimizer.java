package dev.bpnet.compiler.optimize;

import dev.bpnet.compiler.loop.Program;
import java.util.List;
import java.util.function.UnaryOperator;

/** Runs the passes over a program. */
public final class Optimizer {
  /** In order; each says why it stands there. */
  static final List<UnaryOperator<Program>> PASSES =
      List.of(
          // First: what elementary functions of vectors are made of is code like any other.
          program -> program.mapBodies(VectorFunctions::expand),
          // Then, while every kernel's locals still stand: they may repeat each other.
          program -> program.mapBodies(CommonLocals::merge),
          // Then: what nobody reads would count as a use of what it reads.
          program -> program.mapBodies(DeadLocals::remove),
          // Then: single uses are known, so temporaries can become the expressions they came from.
          program -> program.mapBodies(ForwardSubstitution::apply),
          // Then, with all vectors that will have a local: the order of locals matters to HotSpot.
          program -> program.divide(routine -> List.of(VectorLocals.arrange(routine))),
          // Then, with the statements as they stay: what is too long for one method is divided.
          Outlining::divide,
          // Last: the arrays that each routine is left with get their locals.
          program -> program.mapBodies(ArrayBinding::apply));

  private Optimizer() {}

  public static Program optimize(Program program) {
    Program result = program;
    for (UnaryOperator<Program> pass : PASSES) {
      result = pass.apply(result);
    }
    return result;
  }
}
