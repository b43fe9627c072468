package dev.bpnet.compiler.rewrite;

import static dev.bpnet.compiler.derive.Networks.B;
import static dev.bpnet.compiler.derive.Networks.graph;
import static dev.bpnet.compiler.derive.Networks.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.derive.Formula;
import dev.bpnet.compiler.derive.Networks;
import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class StableFormsTest {
  private final Variable z = Networks.input("z", 4);
  private final Node softmax = B.along(Op.SOFTMAX, leaf(z), List.of(0));
  private final Node sigmoid = B.unary(Op.SIGMOID, leaf(z));

  @Test
  void logarithms() {
    assertThat(stable(log(softmax))).startsWith("1[4] = log_softmax[0] z\n");
    assertThat(stable(log(sigmoid)))
        .startsWith("1[4] = negate z\n2[4] = softplus 1\n3[4] = negate 2\n");
    Node one = B.constant(1);
    assertThat(stable(log(B.subtract(one, sigmoid))))
        .startsWith("1[4] = softplus z\n2[4] = negate 1\n");
    assertThat(stable(B.unary(Op.LOG1P, B.negate(sigmoid))))
        .startsWith("1[4] = softplus z\n2[4] = negate 1\n");
  }

  @Test
  void throughDataMovement() {
    Node k = leaf(Networks.classTarget("k", 4));
    Node rows = leaf(Networks.classTarget("rows", 4, 2));
    List<UnaryOperator<Node>> movements =
        List.of(
            x -> B.reshape(x, Shape.of(2, 2)),
            x -> B.transpose(B.reshape(x, Shape.of(2, 2)), List.of(1, 0)),
            x -> B.slice(x, List.of(Affine.constant(1)), Shape.of(2)),
            x -> B.expand(x, Shape.of(3, 4)),
            x -> B.pick(x, k),
            x -> B.gather(x, rows),
            x -> B.concat(List.of(x, leaf(z)), 0));
    for (UnaryOperator<Node> movement : movements) {
      assertThat(stable(log(movement.apply(softmax)))).contains("log_softmax[0] z");
      assertThat(stable(log(movement.apply(sigmoid)))).contains("softplus");
    }
    assertThat(stable(log(B.subtract(B.constant(1), B.reshape(sigmoid, Shape.of(2, 2))))))
        .contains("softplus z")
        .doesNotContain("sigmoid");
  }

  @Test
  void insideLoops() {
    LoopIndex t = new LoopIndex("t", 4);
    Affine at = new Affine(0, List.of(new Affine.Term(1, t)));
    Node entry = B.slice(leaf(z), List.of(at), Shape.of(1));
    Node value = B.sumAll(log(B.unary(Op.SIGMOID, entry)));
    Node loop = B.loop(List.of(), new Attribute.Loop(t, false, List.of(), List.of(value)));

    assertThat(stable(B.result(loop, 0))).contains("softplus").doesNotContain("log ");
  }

  @Test
  void otherLogarithmsStay() {
    assertThat(stable(log(B.unary(Op.EXP, leaf(z))))).contains("= log 1");
    assertThat(stable(log(B.subtract(B.constant(2), sigmoid)))).contains("= log 2");
    assertThat(stable(log(B.pad(sigmoid, List.of(Affine.constant(1)), Shape.of(6)))))
        .contains("= log 2");
  }

  private static Node log(Node x) {
    return B.unary(Op.LOG, x);
  }

  private static String stable(Node value) {
    return Formula.of(new Rewriter().stabilize(graph(B.sumAll(value))));
  }
}
