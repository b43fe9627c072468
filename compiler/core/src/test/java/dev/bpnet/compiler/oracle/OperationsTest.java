package dev.bpnet.compiler.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties that every operation has, on the graph of its specimen. */
class OperationsTest {
  private static final List<Variable> REALS = List.of(Specimens.A, Specimens.C, Specimens.W);

  @ParameterizedTest
  @EnumSource
  void theSpecimenContainsTheOperation(Op op) {
    Node root = Specimens.of(op);
    boolean inLoop = op == Op.INDEX || op == Op.CARRIED;
    assertThat(Topology.sort(List.of(root))).anyMatch(node -> node.op() == (inLoop ? Op.LOOP : op));
  }

  /** Against differences of fourth order, wherever no kink lies between the four points. */
  @ParameterizedTest
  @EnumSource
  void tangentsAreLimitsOfDifferences(Op op) {
    Node root = Specimens.of(op);
    Oracle oracle = Oracle.of(root);
    double h = 1e-3;
    int compared = 0;
    for (int seed = 0; seed < 40; seed++) {
      Bindings bindings = Specimens.bindings(op, seed);
      Direction direction = direction(bindings, seed);
      Derivative derivative = oracle.evaluate(bindings).along(direction);
      if (derivative.kinkDistance() < 10 * h) {
        continue;
      }
      double[] near = difference(oracle, root, bindings, direction, h);
      double[] far = difference(oracle, root, bindings, direction, 2 * h);
      for (int i = 0; i < near.length; i++) {
        Quantity tangent = derivative.at(root, i);
        double expected = (4 * near[i] - far[i]) / 3;
        assertThat(Math.abs(tangent.value() - expected))
            .as("element %s of seed %s: %s against %s", i, seed, tangent, expected)
            .isLessThanOrEqualTo(2e-9 * (tangent.magnitude() + 1));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  private static double[] difference(
      Oracle oracle, Node root, Bindings bindings, Direction direction, double h) {
    double[] after = oracle.evaluate(bindings.moved(direction, h)).values(root);
    double[] before = oracle.evaluate(bindings.moved(direction, -h)).values(root);
    for (int i = 0; i < after.length; i++) {
      after[i] = (after[i] - before[i]) / (2 * h);
    }
    return after;
  }

  private static Direction direction(Bindings bindings, int seed) {
    Random random = new Random(seed);
    Direction direction = Direction.of(Specimens.A, Net.normal(36, random));
    for (Variable variable : seed % 2 == 0 ? List.<Variable>of() : REALS) {
      direction = direction.and(Direction.random(variable, bindings, random));
    }
    return direction;
  }

  /** A relative change ε of every leaf changes values and tangents by at most ε·S. */
  @ParameterizedTest
  @EnumSource
  void magnitudesBoundWhatPerturbationsDo(Op op) {
    Node root = Specimens.of(op);
    Oracle oracle = Oracle.of(root);
    double epsilon = 1e-8;
    int compared = 0;
    for (int seed = 0; seed < 40; seed++) {
      Bindings bindings = Specimens.bindings(op, seed);
      Direction direction = direction(bindings, seed);
      Evaluation before = oracle.evaluate(bindings);
      Derivative slope = before.along(direction);
      if (before.kinkMargin() < 10 * epsilon) {
        continue;
      }
      Evaluation after = oracle.evaluate(shaken(bindings, epsilon, seed));
      Derivative afterSlope = after.along(direction);
      for (int i = 0; i < before.values(root).length; i++) {
        assertBound(before.at(root, i), after.at(root, i), epsilon);
        assertBound(slope.at(root, i), afterSlope.at(root, i), epsilon);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  private static void assertBound(Quantity before, Quantity after, double epsilon) {
    assertThat(before.magnitude()).isGreaterThanOrEqualTo(Math.abs(before.value()));
    assertThat(Math.abs(after.value() - before.value()))
        .as("%s, then %s", before, after)
        .isLessThanOrEqualTo(1.001 * epsilon * before.magnitude() + 1e-15);
  }

  private static Bindings shaken(Bindings bindings, double epsilon, int seed) {
    Random random = new Random(seed);
    Bindings result = bindings;
    for (Variable variable : REALS) {
      double[] numbers = bindings.get(variable).clone();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] *= 1 + (random.nextBoolean() ? epsilon : -epsilon);
      }
      result = result.with(variable, numbers);
    }
    return result;
  }

  /**
   * What a direction does not move has no tangent, and what it moves alike in all examples agrees.
   */
  @ParameterizedTest
  @EnumSource
  void classesAndUnusedVariablesHaveNoTangent(Op op) {
    Node root = Specimens.of(op);
    Bindings bindings = Specimens.bindings(op, 1);
    Variable unused = Net.parameter("unused", 2);
    Bindings more = bindings.with(unused, 1, 2);
    Derivative derivative = Oracle.of(root).evaluate(more).along(Direction.of(unused, 1, 1));
    assertThat(derivative.values(root)).containsOnly(0);
    assertThat(derivative.magnitudes(root)).containsOnly(0);
    assertThat(derivative.kinkDistance()).isInfinite();
  }
}
