package dev.bpnet.cli;

import picocli.CommandLine.Option;

/** The option of verbs whose result a program may want. */
final class JsonOption {
  @Option(names = "--json", description = "Write results as JSON to the output, for programs.")
  boolean json;
}
