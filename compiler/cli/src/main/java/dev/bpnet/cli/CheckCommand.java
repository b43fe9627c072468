package dev.bpnet.cli;

import dev.bpnet.cli.data.Plural;
import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.generate.ModelSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bpnet check}: all diagnostics of some files. */
@Command(name = "check", header = "Report all mistakes in models.", sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Models to check.")
  private List<Path> files;

  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private JsonOption jsonOption = new JsonOption();
  @Mixin private OutputOptions output = new OutputOptions();

  private final Console console;

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.setColor(output.color);
    ModelCompiler compiler = ModelCompiler.reporting(console, console.out(), jsonOption.json);
    DiagnosticCount count = new DiagnosticCount();
    int unread = 0;
    List<Path> distinct = files.stream().distinct().toList();
    ModelSettings settings = new ModelSettings(model.settings, distinct);
    for (Path file : distinct) {
      try {
        CompilationResult result =
            compiler.compile(file, model.compilerOptions().withSettings(settings.of(file)));
        count.add(result.diagnostics());
      } catch (UserError e) {
        console.error(e.getMessage());
        unread++;
      }
    }
    if (!jsonOption.json && unread < distinct.size()) {
      String rest = unread == 0 ? "" : " in " + Plural.of(distinct.size() - unread, "file");
      console.err().print(count.text() + rest + "\n");
    }
    return unread == 0 && count.errors() == 0 ? ExitCode.FINE : ExitCode.USER;
  }
}
