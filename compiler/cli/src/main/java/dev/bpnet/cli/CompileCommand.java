package dev.bpnet.cli;

import dev.bpnet.cli.data.Plural;
import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import java.nio.file.Path;
import java.util.List;
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
      names = "--precision",
      paramLabel = "float|double",
      defaultValue = "float",
      description = "Java type of reals (default: float).")
  private CompilerOptions.Precision precision;

  @Option(
      names = "--unroll",
      paramLabel = "N",
      description = "Emit straight-line code for passes of at most N scalar operations.")
  private Integer unroll;

  @Option(
      names = "--dump",
      paramLabel = "ast|graph|gradient|loops",
      description = "Print what a phase made instead of the sources.")
  private Stage dump;

  @Mixin private ModelOptions model = new ModelOptions();
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
    if (unroll != null && unroll < 0) {
      throw new ParameterException(spec.commandLine(), "--unroll wants 0 or more, not " + unroll);
    }
    List<ModelFile> files = ModelFile.find(places);
    ModelCompiler compiler = ModelCompiler.reporting(console, console.err(), jsonOption.json);
    ModelSettings settings =
        new ModelSettings(model.settings, files.stream().map(ModelFile::path).toList());
    DiagnosticCount count = new DiagnosticCount();
    SourceWriter writer = new SourceWriter();
    for (ModelFile file : files) {
      CompilationResult result =
          compiler.compile(file.path(), options(file).withSettings(settings.of(file.path())));
      count.add(result.diagnostics());
      if (result.hasErrors()) {
        continue;
      }
      result.networks().forEach(this::print);
      if (folder != null) {
        writer.write(folder, file.path(), result.networks());
      }
    }
    if (folder != null && !jsonOption.json) {
      console
          .err()
          .print(
              Plural.of(files.size(), "model")
                  + ", "
                  + count.text()
                  + ": "
                  + Plural.of(writer.written(), "file")
                  + " written, "
                  + writer.unchanged()
                  + " unchanged\n");
    }
    return count.errors() > 0 ? ExitCode.USER : ExitCode.FINE;
  }

  private CompilerOptions options(ModelFile file) {
    CompilerOptions options = model.compilerOptions().withPrecision(precision);
    if (unroll != null) {
      options = options.withUnroll(unroll);
    }
    if (model.sourceRoot == null && file.root().isPresent()) {
      options = options.withSourceRoot(file.root().get());
    }
    if (packageName != null) {
      return options.withPackage(packageName);
    }
    return file.packageName()
        .filter(SourceVersion::isName)
        .map(options::withPackage)
        .orElse(options);
  }

  private void print(CompiledNetwork network) {
    if (dump != null) {
      String text = network.dumps().get(dump.name().toLowerCase(java.util.Locale.ROOT));
      console.out().print(text == null ? "" : text.endsWith("\n") ? text : text + "\n");
    }
  }
}
