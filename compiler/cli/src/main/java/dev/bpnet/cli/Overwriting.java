package dev.bpnet.cli;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Keeps a command from writing over a file that it reads. */
record Overwriting(CommandSpec command, Path output) {
  /**
   * Refuses an input that is the output too.
   *
   * @param option that names the input
   * @param input null if there is none
   * @throws ParameterException if it is
   */
  void refuse(String option, Path input) {
    if (isOutput(input)) {
      throw new ParameterException(
          command.commandLine(), "--output would overwrite " + input + ", which is " + option);
    }
  }

  /** Refuses a file that the model imports. */
  void refuseImports(CompilationResult model) {
    List<SourceFile> sources = model.sources();
    for (SourceFile source : sources.subList(Math.min(1, sources.size()), sources.size())) {
      Path file = Path.of(source.path());
      if (isOutput(file)) {
        throw new ParameterException(
            command.commandLine(), "--output would overwrite " + file + ", which FILE imports");
      }
    }
  }

  /** A device or a pipe may well be both. */
  private boolean isOutput(Path input) {
    try {
      return output != null
          && input != null
          && Files.isRegularFile(output)
          && Files.exists(input)
          && Files.isSameFile(output, input);
    } catch (IOException e) {
      throw FileProblems.unreadable(input, e);
    }
  }
}
