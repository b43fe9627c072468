package dev.bpnet.compiler.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Direction;
import dev.bpnet.compiler.oracle.Evaluation;
import dev.bpnet.compiler.oracle.Oracle;
import dev.bpnet.compiler.oracle.Quantity;
import dev.bpnet.compiler.rewrite.Rewriter;
import org.junit.jupiter.api.Test;

/** Gradients of random graphs against dual numbers: every partial of every parameter and input. */
class GradientTest {
  private static final int GRAPHS = Boolean.getBoolean("bpnet.long") ? 20_000 : 300;

  @Test
  void agreeWithDualNumbers() {
    int compared = 0;
    for (int seed = 0; seed < GRAPHS; seed++) {
      compared += check(seed);
    }
    assertThat(compared).isGreaterThan(GRAPHS);
  }

  private static int check(long seed) {
    RandomGraph random = new RandomGraph(seed);
    Rewriter rewriter = new Rewriter();
    Graph stable = rewriter.stabilize(random.graph());
    Graph derived = new Differentiator().differentiate(stable, random.variables());
    Graph simple = rewriter.simplify(derived);
    int compared = 0;
    for (int batch = 1; batch <= 3; batch += 2) {
      Bindings bindings = random.bindings(batch);
      compared += compare(seed, random, stable, derived, bindings);
      compared += compare(seed, random, stable, simple, bindings);
    }
    return compared;
  }

  private static int compare(
      long seed, RandomGraph random, Graph stable, Graph derived, Bindings bindings) {
    Evaluation reference = Oracle.ofLoss(stable).evaluate(bindings);
    if (!(reference.kinkMargin() > 1e-10) || !Double.isFinite(reference.objective().value())) {
      return 0;
    }
    Evaluation gradients = Oracle.of(derived).evaluate(bindings);
    int compared = 0;
    for (Variable variable : random.variables()) {
      Node gradient = derived.gradients().get(variable);
      double[] values = gradients.values(gradient);
      double[] magnitudes = gradients.magnitudes(gradient);
      for (int i = 0; i < bindings.size(variable); i++) {
        Quantity expected = reference.along(Direction.element(variable, i, bindings)).objective();
        boolean perExample = variable.initializer().isEmpty();
        double scale = perExample ? bindings.batch() : 1;
        int at = gradient.perExample() || !perExample ? i : i % variable.shape().size();
        double s = scale * expected.magnitude();
        if (!Double.isFinite(s)) {
          continue;
        }
        assertThat(values[at])
            .as("seed %d, d%s[%d], own S %s", seed, variable.name(), i, magnitudes[at])
            .satisfies(
                value ->
                    assertThat(Math.abs(value - scale * expected.value()))
                        .as("%s for %s", value, scale * expected.value())
                        .isLessThanOrEqualTo(1e-12 * s));
        compared++;
      }
    }
    return compared;
  }
}
