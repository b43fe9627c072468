package dev.bpnet.compiler.gradcheck;

import static java.util.Arrays.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.TrainSettings;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Oracle;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final Span SPAN = new Span(new SourceFile("test.bpnet", ""), 0, 0);
  private static final NodeBuilder B =
      new NodeBuilder(new Origin(SPAN, List.of(), Optional.empty(), false));

  private static Variable variable(Variable.Role role, Kind kind, int... shape) {
    boolean external = role == Variable.Role.INPUT || role == Variable.Role.TARGET;
    return new Variable(
        role,
        role.name(),
        Shape.of(shape),
        kind,
        external ? Optional.empty() : Optional.of(new Initializer("zeros", List.of())),
        SPAN,
        "");
  }

  private static Model model(Node loss, Variable... variables) {
    Graph graph = new Graph(Optional.of(loss), Map.of(), Map.of(), Map.of(), Map.of());
    return new Model(
        "", "Test", "", SPAN, Map.of(), List.of(variables), graph, graph, TrainSettings.DEFAULTS);
  }

  private static Variable target(int... shape) {
    return variable(Variable.Role.TARGET, Kind.REAL, shape);
  }

  @Test
  void targetsOfACrossEntropyAreDistributions() {
    Variable z = variable(Variable.Role.INPUT, Kind.REAL, 2, 4);
    Variable t = target(2, 4);
    Node log = B.along(Op.LOG_SOFTMAX, B.variable(z), List.of(1));
    Node loss = B.negate(B.sumAll(B.multiply(B.variable(t), log)));
    assertDistributions(new Sampler(model(loss, z, t), 1).draw(3).get(t), 4);
  }

  @Test
  void targetsInsideALogarithmAreDistributions() {
    Variable p = variable(Variable.Role.INPUT, Kind.REAL, 5);
    Variable t = target(5);
    Node log =
        B.unary(Op.LOG, B.divide(B.variable(t), B.along(Op.SOFTMAX, B.variable(p), List.of(0))));
    Node loss = B.sumAll(B.multiply(B.variable(t), log));
    assertDistributions(new Sampler(model(loss, p, t), 1).draw(2).get(t), 5);
  }

  private static void assertDistributions(double[] numbers, int length) {
    for (int from = 0; from < numbers.length; from += length) {
      double sum = 0;
      for (int i = from; i < from + length; i++) {
        assertThat(numbers[i]).isBetween(0.0, 1.0);
        sum += numbers[i];
      }
      assertThat(sum).isCloseTo(1, within(1e-14));
    }
  }

  /** t·softplus(−z) + (1 − t)·softplus(z) with a single t. */
  @Test
  void aSingleProbabilityIsBetweenZeroAndOne() {
    Variable z = variable(Variable.Role.INPUT, Kind.REAL);
    Variable t = target();
    Node yes = B.multiply(B.variable(t), B.unary(Op.SOFTPLUS, B.negate(B.variable(z))));
    Node no =
        B.multiply(B.subtract(B.constant(1), B.variable(t)), B.unary(Op.SOFTPLUS, B.variable(z)));
    Bindings bindings = new Sampler(model(B.add(yes, no), z, t), 1).draw(200);
    assertThat(stream(bindings.get(t))).allMatch(number -> number > 0 && number < 1);
    assertThat(stream(bindings.get(z))).anyMatch(number -> number < 0);
  }

  @Test
  void otherTargetsAreAnyNumbers() {
    Variable z = variable(Variable.Role.INPUT, Kind.REAL, 3);
    Variable t = target(3);
    Node loss = B.sumAll(B.multiply(B.variable(t), B.unary(Op.TANH, B.variable(z))));
    Bindings bindings = new Sampler(model(loss, z, t), 1).draw(50);
    assertThat(stream(bindings.get(t)))
        .anyMatch(number -> number < -0.5)
        .anyMatch(number -> number > 1);
  }

  @Test
  void classesAreInRangeAndAllOccur() {
    Variable k = variable(Variable.Role.INPUT, Kind.classOf(4), 3);
    Node loss = B.sumAll(B.toReal(B.variable(k)));
    Bindings bindings = new Sampler(model(loss, k), 1).draw(40);
    assertThat(bindings.get(k)).contains(0, 1, 2, 3).hasSize(120);
  }

  /**
   * A logarithm of an input asks for positive inputs, one of a parameter for positive parameters.
   */
  @Test
  void drawsAgainWhileTheLossIsNotFinite() {
    Variable x = variable(Variable.Role.INPUT, Kind.REAL, 6);
    Variable w = variable(Variable.Role.FROZEN, Kind.REAL, 6);
    Node log = B.add(B.unary(Op.LOG, B.variable(x)), B.unary(Op.LOG, B.variable(w)));
    for (int seed = 0; seed < 5; seed++) {
      Bindings bindings = new Sampler(model(B.sumAll(log), x, w), seed).draw(4);
      assertThat(stream(bindings.get(x))).allMatch(number -> number > 0);
      assertThat(stream(bindings.get(w))).allMatch(number -> number > 0);
    }
  }

  @Test
  void staysAwayFromKinks() {
    Variable x = variable(Variable.Role.INPUT, Kind.REAL, 50);
    Node loss = B.sumAll(B.unary(Op.ABS, B.subtract(B.variable(x), B.constant(0.5))));
    Model model = model(loss, x);
    for (int seed = 0; seed < 20; seed++) {
      Bindings bindings = new Sampler(model, seed).draw(20);
      assertThat(Oracle.of(model.training()).evaluate(bindings).kinkMargin()).isGreaterThan(1e-8);
    }
  }
}
