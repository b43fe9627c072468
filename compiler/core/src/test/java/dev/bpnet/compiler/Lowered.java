package dev.bpnet.compiler;

import dev.bpnet.compiler.check.CheckOptions;
import dev.bpnet.compiler.check.Checker;
import dev.bpnet.compiler.derive.Differentiator;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.lower.Lowering;
import dev.bpnet.compiler.lower.LoweringInput;
import dev.bpnet.compiler.rewrite.Rewriter;
import dev.bpnet.compiler.rewrite.SharedPasses;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.syntax.SourceParser;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The phases up to and with lowering, for tests of what comes after it. */
public final class Lowered {
  private Lowered() {}

  /**
   * The loops of the first network of a source, not optimised.
   *
   * @param lanes of a vector; absent for loops without vectors
   */
  public static Program program(SourceFile source, OptionalInt unroll, OptionalInt lanes) {
    Diagnostics sink = new Diagnostics();
    Model model =
        Checker.check(SourceParser.parse(source, sink), CheckOptions.DEFAULTS, sink).get(0);
    Rewriter rewriter = new Rewriter();
    Graph stable = rewriter.stabilize(model.training());
    List<Variable> variables = new ArrayList<>(model.variables(Variable.Role.PARAMETER));
    model.variables(Variable.Role.INPUT).stream()
        .filter(input -> input.kind().isReal())
        .forEach(variables::add);
    SharedPasses passes =
        new SharedPasses(
                new Differentiator().differentiate(stable, variables),
                rewriter.stabilize(model.prediction()))
            .simplified(rewriter);
    return Lowering.lower(
        new LoweringInput(model.withGraphs(passes.training(), passes.prediction()), unroll, lanes));
  }
}
