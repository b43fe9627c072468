package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Variable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One source, two graphs over the same variables. */
class PassesTest {
  private static final String NORMALISED =
      """
      layer normalised(x) {
          param scale[dim(x, -1)] = ones()
          state m[dim(x, -1)]
          if training {
              b = batch_mean(x)
              update m = 0.9 * m + 0.1 * b
              return scale * (x - b)
          } else {
              return scale * (x - m)
          }
      }
      network N {
          input x[3]
          target t[3]
          output y = x |> normalised |> normalised
          loss mse(y, t)
          metric off = mae(y, t)
      }
      """;

  private static List<Variable> variables(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() == Op.VARIABLE)
        .map(Node::variable)
        .distinct()
        .toList();
  }

  @Test
  void shareTheirVariables() {
    Model model = Elaborated.model(NORMALISED);
    assertThat(model.variables()).containsAll(variables(model.training()));
    assertThat(model.variables()).containsAll(variables(model.prediction()));
    assertThat(model.variables(Variable.Role.STATE))
        .extracting(Variable::name)
        .containsExactly("y.normalised1.m", "y.normalised2.m");
  }

  @Test
  void onlyTrainingUpdates() {
    Model model = Elaborated.model(NORMALISED);
    assertThat(model.training().updates()).hasSize(2);
    assertThat(model.training().updates().values()).noneMatch(Node::perExample);
    assertThat(model.prediction().updates()).isEmpty();
    assertThat(model.prediction().nodes()).noneMatch(node -> node.op() == Op.BATCH_MEAN);
    assertThat(model.prediction().metrics()).containsOnlyKeys("off");
  }

  @Test
  void everyCallOfARandomFunctionIsAnother() {
    Model model =
        Elaborated.model(
            """
            fn noise() = random_uniform([2])
            layer noisy(x) {
                if training { return x + noise() } else { return x }
            }
            network N {
                input x[2]
                h = x |> noisy |> noisy
                repeat 2 { h = noisy(h) }
                for t in 0..3 { h = noisy(h) + noisy(h) }
                output y = h
                loss sum(h)
            }
            """);
    List<Node> randoms = new ArrayList<>();
    collect(model.training().nodes(), randoms);
    assertThat(randoms.stream().map(node -> ((Attribute.Site) node.attribute()).number()))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(randoms.stream().filter(node -> node.inputs().size() == 1)).hasSize(2);
    assertThat(model.prediction().nodes()).noneMatch(node -> node.op() == Op.RANDOM);
  }

  private static void collect(List<Node> nodes, List<Node> randoms) {
    for (Node node : nodes) {
      if (node.op() == Op.RANDOM && !randoms.contains(node)) {
        randoms.add(node);
      } else if (node.op() == Op.LOOP) {
        collect(LoopBody.of(node.loop()).nodes(), randoms);
      }
    }
  }

  @Test
  void weightsStandForAllOfTheNetwork() {
    Model model =
        Elaborated.model(
            """
            network N {
                input x[2]
                penalty = l2(weights) + size(parameters)
                param W[3, 2]
                param b[3]
                frozen param F[2, 2]
                output y = (W @ x + b) |> dense(4)
                loss sum(y) + penalty
            }
            """);
    Node concat =
        model.training().nodes().stream()
            .filter(node -> node.op() == Op.CONCAT)
            .findFirst()
            .orElseThrow();
    assertThat(concat.shape()).hasToString("[18]");
    assertThat(model.training().nodes())
        .anyMatch(node -> node.isConstant(6 + 3 + 12 + 4) && node.shape().isScalar());
    assertThat(model.training().nodes()).noneMatch(node -> node.isConstant(29));
  }

  @Test
  void aValueBearsTheNameOfItsVariable() {
    Model model =
        Elaborated.model(
            """
            fn twice(v) { d = 2 * v  return d }
            layer wrapped(x) { z = tanh(x)  return z }
            network N {
                input x[2]
                a = x
                b = wrapped(x * 2) + 1
                c = twice(b)
                repeat 2 { c = c * 3 }
                output y = c
                loss sum(y)
            }
            """);
    List<String> names =
        model.prediction().nodes().stream()
            .filter(node -> node.origin().name().isPresent() && node.op() != Op.VARIABLE)
            .map(node -> String.join("/", node.origin().scope()) + ":" + node.origin().name().get())
            .toList();
    assertThat(names).containsExactlyInAnyOrder("b:x", "b:z", ":b", ":c", ":c.0", ":c.1", ":loss");
  }
}
