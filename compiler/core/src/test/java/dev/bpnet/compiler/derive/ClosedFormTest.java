package dev.bpnet.compiler.derive;

import static dev.bpnet.compiler.derive.Networks.B;
import static dev.bpnet.compiler.derive.Networks.dense;
import static dev.bpnet.compiler.derive.Networks.derived;
import static dev.bpnet.compiler.derive.Networks.graph;
import static dev.bpnet.compiler.derive.Networks.input;
import static dev.bpnet.compiler.derive.Networks.leaf;
import static dev.bpnet.compiler.derive.Networks.named;
import static dev.bpnet.compiler.derive.Networks.parameter;
import static dev.bpnet.compiler.derive.Networks.softmaxCrossEntropy;
import static dev.bpnet.compiler.derive.Networks.squaredError;
import static dev.bpnet.compiler.derive.Networks.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The derivations of textbooks: what comes out has the operations that one would write by hand. */
class ClosedFormTest {
  private final Variable x = input("x", 2);
  private final Variable t = target("t", 1);
  private final Variable weights1 = parameter("W1", 3, 2);
  private final Variable bias1 = parameter("b1", 3);
  private final Variable weights2 = parameter("W2", 1, 3);
  private final Variable bias2 = parameter("b2", 1);

  @Test
  void sigmoidAndSquaredError() {
    Node h = named("h", B.unary(Op.SIGMOID, dense(leaf(x), weights1, bias1)));
    Node y = named("y", B.unary(Op.SIGMOID, dense(h, weights2, bias2)));

    Graph graph = derived(graph(squaredError(y, leaf(t))), weights1, bias1, weights2, bias2);

    assertThat(Formula.of(graph))
        .isEqualTo(
            """
            1[3] = contract[ij,j->i] W1 x
            2[3] = add 1 b1
            h3[3] = sigmoid 2
            4[1] = contract[ij,j->i] W2 h3
            5[1] = add 4 b2
            y6[1] = sigmoid 5
            y'7[1] = subtract y6 t
            8[1] = multiply y'7 y'7
            9[] = reshape 8
            10[] = multiply 0.5 9
            11[1] = multiply y'7 y6
            12[1] = subtract 1 y6
            y.z'13[1] = multiply 11 12
            h'14[3] = contract[ij,i->j] W2 y.z'13
            15[3] = multiply h'14 h3
            16[3] = subtract 1 h3
            h.z'17[3] = multiply 15 16
            18[3, 2] = contract[i,j->ij] h.z'17 x
            W1'19![3, 2] = batch_mean 18
            b1'20![3] = batch_mean h.z'17
            21[1, 3] = contract[i,j->ij] y.z'13 h3
            W2'22![1, 3] = batch_mean 21
            b2'23![1] = batch_mean y.z'13
            loss = 10
            dW1 = W1'19
            db1 = b1'20
            dW2 = W2'22
            db2 = b2'23""");
  }

  @Test
  void softmaxThenCrossEntropyLeavesTheDifference() {
    Variable digit = Networks.classTarget("digit", 4);
    Variable weights = parameter("W", 4, 2);
    Variable bias = parameter("b", 4);
    Node logits = named("logits", dense(leaf(x), weights, bias));

    Graph graph = derived(graph(softmaxCrossEntropy(logits, leaf(digit))), weights, bias);

    assertThat(Formula.of(graph))
        .isEqualTo(
            """
            1[4] = contract[ij,j->i] W x
            logits2[4] = add 1 b
            3[4] = log_softmax[0] logits2
            4[] = pick 3 digit
            5[] = negate 4
            6[4] = softmax[0] logits2
            7[4] = one_hot digit
            logits'8[4] = subtract 6 7
            9[4, 2] = contract[i,j->ij] logits'8 x
            W'10![4, 2] = batch_mean 9
            b'11![4] = batch_mean logits'8
            loss = 5
            dW = W'10
            db = b'11""");
  }

  @Test
  void crossEntropyOfSoftmaxIsStableAndScalesByTheTotalOfTheTarget() {
    Variable p = target("p", 4);
    Variable weights = parameter("W", 4, 2);
    Variable bias = parameter("b", 4);
    Node logits = dense(leaf(x), weights, bias);
    Node y = named("y", B.along(Op.SOFTMAX, logits, List.of(0)));
    Node loss = B.negate(B.sumAll(B.multiply(leaf(p), B.unary(Op.LOG, y))));

    Graph graph = derived(graph(loss, "y", y), bias);

    assertThat(Formula.of(graph))
        .isEqualTo(
            """
            1[4] = contract[ij,j->i] W x
            2[4] = add 1 b
            3[4] = log_softmax[0] 2
            4[4] = multiply p 3
            5[] = sum[0] 4
            6[] = negate 5
            y7[4] = softmax[0] 2
            8[] = sum[0] p
            9[4] = expand 8
            10[4] = multiply y7 9
            11[4] = subtract 10 p
            b'12![4] = batch_mean 11
            loss = 6
            db = b'12""");
  }

  @Test
  void penaltyIsDifferentiatedOncePerStep() {
    Variable weights = parameter("W", 1, 2);
    Node o = B.contract(leaf(weights), leaf(x), MATRIX_VECTOR);
    Node penalty = B.multiply(B.constant(0.05), B.sumAll(B.multiply(leaf(weights), leaf(weights))));

    Graph graph = derived(graph(B.add(squaredError(o, leaf(t)), penalty)), weights);

    assertThat(Formula.of(graph))
        .contains("![1, 2] = multiply 0.1 W")
        .endsWith("W'13![1, 2] = add W'11 12\nloss = 9\ndW = W'13");
  }

  @Test
  void tanhReusesItsValue() {
    Node h = named("h", B.unary(Op.TANH, leaf(x)));
    Variable weights = parameter("W", 2);
    Node loss = B.sumAll(B.multiply(leaf(weights), h));

    Graph graph = derived(graph(loss), x);

    assertThat(Formula.of(graph))
        .endsWith(
            """
            4[2] = multiply h1 h1
            5[2] = subtract 1 4
            x'6[2] = multiply W 5
            loss = 3
            dx = x'6""");
  }

  private static final Attribute.Labels MATRIX_VECTOR =
      new Attribute.Labels(List.of(0, 1), List.of(1), List.of(0));
}
