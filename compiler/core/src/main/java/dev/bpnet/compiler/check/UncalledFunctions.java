package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.syntax.CompilationUnit;
import dev.bpnet.compiler.syntax.Declaration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the bodies that no network has run, over parameters of which nothing is known: what is wrong
 * with them whatever their arguments may be is told, and about the rest nothing is said.
 */
final class UncalledFunctions {
  /** What is too much of a call is told where somebody makes it. */
  private static final Set<Code> LIMITS = EnumSet.of(Code.NETWORK_TOO_LARGE, Code.CALLS_TOO_DEEP);

  private final Program program;
  private final Diagnostics sink;

  UncalledFunctions(Program program, Diagnostics sink) {
    this.program = program;
    this.sink = sink;
  }

  /** Looks at the functions and layers of a file, as far as the work for one network reaches. */
  void check(CompilationUnit unit) {
    Diagnostics own = new Diagnostics();
    Pass pass =
        new Pass(program, Pass.Mode.TRAINING, new Round(new Ownership(), Optional.empty(), own));
    for (Declaration declaration : unit.declarations()) {
      callee(declaration)
          .filter(callee -> !program.isCalled(callee) && !program.isRecursive(callee))
          .filter(callee -> !pass.exhausted())
          .ifPresent(callee -> run(callee, pass));
    }
    own.all().stream().filter(diagnostic -> !LIMITS.contains(diagnostic.code())).forEach(sink::add);
  }

  private Optional<Callee.Source> callee(Declaration declaration) {
    if (declaration instanceof Declaration.Function function) {
      return Optional.of(Callee.Source.of(function, program.file()));
    }
    if (declaration instanceof Declaration.Layer layer) {
      return Optional.of(Callee.Source.of(layer, program.file()));
    }
    return Optional.empty();
  }

  private static void run(Callee.Source callee, Pass pass) {
    Frame.Sort sort = callee.layer() ? Frame.Sort.LAYER : Frame.Sort.FUNCTION;
    Frame frame = Frame.of(pass, callee.file(), sort);
    for (Callee.Parameter parameter : callee.parameters()) {
      frame.scope().declare(parameter.name(), Value.UNKNOWN);
    }
    new StatementElaborator(frame).body(callee.body());
  }
}
