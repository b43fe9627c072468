package dev.bpnet.cli;

import dev.bpnet.compiler.CompilerOptions;
import picocli.CommandLine.Option;

/** The option of the type that numbers have in the generated code. */
final class PrecisionOption {
  @Option(
      names = "--precision",
      paramLabel = "float|double",
      defaultValue = "float",
      description = "Java type of reals (default: float).")
  CompilerOptions.Precision precision;
}
