package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsCommandTest {
  private static final String WIDE =
      """
      network Wide {
          input  x[20]
          target t[3]
          h = x |> dense(48) |> tanh
          output y = h |> dense(3)
          loss squared_error(y, t)
      }
      """;

  @TempDir private Path folder;
  private Command command;

  @BeforeEach
  void write() throws IOException {
    command = new Command(folder);
    command.write("xor.bpnet", Command.XOR);
    command.write("wide.bpnet", WIDE);
  }

  @Test
  void aTinyNetworkHasOneForm() {
    Command.Outcome outcome = command.run("stats", "@xor.bpnet");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith("Xor: 13 trained parameters, 52 bytes of float; ")
        .contains(" operations to predict an example\nscalar code\n")
        .contains("  network: straight-line scalars\n      ")
        .contains("scalar operations (limit 320)");
  }

  @Test
  void everyLayerSaysItsFormAndTheFigures() {
    Command.Outcome outcome = command.run("stats", "@wide.bpnet", "--target", "auto");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith("Wide: 1,155 trained parameters, 4,620 bytes of float; ")
        .contains("\n  h.z: rows added for all examples\n      20x48 = 960 products; ")
        .contains("\nvector code\n  network: loops and vectors\n")
        .contains("\n  derivative by h.W: ");
  }

  @Test
  void aPlanThatIsAskedForIsTheOneThatIsTold() {
    assertThat(command.run("stats", "@xor.bpnet", "--plan", "loops").out())
        .contains("  network: loops\n      asked for\n");
    assertThat(command.run("stats", "@xor.bpnet", "--unroll", "0").out())
        .contains("scalar operations, above 0\n");
  }

  @Test
  void anImpossiblePlanIsAnErrorWithItsReason() {
    Command.Outcome outcome = command.run("stats", "@wide.bpnet", "--plan", "straight");

    assertThat(outcome.code()).isEqualTo(ExitCode.USER);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("error[BP0605]: the network 'Wide' has no plan 'straight': a method of it would");
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    Command.Outcome lanes = command.run("stats", "@wide.bpnet", "--plan", "units");
    assertThat(lanes.code()).isEqualTo(ExitCode.USAGE);
    assertThat(lanes.err()).contains("--plan units wants --target vector or auto");
    Command.Outcome both = command.run("stats", "@wide.bpnet", "--plan", "loops", "--unroll", "10");
    assertThat(both.code()).isEqualTo(ExitCode.USAGE);
    assertThat(both.err()).contains("--unroll is of --plan auto, not of --plan loops");
  }

  @Test
  void programsGetAnObjectForEachNetwork() {
    assertThat(command.run("stats", "@wide.bpnet", "--json", "--target", "vector").out())
        .startsWith("{\"network\":\"Wide\",\"trained\":1155,\"bytes\":4620,\"operations\":")
        .contains("{\"code\":\"vector\",\"part\":\"h.z\",\"form\":\"");
  }
}
