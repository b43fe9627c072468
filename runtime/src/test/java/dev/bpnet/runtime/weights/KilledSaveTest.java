package dev.bpnet.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.runtime.networks.LineDouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledSaveTest {
  private static final int WIDTH = 20_000;

  /** Saves for ever, all elements the number of the round; says when it has begun. */
  public static final class Saver {
    private Saver() {}

    public static void main(String[] arguments) throws IOException {
      LineDouble network = new LineDouble(WIDTH);
      for (int round = 1; ; round++) {
        java.util.Arrays.fill(network.parameters(), round);
        Weights.of(network).save(Path.of(arguments[0]));
        if (round == 1) {
          System.out.println("begun");
        }
      }
    }
  }

  @Test
  void aKilledSaveLeavesAWholeFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("w");
    for (int attempt = 0; attempt < 4; attempt++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Saver.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        assertThat(process.inputReader().readLine()).isEqualTo("begun");
        Thread.sleep(5 + 7 * attempt);
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      LineDouble network = new LineDouble(WIDTH);
      Weights.load(file).into(network);
      assertThat(network.parameters()).containsOnly(network.parameters()[0]);
      assertThat(network.parameters()[0]).isPositive();
    }
  }
}
