package dev.bpnet.cli;

import dev.bpnet.cli.data.ColumnChoice;
import dev.bpnet.cli.data.CsvFile;
import dev.bpnet.cli.data.ExampleReader;
import dev.bpnet.cli.data.Labels;
import dev.bpnet.cli.data.Plural;
import dev.bpnet.cli.output.OutputTable;
import dev.bpnet.cli.output.Pairing;
import dev.bpnet.cli.output.Predictions;
import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.explain.Comparisons;
import dev.bpnet.compiler.files.AtomicFiles;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.weights.Weights;
import dev.bpnet.runtime.weights.WeightsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bpnet predict}: the outputs of a trained model for the rows of a table. */
@Command(
    name = "predict",
    header = "Predict from a table with trained weights.",
    description =
        "Writes the outputs by name as CSV. Columns of the table are found by the names that they"
            + " had in training, or else by their places; targets may be absent.",
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The model.")
  private Path file;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "Weights from 'bpnet train -o'.")
  private Path weightsFile;

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "CSV",
      description = "Where to write (default: the standard output).")
  private Path output;

  @Option(names = "--network", paramLabel = "NAME", description = "Which of several networks.")
  private String name;

  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();
  @Spec private CommandSpec spec;

  private final Console console;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    console.setColor(outputOptions.color);
    Overwriting overwriting = new Overwriting(spec, output);
    overwriting.refuse("FILE", file);
    overwriting.refuse("--weights", weightsFile);
    overwriting.refuse("--data", data.data);
    Optional.ofNullable(output).ifPresent(AtomicFiles::probe);
    Weights weights = load();
    TrainedModel trained = TrainedModel.of(weights);
    CompiledNetwork compiled = compiled(weights, trained);
    Network network = network(compiled, weights);
    Description description = network.description();
    if (description.outputs().isEmpty()) {
      throw new UserError(description.name() + " has no output to predict");
    }
    Labels labels = Labels.of(description, trained.classNames());
    Dataset examples = examples(description, trained, labels);
    Dataset scaled = trained.scaling().map(factors -> factors.apply(examples)).orElse(examples);
    Pairing pairing = Pairing.of(description, Comparisons.of(compiled.model()));
    write(new OutputTable(Predictions.of(network, scaled, pairing, trained.scaling()), labels));
    return ExitCode.FINE;
  }

  private Dataset examples(Description network, TrainedModel trained, Labels labels) {
    data.require(spec, network);
    if (data.data == null) {
      return TrainingData.EMPTY_EXAMPLE;
    }
    CsvFile file = data.open(data.data);
    boolean newClasses = trained.classNames().isEmpty();
    ExampleReader reader =
        new ExampleReader(network, labels, new ExampleReader.Options(data.skipMissing, newClasses));
    ExampleReader.Table table =
        reader.read(
            file, trained.columns().find(file, network, new ColumnChoice(data.inputs, List.of())));
    if (table.skipped() > 0) {
      console.note(
          Plural.of(table.skipped(), "row") + " with missing cells left out of the predictions");
    }
    return table.dataset();
  }

  private Weights load() {
    try {
      return Weights.load(weightsFile);
    } catch (WeightsException e) {
      String place = weightsFile + ": ";
      String reason = e.getMessage();
      throw new UserError(
          weightsFile
              + " cannot be used: "
              + (reason.startsWith(place) ? reason.substring(place.length()) : reason));
    } catch (IOException e) {
      throw FileProblems.unreadable(weightsFile, e);
    }
  }

  private CompiledNetwork compiled(Weights weights, TrainedModel trained) {
    Map<String, String> settings = new LinkedHashMap<>(trained.settings());
    settings.putAll(model.settings);
    CompilerOptions options =
        model
            .compilerOptions()
            .withSettings(settings)
            .withPrecision(precision(weights))
            .withTarget(Targets.best());
    List<CompiledNetwork> networks = networks(options);
    Optional<String> meant =
        Optional.ofNullable(name)
            .or(() -> networks.size() == 1 ? Optional.empty() : weights.network());
    return ModelCompiler.choose(file, networks, meant);
  }

  private Network network(CompiledNetwork compiled, Weights weights) {
    Network network = Loading.network(compiled);
    try {
      weights.into(network);
    } catch (WeightsException e) {
      throw new UserError(weightsFile + " does not belong to " + file + ": " + e.getMessage());
    }
    String fingerprint = network.description().fingerprint();
    if (weights.fingerprint().isPresent() && !weights.fingerprint().get().equals(fingerprint)) {
      console.note(file + " is not as it was when " + weightsFile + " was trained");
    }
    return network;
  }

  /** Settings that were not given now were given in training. */
  private List<CompiledNetwork> networks(CompilerOptions options) {
    try {
      CompilationResult result = ModelCompiler.remarking(console).model(file, options);
      new Overwriting(spec, output).refuseImports(result);
      return result.networks();
    } catch (UsageError e) {
      if (!model.settings.isEmpty()) {
        throw e;
      }
      throw new UserError(
          weightsFile + " does not belong to " + file + ": trained with " + e.getMessage());
    }
  }

  private static CompilerOptions.Precision precision(Weights weights) {
    return weights
        .text("bpnet.precision")
        .filter(text -> text.toUpperCase(Locale.ROOT).equals("DOUBLE"))
        .map(text -> CompilerOptions.Precision.DOUBLE)
        .orElse(CompilerOptions.Precision.FLOAT);
  }

  private void write(OutputTable table) throws IOException {
    if (output == null) {
      table.write(console.data());
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    table.write(bytes);
    AtomicFiles.write(Map.of(output, bytes.toByteArray()));
  }
}
