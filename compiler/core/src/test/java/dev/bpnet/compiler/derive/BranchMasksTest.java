package dev.bpnet.compiler.derive;

import static dev.bpnet.compiler.derive.Networks.B;
import static dev.bpnet.compiler.derive.Networks.derived;
import static dev.bpnet.compiler.derive.Networks.graph;
import static dev.bpnet.compiler.derive.Networks.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an untaken branch holds, be it infinite or NaN, stays out of the gradient. */
class BranchMasksTest {
  private final Variable x = Networks.input("x");
  private final Variable xs = Networks.input("xs", 3);
  private final Variable w = Networks.parameter("w");

  @Test
  void logarithmOfWhatIsNotPositive() {
    Node loss = B.select(positive(leaf(x)), B.unary(Op.LOG, leaf(x)), B.constant(0));

    assertThat(gradient(loss, x, Bindings.of(3).with(x, 2, 0, -1))).containsExactly(0.5, 0, 0);
    assertThat(Formula.of(derived(graph(loss), x)))
        .endsWith("4[] = divide 1 x\nx'5[] = select 1 4 0\nloss = 3\ndx = x'5");
  }

  @Test
  void chainOfOperationsUnderOneBranch() {
    Node chain = B.unary(Op.LOG, B.unary(Op.SQRT, B.negate(leaf(x))));
    Node loss = B.select(positive(B.negate(leaf(x))), chain, leaf(x));

    assertThat(gradient(loss, x, Bindings.of(3).with(x, -4, 0, 5))).containsExactly(-0.125, 1, 1);
  }

  @Test
  void normAtZero() {
    Node s = B.sumAll(B.multiply(leaf(xs), leaf(xs)));
    Node zero = B.constant(0);
    Node loss = B.select(B.binary(Op.EQUAL, s, zero), zero, B.unary(Op.SQRT, s));

    assertThat(gradient(loss, xs, Bindings.of(2).with(xs, 0, 0, 0, 0, 0, -4)))
        .containsExactly(0, 0, 0, 0, 0, -1);
  }

  @Test
  void sumOfLogarithmsUnderAScalarCondition() {
    Node logs = B.sumAll(B.unary(Op.LOG, leaf(xs)));
    Node loss = B.select(positive(leaf(x)), logs, B.constant(0));
    Bindings bindings = Bindings.of(2).with(x, 1, -1).with(xs, 1, 2, 4, 0, -1, 0);

    assertThat(gradient(loss, xs, bindings)).containsExactly(1, 0.5, 0.25, 0, 0, 0);
  }

  @Test
  void scalarRepeatedUnderElementwiseConditions() {
    Node repeated = B.expand(B.unary(Op.LOG, leaf(w)), Shape.of(3));
    Node zero = B.constant(0, Shape.of(3));
    Node product = B.multiply(repeated, leaf(xs));
    Node loss = B.sumAll(B.select(B.binary(Op.LESS, zero, leaf(xs)), product, zero));

    Bindings untaken = Bindings.of(2).with(w, 0).with(xs, -1, -2, 0, 0, 0, -3);
    assertThat(gradient(loss, w, untaken)).containsExactly(0);
    Bindings taken = Bindings.of(2).with(w, 0.5).with(xs, -1, 2, 0, 0, 0, 4);
    assertThat(gradient(loss, w, taken)).containsExactly(6);
  }

  @Test
  void valueOutsideOfTheLoopThatSelectsIt() {
    LoopIndex t = new LoopIndex("t", 2);
    Node log = B.unary(Op.LOG, leaf(w));
    Node step = B.multiply(log, B.toReal(B.index(t)));
    Node value = B.select(positive(leaf(w)), step, B.constant(0));
    Node loop = B.loop(List.of(), new Attribute.Loop(t, false, List.of(), List.of(value)));
    Node loss = B.sumAll(B.result(loop, 0));

    assertThat(gradient(loss, w, Bindings.of(1).with(w, 0))).containsExactly(0);
    assertThat(gradient(loss, w, Bindings.of(1).with(w, 0.5))).containsExactly(2);
  }

  @Test
  void bothBranchesMeetInOneSelect() {
    Node leaky = B.select(positive(leaf(x)), leaf(x), B.multiply(B.constant(0.01), leaf(x)));
    Node loss = B.unary(Op.SIN, leaky);

    assertThat(Formula.of(derived(graph(loss), x)))
        .endsWith(
            """
            5[] = cos 3
            6[] = multiply 0.01 5
            x'7[] = select 1 5 6
            loss = 4
            dx = x'7""");
    assertThat(gradient(leaky, x, Bindings.of(1).with(x, 0))).containsExactly(0.01);
  }

  @Test
  void selectsNestedDeeply() {
    int depth = 300;
    Node nested = B.unary(Op.LOG, leaf(x));
    for (int i = 0; i < depth; i++) {
      Node condition = B.binary(Op.LESS, leaf(x), B.constant(100 + i));
      nested = B.select(condition, B.add(nested, leaf(x)), B.constant(0));
    }
    Node loss = B.select(positive(leaf(x)), nested, B.constant(0));

    assertThat(gradient(loss, x, Bindings.of(4).with(x, 2, 0, -1, 100)))
        .containsExactly(depth + 0.5, 0, 0, depth - 1);
    assertThat(derived(graph(loss), x).nodes()).hasSizeLessThan(12 * depth);
  }

  @Test
  void selectsNestedDeeplyOverElements() {
    int depth = 40;
    Node zero = B.constant(0, Shape.of(3));
    Node nested = B.expand(B.unary(Op.LOG, leaf(w)), Shape.of(3));
    for (int i = 0; i < depth; i++) {
      Node condition = B.binary(Op.LESS, leaf(xs), B.constant(100 + i, Shape.of(3)));
      nested = B.select(condition, B.multiply(nested, leaf(xs)), zero);
    }
    Node loss = B.sumAll(B.select(positive(leaf(xs)), nested, zero));

    Bindings untaken = Bindings.of(2).with(w, 0).with(xs, -1, -2, 0, 100, 0, -3);
    assertThat(gradient(loss, w, untaken)).containsExactly(0);
    Bindings taken = Bindings.of(2).with(w, 0.5).with(xs, -1, 1, 0, 0, 100, 1);
    assertThat(gradient(loss, w, taken)).containsExactly(2);
  }

  private static Node positive(Node node) {
    return B.binary(Op.LESS, B.constant(0, node.shape()), node);
  }

  private static double[] gradient(Node loss, Variable variable, Bindings bindings) {
    Graph derived = derived(graph(loss), variable);
    Node gradient = derived.gradients().get(variable);
    return Oracle.of(derived).evaluate(bindings).values(gradient);
  }
}
