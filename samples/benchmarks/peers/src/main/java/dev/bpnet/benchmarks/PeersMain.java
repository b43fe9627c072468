package dev.bpnet.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures training steps of other libraries; arguments are networks, or --quick. */
final class PeersMain {
  private PeersMain() {}

  public static void main(String[] arguments) throws IOException {
    Options options = Options.parse(arguments);
    Harness harness = new Harness(options);
    ResultTable table = new ResultTable(Reference.read(Optional.empty()), System.out);
    table.begin("Training in other libraries, ns per example");
    for (Task task : options.tasks()) {
      Row row =
          new Row(
              task.label(),
              task.shape() + " (" + task.steps().batch() + ")",
              "PeerBenchmark",
              Map.of("subject", task.label()),
              task.steps().batch(),
              "");
      for (String library : List.of("smile", "dl4j", "djl")) {
        if (!(library.equals("smile") && task.usesAdam())) {
          table.add(row, library, harness.measure(row, library, List.of()));
        }
      }
    }
  }
}
