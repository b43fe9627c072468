package dev.bpnet.cli;

import picocli.CommandLine.Option;

/** Options that every verb has. */
final class OutputOptions {
  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      defaultValue = "auto",
      description = "Colour messages (default: auto, on a terminal without NO_COLOR).")
  Console.Color color;

  @Option(names = "--debug", description = "Show stack traces of failures.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;
}
