package dev.bpnet.cli;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.DiagnosticRenderer;
import dev.bpnet.compiler.diagnostic.JsonRenderer;
import dev.bpnet.compiler.diagnostic.Severity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compiles a file and says what the compiler has to say about it, once. */
final class ModelCompiler {
  private final Console console;
  private final PrintStream stream;
  private final boolean json;

  private ModelCompiler(Console console, PrintStream stream, boolean json) {
    this.console = console;
    this.stream = stream;
    this.json = json;
  }

  /** Diagnostics are remarks beside the result. */
  static ModelCompiler remarking(Console console) {
    return new ModelCompiler(console, console.err(), false);
  }

  /** Diagnostics are the result, or part of it where a program reads it. */
  static ModelCompiler reporting(Console console, PrintStream text, boolean json) {
    return new ModelCompiler(console, json ? console.out() : text, json);
  }

  /**
   * The result, its diagnostics printed.
   *
   * @throws UserError if the file cannot be read
   * @throws UsageError if nothing but settings of the command line is wrong
   */
  CompilationResult compile(Path file, CompilerOptions options) {
    try {
      CompilationResult result = new Compiler(options).compile(file);
      print(result);
      return result;
    } catch (IOException e) {
      throw FileProblems.unreadable(file, e);
    }
  }

  /**
   * Prints the diagnostics of a result.
   *
   * @throws UsageError if nothing but settings of the command line is wrong
   */
  void print(CompilationResult result) {
    List<Diagnostic> errors =
        result.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).toList();
    if (!json && !errors.isEmpty() && errors.stream().allMatch(ModelCompiler::isOfSettings)) {
      throw new UsageError(
          errors.stream().map(ModelCompiler::text).distinct().collect(Collectors.joining("\n  ")));
    }
    print(result.diagnostics());
  }

  /**
   * The networks of a file, one or more.
   *
   * @throws FailedModelException if the file has errors
   */
  List<CompiledNetwork> networks(Path file, CompilerOptions options) {
    return model(file, options).networks();
  }

  /**
   * The result of a file with one or more networks.
   *
   * @throws FailedModelException if the file has errors
   */
  CompilationResult model(Path file, CompilerOptions options) {
    CompilationResult result = compile(file, options);
    if (result.hasErrors()) {
      throw new FailedModelException();
    }
    if (result.networks().isEmpty()) {
      throw new UserError(file + " declares no network");
    }
    return result;
  }

  /**
   * The network that is meant.
   *
   * @param name of it; empty if the file is to have just one
   */
  static CompiledNetwork choose(Path file, List<CompiledNetwork> networks, Optional<String> name) {
    List<CompiledNetwork> meant =
        networks.stream().filter(n -> name.map(n.model().name()::equals).orElse(true)).toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    String all = networks.stream().map(n -> n.model().name()).collect(Collectors.joining(", "));
    throw new UserError(
        name.map(absent -> file + " declares no network " + absent + ", only " + all)
            .orElse(file + " declares several networks (" + all + "); choose one with --network"));
  }

  private static boolean isOfSettings(Diagnostic diagnostic) {
    return diagnostic.code() == Code.UNKNOWN_SETTING || diagnostic.code() == Code.BAD_SETTING_VALUE;
  }

  /** A mistake in a setting, which the source does not show. */
  private static String text(Diagnostic diagnostic) {
    return "-P: " + diagnostic.message() + diagnostic.hint().map(hint -> "; " + hint).orElse("");
  }

  private void print(List<Diagnostic> diagnostics) {
    DiagnosticRenderer text =
        console.colored() ? DiagnosticRenderer.colored() : DiagnosticRenderer.plain();
    for (Diagnostic diagnostic : diagnostics) {
      if (json) {
        stream.print(JsonRenderer.render(diagnostic) + "\n");
      } else {
        stream.print(text.render(diagnostic));
      }
    }
  }
}
