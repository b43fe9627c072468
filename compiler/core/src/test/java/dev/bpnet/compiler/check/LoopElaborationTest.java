package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Oracle;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loop computes what the same body does when it is written out. */
class LoopElaborationTest {
  private static final String HEAD =
      """
      network N {
          input x[4, 3]
          input k[4]: class(3)
          param W[3, 3]
          param V[4, 3]
          state m[3]
          s = 0
          h = zeros([3])
          P = W
      """;

  /** LOOP stands for the head of a loop over t in 0..4; results are in s, h and P. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOOP { s = s + sum(x[t]) }",
        "LOOP { h = tanh(W @ h + x[t]) }",
        "LOOP { h = tanh(W @ h + x[t])  s = s + h[0] * t }",
        "LOOP { P = P @ W }",
        "LOOP { P = P @ W  h = h + P @ x[t] }",
        "LOOP { h = h + P @ x[t]  P = P @ W }",
        "LOOP { a = tanh(P)  P = a @ W  h = h + a @ x[t]  s = s + sum(P) }",
        "LOOP { h = V[t] * x[t] + h }",
        "LOOP { h = tanh(V[t] @ W) * x[t] + h }",
        "LOOP { h = x[3 - t] * h + x[t] }",
        "LOOP { h = x[t] }",
        "LOOP { h = W[0] }",
        "h = x[0] LOOP { h = W[0] + 0 * h }",
        "LOOP { q = h  h = s + x[t]  s = sum(q) }",
        "LOOP { q = s  for j in 0..3 { q = q + x[t, j] * j } s = q }",
        "LOOP { for j in 0..3 { P = P @ W  s = s + P[0, 0] * x[t, j] } }",
        "LOOP { repeat i in 0..2 { h = h * (i + 1) + x[t] } }",
        "LOOP { s = s + (t > 1 ? x[t, 0] : x[t, 1]) }",
        "LOOP { s = s + (k[t] == 1) + W[k[t]][0] }",
        "LOOP { s = s + t^2 / 3 - (t - 1) * (2 - t) }",
        "LOOP { u = P  P = W @ u  u = u + 1  h = u @ h + x[t] }",
        "LOOP { if training { h = h + x[t] } else { h = h - x[t] } }",
        "LOOP { h = max(x[t..t + 1][0], h) }",
        "LOOP { h = h + x[floor(4 / 2)] * m }",
        "LOOP { s = 1 }",
        "LOOP { s = s }",
        "LOOP { P = P  h = h + x[t] }",
        "LOOP { a = 1 }",
        "LOOP { s = s + t + h[1]  h = W @ h + 1 }",
      })
  void isTheWrittenOutBody(String body) {
    String tail = "\noutput a = s\noutput b = h\noutput c = P\nloss sum(h) + s + sum(P) }";
    Model looped = Elaborated.model(HEAD + body.replace("LOOP", "for t in 0..4") + tail);
    Model written = Elaborated.model(HEAD + body.replace("LOOP", "repeat t in 0..4") + tail);
    for (String output : List.of("a", "b", "c")) {
      double[] expected = Elaborated.output(written, written.prediction(), output, Map.of());
      assertThat(Elaborated.output(looped, looped.prediction(), output, Map.of()))
          .as(output)
          .containsExactly(expected, within(1e-12));
    }
    loops(looped.training()).forEach(LoopElaborationTest::existsEquallyOften);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x[t]",
        "P @ x[t]",
        "W[0] * t",
        "V[t]",
        "tanh(V[t])",
        "x[0]",
        "W[0]",
        "t",
        "x[t] > 0",
        "k[t]",
        "argmax(x[t])",
        "h + s",
        "zeros([2])",
      })
  void stacksWhatItYields(String yielded) {
    String body = "{ h = h + x[t]  s = s + 1  P = P @ W  yield " + yielded + " }";
    Model looped =
        Elaborated.model(HEAD + "ys = for t in 0..4 " + body + " output y = ys loss 1 }");
    String written =
        "repeat t in 0..4 " + body.replace("yield", "q = ").replace("}", " ys = concat(ys, [q]) }");
    Model expected =
        Elaborated.model(
            HEAD
                + "t = 0 q = "
                + yielded
                + " ys = [q] "
                + written
                + " output y = ys[1..5] loss 1 }");
    double[] stack = Elaborated.output(looped, looped.prediction(), "y", Map.of());
    assertThat(stack)
        .containsExactly(
            Elaborated.output(expected, expected.prediction(), "y", Map.of()), within(1e-12));
    loops(looped.training()).forEach(LoopElaborationTest::existsEquallyOften);
  }

  private static Stream<Node> loops(Graph graph) {
    return graph.nodes().stream().filter(node -> node.op() == Op.LOOP);
  }

  private static void existsEquallyOften(Node loop) {
    Attribute.Loop body = loop.loop();
    assertThat(Stream.concat(body.next().stream(), body.yields().stream()))
        .allMatch(node -> node.perExample() == loop.perExample());
  }

  @Test
  void takesBatchMeansOfAllStepsAtOnce() {
    String source =
        """
        network N {
            input x[4, 3]
            h = zeros([3])
            if training {
                for t in 0..4 {
                    c = x[t] - batch_mean(x[t])
                    h = h + c * batch_mean(c * x[t])
                }
            }
            output y = h
            loss sum(h)
        }
        """;
    Model model = Elaborated.model(source);
    Node y = model.training().outputs().get("y");
    Variable x = model.variables().get(0);
    double[] numbers = new double[24];
    for (int i = 0; i < 24; i++) {
      numbers[i] = Math.sin(i * i);
    }
    double[] values = Oracle.of(y).evaluate(Bindings.of(2).with(x, numbers)).values(y);
    for (int j = 0; j < 3; j++) {
      double[] expected = new double[2];
      for (int t = 0; t < 4; t++) {
        double a = numbers[t * 3 + j];
        double b = numbers[12 + t * 3 + j];
        double mean = (a + b) / 2;
        double spread = ((a - mean) * a + (b - mean) * b) / 2;
        expected[0] += (a - mean) * spread;
        expected[1] += (b - mean) * spread;
      }
      assertThat(values[j]).isCloseTo(expected[0], within(1e-12));
      assertThat(values[3 + j]).isCloseTo(expected[1], within(1e-12));
    }
    loops(model.training()).forEach(LoopElaborationTest::existsEquallyOften);
  }

  @Test
  void stepsThatNoExampleEntersAreALoopOfTheirOwn() {
    Model model =
        Elaborated.model(
            HEAD + "for t in 0..4 { P = P @ W  h = h + P @ x[t] } output y = h loss sum(h) }");
    assertThat(loops(model.training()).map(Node::perExample)).containsExactly(false, true);
  }
}
