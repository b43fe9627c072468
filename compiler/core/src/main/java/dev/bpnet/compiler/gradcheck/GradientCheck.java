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
 * and one random direction for each. Code in single precision is held against the dual numbers
 * alone, which stay in double: differences of its loss would be noise.
 *
 * <pre>{@code
 * assertTrue(new GradientCheck().run(compiledNetwork).passed());
 * }</pre>
 */
public final class GradientCheck {
  /** From kinks, which single precision is to be on the same side of. */
  private static final double SINGLE_MARGIN = 1e-4;

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
   * @param network compiled with input gradients
   */
  public GradientReport run(CompiledNetwork network) {
    Network generated = new NetworkLoader().load(network);
    return generated instanceof Network.OfFloat single
        ? run(network.model(), single)
        : run(network.model(), (Network.OfDouble) generated);
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

  /**
   * Checks an instance of a class in single precision, whose parameters it overwrites.
   *
   * @param model before differentiation
   * @param network of the model, compiled with input gradients
   */
  public GradientReport run(Model model, Network.OfFloat network) {
    Bindings drawn = new Sampler(model, options.seed(), SINGLE_MARGIN).draw(options.examples());
    Bindings bindings = SingleAsDouble.rounded(drawn);
    CompiledSubject subject = new CompiledSubject(model, new SingleAsDouble(network));
    CentralDifference.Taker none = (point, direction, claim) -> CentralDifference.NONE;
    PartialsCheck partials = new PartialsCheck(model, subject, options, none);
    List<Row> rows = new ArrayList<>(partials.rows(bindings));
    rows.addAll(new ValuesCheck(model, subject).rows(bindings));
    return new GradientReport(model.name(), rows);
  }
}
