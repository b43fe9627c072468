package dev.bpnet.cli;

import dev.bpnet.compiler.CompilerOptions;
import picocli.CommandLine.Option;

/** The option of what the generated code is made for. */
final class TargetOption {
  @Option(
      names = "--target",
      paramLabel = "scalar|vector|auto",
      defaultValue = "scalar",
      description = {
        "Plain Java, Java with vectors, or both (default: scalar).",
        "vector: javac and java need --add-modules jdk.incubator.vector.",
        "auto: javac needs it; a program takes vectors where java has it, too."
      })
  CompilerOptions.Target target;
}
