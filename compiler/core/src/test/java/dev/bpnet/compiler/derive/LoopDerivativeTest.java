package dev.bpnet.compiler.derive;

import static dev.bpnet.compiler.derive.Networks.B;
import static dev.bpnet.compiler.derive.Networks.derived;
import static dev.bpnet.compiler.derive.Networks.graph;
import static dev.bpnet.compiler.derive.Networks.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the derivative of a loop looks like; that it is right is {@link GradientTest}'s business.
 */
class LoopDerivativeTest {
  private static final Attribute.Labels MATRIX_VECTOR =
      new Attribute.Labels(List.of(0, 1), List.of(1), List.of(0));

  private final Variable xs = Networks.input("xs", 5, 2);
  private final Variable weights = Networks.parameter("W", 3, 2);
  private final Variable recurrent = Networks.parameter("R", 3, 3);
  private final Variable bias = Networks.parameter("b", 3);

  @Test
  void recurrentWeightsAreOneContractionOverTime() {
    LoopIndex t = new LoopIndex("t", 5);
    Node before = B.carried(t, 0, Shape.of(3), Kind.REAL, Dependence.EXAMPLE);
    Node sum =
        B.add(
            B.contract(leaf(weights), row(leaf(xs), t), MATRIX_VECTOR),
            B.contract(leaf(recurrent), before, MATRIX_VECTOR));
    Node h = Networks.named("h", B.unary(Op.TANH, B.add(sum, leaf(bias))));
    Node zero = B.constant(0, Shape.of(3));
    Node loop = B.loop(List.of(zero), new Attribute.Loop(t, false, List.of(h), List.of()));

    Graph graph = derived(graph(B.sumAll(B.result(loop, 0))), weights, recurrent, bias, xs);

    assertThat(Formula.of(graph))
        .isEqualTo(
            """
            for t
              1[1, 2] = slice[t, 0] xs t
              2[2] = reshape 1
              3[3] = contract[ij,j->i] W 2
              4[3] = contract[ij,j->i] R c0
              5[3] = add 3 4
              6[3] = add 5 b
              h7[3] = tanh 6
              next [h7]
              yield [h7, c0]
            8[] = loop 0 xs W R b
            9[3] = result[0] 8
            10[] = sum[0] 9
            11[5, 3] = result[1] 8
            for t down
              12[1, 3] = slice[t, 0] 11 t
              13[3] = reshape 12
              14[3] = multiply 13 13
              15[3] = subtract 1 14
              h.z'16[3] = multiply c0 15
              17[3] = contract[ij,i->j] R h.z'16
              18[2] = contract[ij,i->j] W h.z'16
              19[1, 2] = reshape 18
              next [17]
              yield [h.z'16, 19]
            20[] = loop 1 11 1 R W
            21[5, 3] = result[1] 20
            22[3, 2] = contract[ki,kj->ij] 21 xs
            W'23![3, 2] = batch_mean 22
            24[5, 3] = result[2] 8
            25[3, 3] = contract[ki,kj->ij] 21 24
            R'26![3, 3] = batch_mean 25
            27[3] = sum[0] 21
            b'28![3] = batch_mean 27
            29[5, 1, 2] = result[2] 20
            xs'30[5, 2] = reshape 29
            loss = 10
            dW = W'23
            dR = R'26
            db = b'28
            dxs = xs'30""");
  }

  @Test
  void loopWithoutAGradientStaysAsItIs() {
    LoopIndex t = new LoopIndex("t", 5);
    Node sum = B.carried(t, 0, Shape.of(2), Kind.REAL, Dependence.EXAMPLE);
    Node next = B.add(sum, B.unary(Op.EXP, row(leaf(xs), t)));
    Node zero = B.constant(0, Shape.of(2));
    Node loop = B.loop(List.of(zero), new Attribute.Loop(t, false, List.of(next), List.of()));
    Node loss = B.sumAll(B.contract(leaf(weights), B.result(loop, 0), MATRIX_VECTOR));

    Graph graph = derived(graph(loss), weights);

    assertThat(graph.nodes().stream().filter(node -> node.op() == Op.LOOP)).hasSize(1);
    assertThat(Formula.of(graph)).contains("yield []");
  }

  @Test
  void stepsOfOverlappingWindowsAreAddedInPlace() {
    LoopIndex t = new LoopIndex("t", 4);
    Affine start = new Affine(0, List.of(new Affine.Term(1, t)));
    Node window = B.slice(leaf(xs), List.of(start, Affine.constant(0)), Shape.of(2, 2));
    Node value = B.sumAll(B.multiply(window, window));
    Node loop = B.loop(List.of(), new Attribute.Loop(t, false, List.of(), List.of(value)));

    String formula = Formula.of(derived(graph(B.sumAll(B.result(loop, 0))), xs));

    assertThat(formula)
        .contains(
            """
            for t down
              7[2, 2] = slice[t, 0] xs t
              8[2, 2] = multiply 2 7
              9[5, 2] = pad[t, 0] 8 t
              10[5, 2] = add c0 9
              next [10]
            """);
  }

  @Test
  void slicesOfGatesAreJoinedAgain() {
    Variable z = Networks.input("z", 4);
    Node first = B.unary(Op.SIN, half(leaf(z), 0));
    Node second = B.unary(Op.COS, half(leaf(z), 2));

    String formula = Formula.of(derived(graph(B.sumAll(B.multiply(first, second))), z));

    assertThat(formula).contains("z'").contains("= concat[0]").doesNotContain("pad");
  }

  private static Node half(Node x, int start) {
    return B.slice(x, List.of(Affine.constant(start)), Shape.of(2));
  }

  private static Node row(Node matrix, LoopIndex t) {
    Affine at = new Affine(0, List.of(new Affine.Term(1, t)));
    return B.reshape(B.slice(matrix, List.of(at, Affine.constant(0)), Shape.of(1, 2)), Shape.of(2));
  }
}
