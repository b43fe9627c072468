package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With vectors one example alone is predicted by routines of its own. */
class OneExampleTest {
  private static final CompilerOptions VECTORS = CompilerOptions.DEFAULTS.withTarget(Target.VECTOR);

  private static final String SOFTMAX = "output y = softmax(z)";

  /**
   * @param outputs the statements of the outputs
   */
  private static SourceFile source(String outputs) {
    return new SourceFile(
        "one.bpnet",
        """
        network One {
            input  x[12]
            target t: class(10)
            a = x |> dense(19)
            h = a |> relu
            z = h |> dense(10)
            %s
            loss softmax_cross_entropy(z, t)
        }
        """
            .formatted(outputs));
  }

  private static Map<String, String> code(String outputs) {
    return GoldenCase.compile(source(outputs), VECTORS).sources();
  }

  @Test
  void theSoftmaxIsWrittenWhereTheCallerWantsIt() {
    assertThat(code(SOFTMAX).get("One")).containsPattern("yOne\\(0, [^;]*, outputs\\);");
    assertThat(code(SOFTMAX + "\n    output s = sum(h)").get("One"))
        .containsPattern("yOne\\(0, [^;]* y\\);");
  }

  @Test
  void theActivationIsAppliedToTheSums() {
    assertThat(code(SOFTMAX).get("OneVector")).contains(" hOnex").doesNotContain(" aOnex");
  }

  @Test
  void sumsThatAreReadElsewhereAreStored() {
    assertThat(code(SOFTMAX + "\n    output b = a").get("OneVector")).contains(" aOnex");
    assertThat(code(SOFTMAX + "\n    output b = 2 * a").get("OneVector")).contains(" aOnex");
    assertThat(code(SOFTMAX + "\n    output b = sum(a)").get("OneVector")).contains(" aOnex");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SOFTMAX,
        SOFTMAX + "\n    output b = a",
        SOFTMAX + "\n    output b = 2 * a",
        SOFTMAX + "\n    output b = sum(a)",
        "output y = z",
        "output b = h"
      })
  void itPredictsAsAmongOthers(String outputs) {
    Network.OfFloat network =
        (Network.OfFloat) new NetworkLoader().load(GoldenCase.compile(source(outputs), VECTORS));
    int count = 5;
    float[] inputs = new float[count * 12];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextDouble(-1, 1);
    }
    Examples.OfFloat examples =
        new Examples.OfFloat(count, inputs, new int[0], new float[0], new int[count]);
    int size = network.description().outputSize();
    float[] all = new float[count * size];
    network.predict(examples, 0, count, all);
    float[] one = new float[size + 1];
    for (int e = 0; e < count; e++) {
      Arrays.fill(one, Float.NaN);
      network.predict(examples, e, e + 1, one);
      for (int i = 0; i < size; i++) {
        assertThat(one[i]).isCloseTo(all[e * size + i], within(1e-5f));
      }
      assertThat(one[size]).as("behind the outputs").isNaN();
    }
  }
}
