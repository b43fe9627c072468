package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.graph.GraphPrinter;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.TrainSettings;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.syntax.SourceParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The network that the manual begins with. */
class FirstLookTest {
  private static final String XOR =
      """
      /** Learns exclusive or. */
      network Xor {
          input  x[2]
          target t[1]

          h = x |> dense(3) |> tanh
          output y = h |> dense(1) |> sigmoid

          loss squared_error(y, t)

          train { optimizer = sgd(rate = 0.5)  batch = 4  epochs = 2000  stop = below(0.001) }
      }
      """;

  private static Model model(String text) {
    Diagnostics sink = new Diagnostics();
    List<Model> models =
        Checker.check(
            SourceParser.parse(new SourceFile("model.bpnet", text), sink),
            CheckOptions.DEFAULTS,
            sink);
    assertThat(sink.all()).isEmpty();
    return models.get(0);
  }

  @Test
  void elaboratesXor() {
    assertThat(GraphPrinter.print(model(XOR).training()))
        .isEqualTo(
            """
              %0 = 0.5 : []
              %1 = t : [1] example
              %2 = y.W : [1, 3]
              %3 = h.W : [3, 2]
              %4 = x : [2] example
              %5 = contract(%3, %4) [1, 0][0] to [1] : [3] example
              %6 = h.b : [3]
              %7 h.z = add(%5, %6) : [3] example
              %8 h = tanh(%7) : [3] example
              %9 = contract(%2, %8) [1, 0][0] to [1] : [1] example
              %10 = y.b : [1]
              %11 y.z = add(%9, %10) : [1] example
              %12 y = sigmoid(%11) : [1] example
              %13 = subtract(%1, %12) : [1] example
              %14 = multiply(%13, %13) : [1] example
              %15 = sum(%14) over [0] : [] example
              %16 loss = multiply(%0, %15) : [] example
              loss = %16
              output y = %12
            """);
  }

  @Test
  void readsTheTrainBlock() {
    TrainSettings train = model(XOR).train();
    assertThat(train.optimizer().name()).isEqualTo("sgd");
    assertThat(train.optimizer().arguments())
        .containsExactly(new TrainSettings.Argument("rate", 0.5));
    assertThat(train.batch()).isEqualTo(4);
    assertThat(train.epochs()).isEqualTo(2000);
    assertThat(train.stop()).hasSize(1);
  }
}
