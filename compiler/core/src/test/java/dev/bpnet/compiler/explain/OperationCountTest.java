package dev.bpnet.compiler.explain;

import static dev.bpnet.compiler.derive.Networks.B;
import static dev.bpnet.compiler.derive.Networks.dense;
import static dev.bpnet.compiler.derive.Networks.derived;
import static dev.bpnet.compiler.derive.Networks.graph;
import static dev.bpnet.compiler.derive.Networks.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.derive.Networks;
import dev.bpnet.compiler.explain.OperationCount.Sort;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationCountTest {
  @Test
  void matrixTimesVectorPerExampleAndPenaltyPerStep() {
    Variable weights = Networks.parameter("W", 3, 2);
    Variable bias = Networks.parameter("b", 3);
    Node z = dense(leaf(Networks.input("x", 2)), weights, bias);
    Node penalty = B.sumAll(B.multiply(leaf(weights), leaf(weights)));

    OperationCount count = OperationCount.of(List.of(z, penalty));

    assertThat(count.perExample())
        .isEqualTo(Map.of(Sort.MULTIPLICATION, 6L, Sort.ADDITION, 3L + 3L));
    assertThat(count.perStep()).isEqualTo(Map.of(Sort.MULTIPLICATION, 6L, Sort.ADDITION, 5L));
    assertThat(count.totalPerExample()).isEqualTo(12);
    assertThat(count.totalPerStep()).isEqualTo(11);
  }

  @Test
  void loopsCountAllTheirIterations() {
    LoopIndex t = new LoopIndex("t", 7);
    Node value = B.unary(Op.SIN, B.multiply(leaf(Networks.input("x", 3)), B.toReal(B.index(t))));
    Node loop = B.loop(List.of(), new Attribute.Loop(t, false, List.of(), List.of(value)));

    assertThat(OperationCount.of(List.of(B.result(loop, 0))).perExample())
        .isEqualTo(Map.of(Sort.MULTIPLICATION, 21L, Sort.FUNCTION, 21L));
  }

  @Test
  void backpropagationSharesWhatExpansionRepeats() {
    Variable[] parameters = {
      Networks.parameter("w1", 3, 2), Networks.parameter("b1", 3),
      Networks.parameter("w2", 2, 3), Networks.parameter("b2", 2),
      Networks.parameter("w3", 1, 2), Networks.parameter("b3", 1)
    };
    Node h = leaf(Networks.input("x", 2));
    for (int layer = 0; layer < 3; layer++) {
      h = B.unary(Op.SIGMOID, dense(h, parameters[2 * layer], parameters[2 * layer + 1]));
    }
    Graph loss = graph(Networks.squaredError(h, leaf(Networks.target("t", 1))));

    Graph gradient = derived(loss, parameters);

    OperationCount forward = OperationCount.of(loss);
    OperationCount both = OperationCount.of(gradient);
    assertThat(forward.perExample().get(Sort.FUNCTION)).isEqualTo(6);
    assertThat(both.perExample().get(Sort.FUNCTION)).isEqualTo(6);
    // Backwards: δ three times 2 per unit, 8 products to carry it down, 14 to make gradients of it.
    assertThat(both.perExample().get(Sort.MULTIPLICATION))
        .isEqualTo(forward.perExample().get(Sort.MULTIPLICATION) + 2 * 6 + 8 + 14);
    assertThat(OperationCount.unshared(gradient)).isGreaterThan(20.0 * both.totalPerExample());
  }
}
