package dev.bpnet.cli;

import dev.bpnet.cli.data.Plural;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.generate.GenerationReport;
import dev.bpnet.compiler.generate.GenerationRequest;
import dev.bpnet.compiler.generate.ModelFile;
import dev.bpnet.compiler.generate.SourceGenerator;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bpnet compile}: Java sources of models, or what the phases made on the way there. */
@Command(
    name = "compile",
    header = "Write the Java sources of models.",
    description = "A model with errors leaves its earlier sources alone; the others are written.",
    sortOptions = false)
final class CompileCommand implements Callable<Integer> {
  /** What a phase made. */
  enum Stage {
    AST,
    GRAPH,
    GRADIENT,
    LOOPS
  }

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Models, or folders with models in them and below them.")
  private List<Path> places;

  @Option(
      names = {"-d", "--output"},
      paramLabel = "OUT",
      description = "Folder to write packages and sources to.")
  private Path folder;

  @Option(
      names = "--package",
      paramLabel = "P",
      description = "Package of models that name none (default: their folder below DIR).")
  private String packageName;

  @Option(
      names = "--dump",
      paramLabel = "ast|graph|gradient|loops",
      description = "Print what a phase made instead of the sources.")
  private Stage dump;

  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private CodeOptions code = new CodeOptions();
  @Mixin private JsonOption jsonOption = new JsonOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec;

  private final Console console;

  CompileCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.setColor(output.color);
    if (folder == null && dump == null) {
      throw new ParameterException(
          spec.commandLine(), "-d OUT says where to write (or --dump what to print)");
    }
    if (packageName != null && !SourceVersion.isName(packageName)) {
      throw new ParameterException(
          spec.commandLine(), "--package wants a Java package name, not '" + packageName + "'");
    }
    GenerationRequest request = new GenerationRequest(ModelFile.find(places), options());
    if (folder != null) {
      request = request.withOutput(folder);
    }
    ModelCompiler compiler = ModelCompiler.reporting(console, console.err(), jsonOption.json);
    DiagnosticCount count = new DiagnosticCount();
    GenerationReport report =
        new SourceGenerator(request)
            .run(
                (file, result) -> {
                  compiler.print(result);
                  count.add(result.diagnostics());
                  result.networks().forEach(this::print);
                });
    report.problems().forEach(console::error);
    if (folder != null && !jsonOption.json && report.problems().isEmpty()) {
      console
          .err()
          .print(
              Plural.of(report.models(), "model")
                  + ", "
                  + count.text()
                  + ": "
                  + Plural.of(report.written(), "file")
                  + " written, "
                  + report.unchanged()
                  + " unchanged\n");
    }
    return report.hasFailed() ? ExitCode.USER : ExitCode.FINE;
  }

  private CompilerOptions options() {
    CompilerOptions options = code.in(model.compilerOptions());
    return packageName == null ? options : options.withPackage(packageName);
  }

  private void print(CompiledNetwork network) {
    if (dump != null) {
      String text = network.dumps().get(dump.name().toLowerCase(Locale.ROOT));
      console.out().print(text == null ? "" : text.endsWith("\n") ? text : text + "\n");
    }
  }
}
