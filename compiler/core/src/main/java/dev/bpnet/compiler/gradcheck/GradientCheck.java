package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.gradcheck.GradientReport.Row;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.runtime.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the gradient of a network as generated: draws a batch and parameters, and compares partial
 * derivatives by parameters and inputs with the oracle's dual numbers and with central differences
 * of the generated loss. Up to 2,000 partials it takes all, above 200 random ones of each tensor
 * and one random direction for each.
 *
 * <pre>{@code
 * assertTrue(new GradientCheck().run(compiledNetwork).passed());
 * }</pre>
 */
public final class GradientCheck {
  private final GradientCheckOptions options;

  public GradientCheck() {
    this(GradientCheckOptions.DEFAULTS);
  }

  public GradientCheck(GradientCheckOptions options) {
    this.options = options;
  }

  /**
   * Compiles the generated Java in memory and checks it.
   *
   * @param network compiled in double precision with input gradients
   * @throws IllegalArgumentException if it was compiled in single precision
   */
  public GradientReport run(CompiledNetwork network) {
    if (!(new NetworkLoader().load(network) instanceof Network.OfDouble generated)) {
      throw new IllegalArgumentException(network.className() + " is not in double precision");
    }
    return run(network.model(), generated);
  }

  /**
   * Checks an instance of the generated class, whose parameters it overwrites.
   *
   * @param model before differentiation
   * @param network of the model, compiled with input gradients
   */
  public GradientReport run(Model model, Network.OfDouble network) {
    Bindings bindings = new Sampler(model, options.seed()).draw(options.examples());
    CompiledSubject subject = new CompiledSubject(model, network);
    List<Row> rows = new ArrayList<>(new PartialsCheck(model, subject, options).rows(bindings));
    rows.addAll(new ValuesCheck(model, subject).rows(bindings));
    return new GradientReport(model.name(), rows);
  }
}
