package dev.bpnet.cli;

import dev.bpnet.cli.data.CsvFile;
import dev.bpnet.runtime.Description;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of how a table is read. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "CSV",
      description =
          "Table of examples, one a row (- for the standard input); comma, semicolon, tab or blanks between cells. Its columns"
              + " fill the inputs, then the targets, in the order of their declaration. Only a"
              + " network without inputs and targets needs none.")
  Path data;

  @Option(
      names = "--input",
      paramLabel = "COLUMN",
      description = "Columns of the inputs by name or number: a,b or 1-4; may be repeated.")
  List<String> inputs = new ArrayList<>();

  @Option(
      names = "--header",
      negatable = true,
      fallbackValue = "true",
      description = "The first row names the columns, or does not (default: judged by the rows).")
  Boolean header;

  @Option(names = "--skip-missing", description = "Leave out rows in which a cell is missing.")
  boolean skipMissing;

  /**
   * Makes sure that there is a table if the network asks for one.
   *
   * @throws ParameterException if there is none
   */
  void require(CommandSpec command, Description network) {
    if (data == null && !(network.inputs().isEmpty() && network.targets().isEmpty())) {
      throw new ParameterException(command.commandLine(), "--data CSV is missing");
    }
  }

  CsvFile open(Path path) {
    if (header == null) {
      return CsvFile.open(path, CsvFile.Header.GUESS);
    }
    return CsvFile.open(path, header ? CsvFile.Header.YES : CsvFile.Header.NO);
  }
}
