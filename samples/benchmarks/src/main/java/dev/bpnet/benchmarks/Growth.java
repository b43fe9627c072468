package dev.bpnet.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Whether the cost of a step grows as its arithmetic does: the share of the processor's peak that
 * networks of growing widths reach, and the factor by which each is slower than the one before. In
 * processor time.
 */
final class Growth {
  private static final String LINE = "%-20s %14s %10s %9s %8s%n";

  private final Options options;
  private final PrintStream out;
  private final Harness harness;

  Growth(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
    harness = new Harness(options);
  }

  void run() throws IOException {
    double peak = options.peak().orElseGet(PeakProbe::gigaflops);
    out.printf(
        "%nGrowth: training in batches of %d; peak %.1f GFLOP/s (%s)%n",
        Shape.BATCH, peak, options.peak().isPresent() ? "as given" : "measured in plain Java");
    table("All widths doubled", peak, square());
    table("One width doubled", peak, hidden());
    table("Widths that no vector divides", peak, List.of("64-32-8", "63-33-7"));
  }

  private List<String> square() {
    List<String> shapes = new java.util.ArrayList<>(List.of("2-2-1", "4-4-4-2", "8-8-8-4"));
    int largest = options.quick() ? 1024 : 4096;
    for (int width = 16; width <= largest; width *= 2) {
      shapes.add(width + "-" + width + "-" + width + "-10");
    }
    return shapes;
  }

  private List<String> hidden() {
    int doublings = options.quick() ? 9 : 12;
    return IntStream.rangeClosed(1, doublings).mapToObj(n -> "64-" + (1 << n) + "-10").toList();
  }

  private void table(String title, double peak, List<String> shapes) throws IOException {
    out.printf("%n%s%n", title);
    out.printf(LINE, "shape", "CPU ns", "GFLOP/s", "of peak", "factor");
    double before = Double.NaN;
    for (String text : shapes) {
      Shape shape = Shape.of(text);
      Row row =
          new Row(
              text,
              text,
              "GrowthBenchmark",
              Map.of("subject", text),
              (double) Shape.BATCH * shape.repetitions(),
              "");
      double nanoseconds = harness.measure(row, Contender.Kind.VECTORS).cpu().orElseThrow();
      double rate = shape.operations() / nanoseconds;
      out.printf(
          LINE,
          text,
          ResultTable.digits(nanoseconds),
          ResultTable.digits(rate),
          "%.1f %%".formatted(100 * rate / peak),
          Double.isNaN(before) ? "" : "%.2f".formatted(nanoseconds / before));
      out.flush();
      before = nanoseconds;
    }
  }
}
