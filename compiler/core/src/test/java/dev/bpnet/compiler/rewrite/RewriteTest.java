package dev.bpnet.compiler.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.derive.Differentiator;
import dev.bpnet.compiler.derive.RandomGraph;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Evaluation;
import dev.bpnet.compiler.oracle.Oracle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random graphs with their gradients before and after every single pass, at ordinary points and at
 * the edges of the format. At the latter not {@link Selections}: it keeps zeros that derivation
 * made from meeting with NaN.
 */
class RewriteTest {
  private static final int GRAPHS = Boolean.getBoolean("bpnet.long") ? 20_000 : 150;
  private static final double ULP = 0x1p-52;

  /** Below, results lose digits for want of exponents. */
  private static final double UNDERFLOW = 1e-300;

  @Test
  void passesKeepNumbersAndTheirClass() {
    int compared = 0;
    for (int seed = 0; seed < GRAPHS; seed++) {
      compared += check(seed);
    }
    assertThat(compared).isGreaterThan(100 * GRAPHS);
  }

  @Test
  void simplifyingTwiceChangesNothing() {
    Rewriter rewriter = new Rewriter();
    for (int seed = 0; seed < GRAPHS; seed++) {
      RandomGraph random = new RandomGraph(seed);
      Graph stable = rewriter.stabilize(random.graph());
      assertThat(rewriter.stabilize(stable).roots()).isEqualTo(stable.roots());
      Graph simple =
          rewriter.simplify(new Differentiator().differentiate(stable, random.variables()));
      assertThat(rewriter.simplify(simple).roots()).as("seed %d", seed).isEqualTo(simple.roots());
    }
  }

  private static int check(long seed) {
    RandomGraph random = new RandomGraph(seed);
    Graph graph =
        new Differentiator()
            .differentiate(new Rewriter().stabilize(random.graph()), random.variables());
    List<Bindings> points = new ArrayList<>();
    points.add(random.bindings(2));
    points.add(random.withEdges(points.get(0)));
    points.add(random.withEdges(points.get(1)));
    int compared = 0;
    for (int round = 0; round < 2; round++) {
      for (Pass pass : Rewriter.passes()) {
        Graph after = pass.apply(graph, Uses.of(graph));
        for (Bindings point : points) {
          String name = "seed " + seed + ", " + pass.getClass().getSimpleName();
          if (!(pass instanceof Selections) || point == points.get(0)) {
            compared += compare(name, graph, after, point);
          }
        }
        graph = after;
      }
    }
    return compared;
  }

  private static int compare(String name, Graph before, Graph after, Bindings bindings) {
    if (before.roots().equals(after.roots())) {
      return 0;
    }
    Evaluation old = Oracle.of(before).evaluate(bindings);
    Evaluation now = Oracle.of(after).evaluate(bindings);
    int compared = 0;
    for (int root = 0; root < before.roots().size(); root++) {
      Node node = before.roots().get(root);
      double[] expected = old.values(node);
      double[] magnitudes = old.magnitudes(node);
      double[] actual = now.values(after.roots().get(root));
      for (int i = 0; i < expected.length; i++) {
        double value = actual[actual.length == expected.length ? i : i % actual.length];
        double bound = 4 * ULP * Math.max(magnitudes[i], UNDERFLOW);
        boolean fine =
            Double.isFinite(expected[i])
                ? Double.isFinite(value) && !(Math.abs(value - expected[i]) > bound)
                : Double.compare(expected[i], value) == 0;
        assertThat(fine)
            .as("%s: root %d[%d] was %s, is %s", name, root, i, expected[i], value)
            .isTrue();
        compared++;
      }
    }
    return compared;
  }
}
