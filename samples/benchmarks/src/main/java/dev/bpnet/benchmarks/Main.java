package dev.bpnet.benchmarks;

import dev.bpnet.runtime.Network;
import dev.bpnet.training.Trainer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Measures what the command line names and prints a table of each part. */
final class Main {
  private final Options options;
  private final Harness harness;
  private final ResultTable table;
  private final PrintStream out;

  private Main(Options options, PrintStream out) throws IOException {
    this.options = options;
    this.out = out;
    harness = new Harness(options);
    table = new ResultTable(Reference.read(options.reference()), out);
  }

  public static void main(String[] arguments) throws IOException {
    try {
      new Main(Options.parse(arguments), System.out).run();
    } catch (IllegalArgumentException e) {
      System.err.println("run: " + e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
    } catch (IllegalStateException e) {
      System.err.println("run: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException {
    out.printf(
        "JDK %s, %d JVM%s for each figure, %s%n",
        System.getProperty("java.version"),
        options.forks(),
        options.forks() == 1 ? "" : "s",
        options.quick() ? "quick" : "full");
    if (options.wants("train")) {
      part("Training, ns per example", options.tasks().stream().map(Row::training));
    }
    if (options.wants("predict")) {
      Stream<Task> tasks = options.tasks().stream();
      Stream<Task> once = tasks.filter(task -> task != Task.W1B4 && !task.usesAdam());
      part("Prediction of one example, ns", once.map(Row::prediction));
    }
    if (options.wants("dense")) {
      part("One dense layer, prediction, ns", Stream.of(8, 16, 32, 64).map(Row::dense));
    }
    if (options.wants("gradient")) {
      part("Loss and gradient of a batch in double, ns", Stream.of(Row.gradient()));
    }
    if (options.wants("startup")) {
      startup();
    }
    if (options.wants("growth")) {
      new Growth(options, out).run();
    }
  }

  private void part(String title, Stream<Row> rows) throws IOException {
    List<Row> all = rows.toList();
    if (all.isEmpty()) {
      return;
    }
    table.begin(title);
    for (Row row : all) {
      List<Contender.Kind> contenders = new ArrayList<>(row.contenders());
      contenders.retainAll(options.contenders());
      for (Contender.Kind contender : contenders) {
        table.add(row, contender.label(), harness.measure(row, contender));
      }
    }
  }

  private void startup() throws IOException {
    out.printf(
        "%nJVM start to first trained step of W4: %.0f ms, with vectors %.0f ms%n",
        StartupTime.milliseconds(Contender.Kind.BPNET),
        StartupTime.milliseconds(Contender.Kind.VECTORS));
    size("bpnet-runtime", Network.class);
    size("bpnet-training", Trainer.class);
  }

  private void size(String artefact, Class<?> part) throws IOException {
    StartupTime.jarBytes(part)
        .ifPresent(bytes -> out.printf("%s jar: %.1f KB%n", artefact, bytes / 1000.0));
  }
}
