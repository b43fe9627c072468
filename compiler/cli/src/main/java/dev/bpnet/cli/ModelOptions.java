package dev.bpnet.cli;

import dev.bpnet.compiler.CompilerOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of how a model is compiled. */
final class ModelOptions {
  @Option(
      names = "-P",
      paramLabel = "NAME=VALUE",
      description = "Set a setting of the network; Net.name=value for one of several networks.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--source-root",
      paramLabel = "DIR",
      description = "Folder outside of which no import may lie.")
  Path sourceRoot;

  CompilerOptions compilerOptions() {
    CompilerOptions options = CompilerOptions.DEFAULTS.withSettings(settings);
    return sourceRoot == null ? options : options.withSourceRoot(sourceRoot);
  }
}
