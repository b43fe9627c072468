package dev.bpnet.benchmarks;

import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalDouble;

/** Prints a line as soon as it is measured. */
final class ResultTable {
  private static final String LINE = "%-9s %-22s %-9s %12s %12s %12s %8s %10s %10s%n";

  private final Reference reference;
  private final PrintStream out;

  ResultTable(Reference reference, PrintStream out) {
    this.reference = reference;
    this.out = out;
  }

  void begin(String title) {
    out.printf("%n%s%n", title);
    out.printf(
        LINE,
        "net",
        "shape",
        "who",
        "ns",
        "slowest JVM",
        "CPU ns",
        "B/op",
        "loss_check",
        "reference");
  }

  /** The last column is the ratio to the best reference figure; below 1 is faster than it. */
  void add(Row row, String contender, Measurement measured) {
    OptionalDouble best = reference.best(row);
    out.printf(
        LINE,
        row.net(),
        row.shape(),
        contender,
        digits(measured.median()),
        digits(measured.slowest()),
        measured.cpu().isPresent() ? digits(measured.cpu().getAsDouble()) : "",
        String.format(Locale.ROOT, "%.1f", measured.bytes()),
        measured.loss().isPresent()
            ? String.format(Locale.ROOT, "%.4g", measured.loss().getAsDouble())
            : "",
        best.isPresent()
            ? String.format(Locale.ROOT, "x %.2f", measured.median() / best.getAsDouble())
            : "");
    out.flush();
  }

  /** Four digits that count. */
  static String digits(double value) {
    int decimals = (int) Math.max(0, 3 - Math.floor(Math.log10(Math.max(value, 1e-9))));
    return String.format(Locale.ROOT, "%,." + Math.min(decimals, 3) + "f", value);
  }
}
