package dev.bpnet.cli;

import dev.bpnet.cli.report.Json;
import dev.bpnet.cli.report.TextTable;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.gradcheck.GradientCheck;
import dev.bpnet.compiler.gradcheck.GradientCheckOptions;
import dev.bpnet.compiler.gradcheck.GradientReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bpnet gradcheck}: the generated gradient against two that are found otherwise. */
@Command(
    name = "gradcheck",
    header = "Check the generated gradient of a model.",
    description =
        "Compares every partial derivative by parameters and inputs, as the generated code computes"
            + " it, with dual numbers (within 1e-12·S, S the sum of magnitudes) and with central"
            + " differences (within 1e-6·S). Above 2,000 partials it takes 200 random ones of each"
            + " tensor and a random direction. Ratios are errors in units of their bounds: at most"
            + " 1 passes. Code of floats (--precision float) is compared with dual numbers alone,"
            + " within 4·2^-24·S; it can have other forms than that of doubles.",
    sortOptions = false)
final class GradcheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The model.")
  private Path file;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "3",
      description = "Examples in the batch (default: 3).")
  private int examples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of all that is drawn (default: 1).")
  private long seed;

  @Option(names = "--all", description = "Compare every partial, however many there are.")
  private boolean all;

  @Mixin private NetworksOption networksOption = new NetworksOption();

  @Option(
      names = "--precision",
      paramLabel = "float|double",
      defaultValue = "double",
      description = "Java type of reals in the code that is checked (default: double).")
  private CompilerOptions.Precision precision;

  @Option(
      names = "--target",
      paramLabel = "scalar|vector|auto",
      description = "What the code is made for (default: what train would run).")
  private CompilerOptions.Target target;

  @Mixin private PlanOptions plan = new PlanOptions();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private JsonOption jsonOption = new JsonOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec;

  private final Console console;

  GradcheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.setColor(output.color);
    if (examples < 1) {
      throw new ParameterException(
          spec.commandLine(), "--examples wants 1 or more, not " + examples);
    }
    CompilerOptions options =
        plan.in(
            model
                .compilerOptions()
                .withTarget(target())
                .withPrecision(precision)
                .withInputGradients());
    List<CompiledNetwork> networks =
        networksOption.of(file, ModelCompiler.remarking(console).networks(file, options));
    GradientCheck check = new GradientCheck(new GradientCheckOptions(examples, seed, all));
    List<GradientReport> reports = networks.stream().map(check::run).toList();
    for (GradientReport report : reports) {
      console.out().print(jsonOption.json ? Json.of(json(report)) + "\n" : text(report));
    }
    return reports.stream().allMatch(GradientReport::passed) ? ExitCode.FINE : ExitCode.USER;
  }

  private CompilerOptions.Target target() {
    if (target == null) {
      return Targets.best();
    }
    if (target != CompilerOptions.Target.SCALAR && !Targets.haveVectors()) {
      throw new UsageError(
          "--target "
              + target.name().toLowerCase(Locale.ROOT)
              + " wants a java with --add-modules jdk.incubator.vector");
    }
    return target;
  }

  private static String text(GradientReport report) {
    TextTable table = new TextTable();
    table.row("", "shape", "checked", "dual numbers", "differences", "");
    List<String> failures = new ArrayList<>();
    for (GradientReport.Row row : report.rows()) {
      table.row(
          row.subject().name().toLowerCase(Locale.ROOT) + " " + row.name(),
          row.shape().isEmpty() ? "" : row.shape().toString(),
          Integer.toString(row.checked()),
          ratio(row.oracleRatio()),
          row.differenced() == 0 ? "-" : ratio(row.differenceRatio()),
          row.passed() ? row.verdict() : "FAILED");
      if (!row.passed()) {
        failures.add(failure(row));
      }
    }
    return report.network()
        + "\n"
        + table
        + String.join("", failures)
        + (report.passed() ? "all agree\n" : "the generated gradient is wrong\n");
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.1e", ratio);
  }

  private static String failure(GradientReport.Row row) {
    GradientReport.Worst worst = row.worst();
    return String.format(
        Locale.ROOT,
        "%s %s: generated %s, dual numbers %s, difference %s, S %s\n",
        row.name(),
        worst.element(),
        worst.generated(),
        worst.oracle(),
        worst.difference(),
        worst.magnitude());
  }

  private static Map<String, Object> json(GradientReport report) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (GradientReport.Row row : report.rows()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("subject", row.subject().name().toLowerCase(Locale.ROOT));
      entry.put("name", row.name());
      entry.put("shape", row.shape());
      entry.put("checked", row.checked());
      entry.put("oracleRatio", row.oracleRatio());
      entry.put("differenced", row.differenced());
      entry.put("differenceRatio", row.differenceRatio());
      entry.put("zero", row.zero());
      entry.put("passed", row.passed());
      entry.put("worstElement", row.worst().element());
      entry.put("generated", row.worst().generated());
      entry.put("oracle", row.worst().oracle());
      rows.add(entry);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", report.network());
    json.put("passed", report.passed());
    json.put("rows", rows);
    return json;
  }
}
