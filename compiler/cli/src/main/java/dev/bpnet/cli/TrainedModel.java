package dev.bpnet.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.bpnet.cli.data.CsvScanner;
import dev.bpnet.cli.data.RememberedColumns;
import dev.bpnet.runtime.data.Standardization;
import dev.bpnet.runtime.weights.Weights;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file of weights has to say beside the weights, for predictions from a table: lists are one
 * line of CSV each.
 *
 * @param settings of the network that were given, by name
 * @param columns where the inputs stood
 * @param classNames by tensor
 * @param scaling of inputs and real targets
 */
record TrainedModel(
    Map<String, String> settings,
    RememberedColumns columns,
    Map<String, List<String>> classNames,
    Optional<Standardization> scaling) {
  private static final String SETTING = "setting.";
  private static final String CLASSES = "classes.";
  private static final String NAMES = "table.inputs";
  private static final String POSITIONS = "table.positions";
  private static final String WIDTH = "table.width";
  private static final String INPUT_MEANS = "scaling.input_means";
  private static final String INPUT_DEVIATIONS = "scaling.input_deviations";
  private static final String TARGET_MEANS = "scaling.target_means";
  private static final String TARGET_DEVIATIONS = "scaling.target_deviations";

  /** Reads the texts of a file of weights; what is not there is empty. */
  static TrainedModel of(Weights weights) {
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, List<String>> classNames = new LinkedHashMap<>();
    weights
        .metadata()
        .forEach(
            (key, text) -> {
              if (key.startsWith(SETTING)) {
                settings.put(key.substring(SETTING.length()), text);
              } else if (key.startsWith(CLASSES)) {
                classNames.put(key.substring(CLASSES.length()), list(text));
              }
            });
    try {
      return new TrainedModel(settings, columns(weights), classNames, scaling(weights));
    } catch (IllegalArgumentException e) {
      throw new UserError("the weights' file is damaged: " + e.getMessage());
    }
  }

  /** The same weights with these texts. */
  Weights describe(Weights weights) {
    Weights described = weights;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      described = described.with(SETTING + setting.getKey(), setting.getValue());
    }
    for (Map.Entry<String, List<String>> names : classNames.entrySet()) {
      described = described.with(CLASSES + names.getKey(), line(names.getValue()));
    }
    if (!columns.names().isEmpty()) {
      described = described.with(NAMES, line(columns.names()));
    }
    described =
        described
            .with(POSITIONS, line(columns.positions().stream().map(String::valueOf).toList()))
            .with(WIDTH, Integer.toString(columns.width()));
    if (scaling.isPresent()) {
      Standardization factors = scaling.get();
      described =
          described
              .with(INPUT_MEANS, numbers(factors.inputMeans()))
              .with(INPUT_DEVIATIONS, numbers(factors.inputDeviations()))
              .with(TARGET_MEANS, numbers(factors.targetMeans()))
              .with(TARGET_DEVIATIONS, numbers(factors.targetDeviations()));
    }
    return described;
  }

  private static RememberedColumns columns(Weights weights) {
    return weights
        .text(WIDTH)
        .map(
            width ->
                new RememberedColumns(
                    weights.text(NAMES).map(TrainedModel::list).orElse(List.of()),
                    list(weights.text(POSITIONS).orElse("")).stream()
                        .map(Integer::valueOf)
                        .toList(),
                    Integer.parseInt(width)))
        .orElse(RememberedColumns.NONE);
  }

  private static Optional<Standardization> scaling(Weights weights) {
    return weights
        .text(INPUT_MEANS)
        .map(
            means ->
                Standardization.of(
                    numbers(means),
                    numbers(weights.text(INPUT_DEVIATIONS).orElse("")),
                    numbers(weights.text(TARGET_MEANS).orElse("")),
                    numbers(weights.text(TARGET_DEVIATIONS).orElse(""))));
  }

  private static String numbers(double... values) {
    return line(Arrays.stream(values).mapToObj(Double::toString).toList());
  }

  private static double[] numbers(String line) {
    return list(line).stream().mapToDouble(Double::parseDouble).toArray();
  }

  private static String line(List<String> items) {
    if (items.isEmpty()) {
      return "";
    }
    StringWriter line = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(line)) {
      csv.writeRecord(items);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString().stripTrailing();
  }

  private static List<String> list(String line) {
    return line.isEmpty() ? List.of() : CsvScanner.commaSeparated(line);
  }
}
