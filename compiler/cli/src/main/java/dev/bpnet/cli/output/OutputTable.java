package dev.bpnet.cli.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.bpnet.cli.data.Labels;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Predictions as CSV with a header: a scalar output under its name, an element of another under its
 * name and indices, one score of each class under the class's name, classes by name.
 */
public final class OutputTable {
  private final Predictions predictions;
  private final Labels labels;
  private final Pairing pairing;
  private final Description network;

  public OutputTable(Predictions predictions, Labels labels) {
    this.predictions = predictions;
    this.labels = labels;
    this.network = predictions.network();
    this.pairing = predictions.pairing();
  }

  /** Writes header and rows in UTF-8; the stream stays open. */
  public void write(OutputStream stream) throws IOException {
    CsvWriter csv =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(stream, StandardCharsets.UTF_8);
    csv.writeRecord(header());
    for (int example = 0; example < predictions.count(); example++) {
      csv.writeRecord(row(example));
    }
    csv.flush();
  }

  private List<String> header() {
    List<String> names = new ArrayList<>();
    for (Tensor output : network.outputs()) {
      for (int element = 0; element < output.size(); element++) {
        names.add(output.name() + suffix(output, element));
      }
    }
    return names;
  }

  private String suffix(Tensor output, int element) {
    if (output.size() == 1) {
      return "";
    }
    StringBuilder suffix = new StringBuilder();
    int rest = element;
    for (int axis = output.shape().size() - 1; axis >= 0; axis--) {
      int extent = output.shape().get(axis);
      boolean last = axis == output.shape().size() - 1;
      suffix.insert(0, "_" + (last ? entry(output, rest % extent) : rest % extent));
      rest /= extent;
    }
    return suffix.toString();
  }

  /** An index along the last axis, or the class that it stands for. */
  private String entry(Tensor output, int index) {
    List<Tensor> scored =
        network.targets().stream().filter(target -> Pairing.isScores(target, output)).toList();
    return (scored.size() == 1 ? Optional.of(scored.get(0)) : pairing.target(output))
        .filter(scored::contains)
        .map(target -> labels.of(target).name(index))
        .orElse(Integer.toString(index));
  }

  private List<String> row(int example) {
    List<String> cells = new ArrayList<>();
    for (Tensor output : network.outputs()) {
      Optional<Tensor> named = output.isClass() ? namedLike(output) : Optional.empty();
      IntStream.range(0, output.size())
          .mapToDouble(element -> predictions.value(example, output, element))
          .forEach(value -> cells.add(cell(output, named, value)));
    }
    return cells;
  }

  /** The target or input whose class names those of a class output are. */
  private Optional<Tensor> namedLike(Tensor output) {
    return pairing
        .target(output)
        .or(() -> only(network.targets(), output))
        .or(() -> only(network.inputs(), output));
  }

  private static Optional<Tensor> only(List<Tensor> tensors, Tensor output) {
    List<Tensor> alike = tensors.stream().filter(t -> t.classes() == output.classes()).toList();
    return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
  }

  private String cell(Tensor output, Optional<Tensor> named, double value) {
    if (output.isClass()) {
      int number = (int) value;
      return named
          .map(tensor -> labels.of(tensor).name(number))
          .orElseGet(() -> Integer.toString(number));
    }
    return network.precision() == Description.Precision.FLOAT
        ? Float.toString((float) value)
        : Double.toString(value);
  }
}
