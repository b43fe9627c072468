package dev.bpnet.cli;

import dev.bpnet.cli.report.Json;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.explain.OperationCount;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.Choice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bpnet stats}: how large networks are, and which form their code has and why. */
@Command(
    name = "stats",
    header = "Say how a model is computed, and why so.",
    description =
        "Prints the size of each network and, for the network and its layers, the form that the"
            + " generated code has, with the figures that decided. --target auto says it of both"
            + " kinds of code.",
    sortOptions = false)
final class StatsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The model.")
  private Path file;

  @Mixin private NetworksOption networksOption = new NetworksOption();

  @Mixin private CodeOptions code = new CodeOptions();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private JsonOption jsonOption = new JsonOption();
  @Mixin private OutputOptions output = new OutputOptions();

  private final Console console;

  StatsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.setColor(output.color);
    CompilerOptions options = code.in(model.compilerOptions());
    List<CompiledNetwork> networks =
        networksOption.of(file, ModelCompiler.remarking(console).networks(file, options));
    for (CompiledNetwork network : networks) {
      console.out().print(jsonOption.json ? Json.of(json(network)) + "\n" : text(network));
    }
    return ExitCode.FINE;
  }

  private String text(CompiledNetwork network) {
    long trained = elements(network, Variable.Role.PARAMETER);
    StringBuilder text = new StringBuilder(network.model().name());
    text.append(
        String.format(
            Locale.ROOT,
            ": %,d trained parameters, %,d bytes of %s; %,d operations to predict an example\n",
            trained,
            trained * bytes(),
            code.precision().name().toLowerCase(Locale.ROOT),
            operations(network)));
    network
        .plans()
        .forEach(
            (target, choices) -> {
              text.append(name(target)).append(" code\n");
              for (Choice choice : choices) {
                text.append("  ").append(choice.part()).append(": ").append(choice.form());
                text.append("\n      ").append(choice.reason()).append('\n');
              }
            });
    return text.toString();
  }

  private static long operations(CompiledNetwork network) {
    return OperationCount.of(network.model().prediction()).totalPerExample();
  }

  private int bytes() {
    return code.precision() == CompilerOptions.Precision.FLOAT ? Float.BYTES : Double.BYTES;
  }

  private static long elements(CompiledNetwork network, Variable.Role role) {
    return network.model().variables(role).stream().mapToLong(v -> v.shape().size()).sum();
  }

  private Map<String, Object> json(CompiledNetwork network) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", network.model().name());
    json.put("trained", elements(network, Variable.Role.PARAMETER));
    json.put("bytes", elements(network, Variable.Role.PARAMETER) * bytes());
    json.put("operations", operations(network));
    List<Map<String, Object>> all = new ArrayList<>();
    network
        .plans()
        .forEach((target, choices) -> choices.forEach(choice -> all.add(json(target, choice))));
    json.put("choices", all);
    return json;
  }

  private static String name(CompilerOptions.Target target) {
    return target.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> json(CompilerOptions.Target target, Choice choice) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", name(target));
    json.put("part", choice.part());
    json.put("form", choice.form());
    json.put("reason", choice.reason());
    return json;
  }
}
