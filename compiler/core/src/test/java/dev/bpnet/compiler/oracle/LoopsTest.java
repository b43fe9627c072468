package dev.bpnet.compiler.oracle;

import static dev.bpnet.compiler.oracle.Net.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoopsTest {
  private final Variable x = Net.input("x", 4, 2);
  private final Variable w = Net.parameter("w", 2);

  private static Node loopOf(
      LoopIndex t, boolean down, List<Node> first, List<Node> next, List<Node> yields) {
    return B.loop(first, new Attribute.Loop(t, down, next, yields));
  }

  private Node row(LoopIndex t) {
    Affine at = new Affine(0, List.of(new Affine.Term(1, t)));
    return B.reshape(
        B.slice(B.variable(x), List.of(at, Affine.constant(0)), Shape.of(1, 2)), Shape.of(2));
  }

  private Node row(int t) {
    List<Affine> at = List.of(Affine.constant(t), Affine.constant(0));
    return B.reshape(B.slice(B.variable(x), at, Shape.of(1, 2)), Shape.of(2));
  }

  private Node step(Node h, Node in) {
    return B.unary(Op.TANH, B.add(B.multiply(B.variable(w), h), in));
  }

  /**
   * The recurrence as a loop and written out agree in values, tangents and magnitudes, both ways.
   */
  @Test
  void aLoopIsItsIterationsInARow() {
    for (boolean down : new boolean[] {false, true}) {
      LoopIndex t = new LoopIndex("t", 4);
      Node h = B.carried(t, 0, Shape.of(2), Kind.REAL, Dependence.EXAMPLE);
      Node next = step(h, row(t));
      Node start = B.constant(0.5, Shape.of(2));
      Node loop = loopOf(t, down, List.of(start), List.of(next), List.of(next, h));
      Node last = B.result(loop, 0);
      Node after = B.result(loop, 1);
      Node before = B.result(loop, 2);
      Node[] written = new Node[4];
      Node state = start;
      for (int turn = 0; turn < 4; turn++) {
        int position = down ? 3 - turn : turn;
        state = step(state, row(position));
        written[position] = B.reshape(state, Shape.of(1, 2));
      }
      Node stacked = B.concat(List.of(written), 0);
      Random random = new Random(5);
      Bindings bindings =
          Bindings.of(3).with(x, Net.normal(24, random)).with(w, Net.normal(2, random));
      Evaluation evaluation = Oracle.of(last, after, before, state, stacked).evaluate(bindings);
      Direction direction =
          Direction.random(x, bindings, random).and(Direction.random(w, bindings, random));
      Derivative derivative = evaluation.along(direction);
      assertThat(evaluation.values(last)).isEqualTo(evaluation.values(state));
      assertThat(evaluation.values(after)).isEqualTo(evaluation.values(stacked));
      assertThat(derivative.values(last)).isEqualTo(derivative.values(state));
      assertThat(derivative.values(after)).isEqualTo(derivative.values(stacked));
      assertThat(derivative.magnitudes(after)).isEqualTo(derivative.magnitudes(stacked));
      int first = down ? 3 : 0;
      assertThat(evaluation.at(before, first * 2).value()).isEqualTo(0.5);
      assertThat(derivative.at(before, first * 2).value()).isZero();
    }
  }

  /** fib(t) by two carried values, each of which becomes the other's past. */
  @Test
  void carriedValuesAreReplacedTogether() {
    LoopIndex t = new LoopIndex("t", 10);
    Node a = B.carried(t, 0, Shape.SCALAR, Kind.REAL, Dependence.STEP);
    Node b = B.carried(t, 1, Shape.SCALAR, Kind.REAL, Dependence.STEP);
    Variable seed = Net.parameter("seed");
    Node loop =
        loopOf(
            t,
            false,
            List.of(B.constant(0), B.variable(seed)),
            List.of(b, B.add(a, b)),
            List.of(a));
    Node last = B.result(loop, 0);
    Node all = B.result(loop, 2);
    Bindings bindings = Bindings.of(2).with(seed, 1);
    Evaluation evaluation = Oracle.of(last, all).evaluate(bindings);
    assertThat(evaluation.values(last)).containsExactly(55);
    assertThat(evaluation.values(all)).containsExactly(0, 1, 1, 2, 3, 5, 8, 13, 21, 34);
    Derivative derivative = evaluation.along(Direction.of(seed, 2));
    assertThat(derivative.values(last)).containsExactly(110);
    assertThat(derivative.at(all, 9).value()).isEqualTo(68);
  }

  /** A value that starts once per step becomes one per example when the first update says so. */
  @Test
  void aCarriedValueSpreadsOverTheExamples() {
    LoopIndex t = new LoopIndex("t", 4);
    Node h = B.carried(t, 0, Shape.of(2), Kind.REAL, Dependence.EXAMPLE);
    Node loop = loopOf(t, false, List.of(B.variable(w)), List.of(B.add(h, row(t))), List.of(h));
    Node starts = B.result(loop, 1);
    Bindings bindings =
        Bindings.of(2).with(w, 10, 20).with(x, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2);
    Evaluation evaluation = Oracle.of(starts).evaluate(bindings);
    assertThat(evaluation.values(starts))
        .containsExactly(10, 20, 11, 21, 12, 22, 13, 23, 10, 20, 12, 22, 14, 24, 16, 26);
    Derivative derivative = evaluation.along(Direction.of(w, 1, 0));
    assertThat(derivative.values(starts))
        .containsExactly(1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0);
  }

  /** Random values in nested loops are keyed by both indices, outermost first. */
  @Test
  void iterationsDrawTheirOwnRandomValues() {
    LoopIndex t = new LoopIndex("t", 3);
    LoopIndex s = new LoopIndex("s", 2);
    Node drawn = B.random(7, Shape.of(2), List.of(B.index(t), B.index(s)));
    Node inner = B.result(loopOf(s, false, List.of(), List.of(), List.of(drawn)), 0);
    Node outer = B.result(loopOf(t, true, List.of(), List.of(), List.of(inner)), 0);
    Evaluation evaluation = Oracle.of(outer).evaluate(Bindings.of(2).withRandom(4, 9));
    long key = RandomValues.hash(4, 9, 7, 1, 2, 0, 1);
    int place = ((1 * 3 + 2) * 2 + 0) * 2 + 1;
    assertThat(evaluation.at(outer, place).value()).isEqualTo(RandomValues.uniform(key));
  }

  /** A thousand steps of x ← x·(1 + w/1000) come near exp(w), and so does the derivative. */
  @Test
  void manyStepsAreFine() {
    Variable rate = Net.parameter("rate");
    LoopIndex t = new LoopIndex("t", 1000);
    Node value = B.carried(t, 0, Shape.SCALAR, Kind.REAL, Dependence.STEP);
    Node growth = B.add(B.constant(1), B.divide(B.variable(rate), B.constant(1000)));
    Node loop =
        loopOf(t, false, List.of(B.constant(1)), List.of(B.multiply(value, growth)), List.of());
    Node last = B.result(loop, 0);
    Evaluation evaluation = Oracle.of(last).evaluate(Bindings.of(1).with(rate, 0.5));
    double expected = Math.pow(1.0005, 1000);
    assertThat(evaluation.at(last, 0).value()).isCloseTo(expected, within(1e-12));
    assertThat(evaluation.along(Direction.of(rate, 1)).at(last, 0).value())
        .isCloseTo(expected / 1.0005, within(1e-12));
  }
}
