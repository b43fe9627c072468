package dev.bpnet.cli;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of which networks of a file something is said. */
final class NetworksOption {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "Which of several networks (default: all).")
  private String name;

  /**
   * The network of the name, or all of them.
   *
   * @throws UserError if none has that name
   */
  List<CompiledNetwork> of(Path file, List<CompiledNetwork> networks) {
    return name == null
        ? networks
        : List.of(ModelCompiler.choose(file, networks, Optional.of(name)));
  }
}
