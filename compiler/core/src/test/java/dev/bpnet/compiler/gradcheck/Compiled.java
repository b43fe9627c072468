package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.gradcheck.GradientReport.Row;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A network compiled from text and loaded, with what tests ask of it. */
record Compiled(Model model, CompiledSubject subject) {
  /** Double precision with input gradients. */
  static final CompilerOptions DOUBLE =
      CompilerOptions.DEFAULTS.withPrecision(CompilerOptions.Precision.DOUBLE).withInputGradients();

  static final CompilerOptions VECTORS =
      DOUBLE.withUnroll(0).withTarget(CompilerOptions.Target.VECTOR);

  static final CompilerOptions FLOAT = CompilerOptions.DEFAULTS.withInputGradients();

  /** No straight-line code at all. */
  static final int LOOPS = 0;

  /** Nothing but straight-line code, as far as that goes. */
  static final int STRAIGHT = 100_000;

  static Compiled of(String source, CompilerOptions options) {
    CompiledNetwork compiled = compile(source, options);
    Network network = new NetworkLoader().load(compiled);
    Network.OfDouble loaded =
        network instanceof Network.OfFloat single
            ? new SingleAsDouble(single)
            : (Network.OfDouble) network;
    return new Compiled(compiled.model(), new CompiledSubject(compiled.model(), loaded));
  }

  static CompiledNetwork compile(String source, CompilerOptions options) {
    CompilationResult result =
        new Compiler(options).compile(new SourceFile("generated.bpnet", source));
    if (result.hasErrors()) {
      throw new IllegalArgumentException(result.diagnostics() + "\n" + source);
    }
    return result.networks().get(0);
  }

  /** Numbers on which the model is defined and smooth. */
  Bindings draw(int examples, long seed) {
    return new Sampler(model, seed).draw(examples);
  }

  /** All comparisons with the oracle and with differences. */
  GradientReport check(Bindings bindings, long seed) {
    GradientCheckOptions options = GradientCheckOptions.DEFAULTS.withSeed(seed);
    return report(new PartialsCheck(model, subject, options), bindings);
  }

  /** All comparisons with the oracle. */
  GradientReport checkWithoutDifferences(Bindings bindings, long seed) {
    GradientCheckOptions options = GradientCheckOptions.DEFAULTS.withSeed(seed);
    CentralDifference.Taker none = (point, direction, claim) -> CentralDifference.NONE;
    return report(new PartialsCheck(model, subject, options, none), bindings);
  }

  /** Comparisons of all but gradients with the oracle: also without input gradients. */
  GradientReport checkValues(Bindings bindings) {
    return new GradientReport(model.name(), new ValuesCheck(model, subject).rows(bindings));
  }

  private GradientReport report(PartialsCheck partials, Bindings bindings) {
    List<Row> rows = new ArrayList<>(partials.rows(bindings));
    rows.addAll(new ValuesCheck(model, subject).rows(bindings));
    return new GradientReport(model.name(), rows);
  }

  double loss(Bindings bindings) {
    return subject.loss(bindings);
  }

  /** The gradients by name. */
  Map<String, double[]> gradient(Bindings bindings) {
    Map<String, double[]> result = new java.util.LinkedHashMap<>();
    subject.gradient(bindings).forEach((variable, values) -> result.put(variable.name(), values));
    return result;
  }

  /** Bindings of another model's variables of the same names. */
  Bindings translate(Bindings other) {
    Bindings result = Bindings.of(other.batch()).withRandom(other.seed(), other.step());
    for (Map.Entry<Variable, double[]> entry : other.numbers().entrySet()) {
      for (Variable variable : model.variables()) {
        if (variable.name().equals(entry.getKey().name())) {
          result = result.with(variable, entry.getValue());
        }
      }
    }
    return result;
  }
}
