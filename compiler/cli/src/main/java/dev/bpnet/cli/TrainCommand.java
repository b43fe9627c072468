package dev.bpnet.cli;

import dev.bpnet.cli.data.ColumnChoice;
import dev.bpnet.cli.output.Pairing;
import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.explain.Comparisons;
import dev.bpnet.compiler.files.AtomicFiles;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.weights.Weights;
import dev.bpnet.training.DivergenceException;
import dev.bpnet.training.Trainer;
import dev.bpnet.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bpnet train}: from a model and a table to weights. */
@Command(
    name = "train",
    header = "Train a model on a table.",
    description = "Compiles the model in memory, trains it, and says how good it became.",
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The model.")
  private Path file;

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "Columns of the targets, as --input (default: the last ones).")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--holdout",
      paramLabel = "FRACTION",
      description = "Part of the examples not to train on but to judge by, such as 0.2.")
  private Double holdout;

  @Option(
      names = "--test",
      paramLabel = "CSV",
      description = "A table to judge by; columns are found by the names that they have in --data.")
  private Path test;

  @Option(
      names = "--standardize",
      description =
          "Scale inputs and real targets to mean 0 and deviation 1. Outputs that the loss compares"
              + " with a target, by their difference, are scaled back.")
  private boolean standardize;

  @Mixin private TrainingOptions training = new TrainingOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to save the weights and what predict needs: model.safetensors.")
  private Path output;

  @Mixin private PrecisionOption precisionOption = new PrecisionOption();

  @Option(names = "--network", paramLabel = "NAME", description = "Which of several networks.")
  private String name;

  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private JsonOption jsonOption = new JsonOption();
  @Mixin private OutputOptions outputOptions = new OutputOptions();
  @Spec private CommandSpec spec;

  private final Console console;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.setColor(outputOptions.color);
    checkUsage();
    Overwriting overwriting = new Overwriting(spec, output);
    overwriting.refuse("FILE", file);
    overwriting.refuse("--data", data.data);
    overwriting.refuse("--test", test);
    Optional.ofNullable(output).ifPresent(AtomicFiles::probe);
    CompilationResult result =
        ModelCompiler.remarking(console)
            .model(
                file,
                model
                    .compilerOptions()
                    .withPrecision(precisionOption.precision)
                    .withTarget(Targets.best()));
    overwriting.refuseImports(result);
    CompiledNetwork compiled =
        ModelCompiler.choose(file, result.networks(), Optional.ofNullable(name));
    Network network = Loading.network(compiled);
    Pairing pairing = Pairing.of(network.description(), Comparisons.of(compiled.model()));
    Optional.ofNullable(training.seed).ifPresent(network::initialize);
    Trainer trainer = training.trainer(network);
    data.require(spec, network.description());
    TrainingData examples = TrainingData.read(data, plan(network, pairing), network.description());
    if (standardize && !pairing.coversRealTargets()) {
      console.note(
          "targets are not standardised: the loss takes no difference of each and an output");
    }
    TrainedModel trained =
        new TrainedModel(
            model.settings, examples.columns(), examples.labels().names(), examples.scaling());
    TrainingReport report =
        new TrainingReport(console, network, pairing, examples).asJson(jsonOption.json);
    report.begin();
    TrainingResult outcome = train(network, trainer, examples, report, trained);
    if (output != null) {
      save(output, network, trained);
    }
    report.end(outcome, Optional.ofNullable(output));
    return ExitCode.FINE;
  }

  private void checkUsage() {
    if (holdout != null && !(holdout > 0 && holdout < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--holdout is a fraction between 0 and 1, not " + holdout);
    }
    if (holdout != null && test != null) {
      throw new ParameterException(spec.commandLine(), "--holdout and --test exclude each other");
    }
  }

  private TrainingData.Plan plan(Network network, Pairing pairing) {
    TrainingData.Scaling scaling =
        !standardize
            ? TrainingData.Scaling.NONE
            : pairing.coversRealTargets() ? TrainingData.Scaling.ALL : TrainingData.Scaling.INPUTS;
    return new TrainingData.Plan(
        new ColumnChoice(data.inputs, targets),
        holdout,
        test,
        scaling,
        training.seed(network.description().training()));
  }

  private TrainingResult train(
      Network network,
      Trainer trainer,
      TrainingData examples,
      TrainingReport report,
      TrainedModel trained) {
    Dataset scaled = examples.scaled(examples.training());
    examples.holdout().map(examples::scaled).ifPresent(trainer::holdout);
    if (!network.description().metrics().isEmpty()) {
      trainer.measureTraining();
    }
    trainer.listener(report.progress());
    try {
      return trainer.train(scaled);
    } catch (DivergenceException e) {
      throw new UserError(
          "training diverged: "
              + e.getMessage()
              + keptWeights(e, network, trained)
              + "\n  a smaller --rate, --clip 'norm(1)' or --standardize may help");
    }
  }

  private String keptWeights(DivergenceException e, Network network, TrainedModel trained) {
    if (e.epoch() == 1) {
      return "";
    }
    if (output == null) {
      return "\n  with -o FILE they would have been saved";
    }
    Path kept = output.resolveSibling("last-good-" + output.getFileName());
    save(kept, network, trained);
    return "\n  they are saved in " + kept;
  }

  private static void save(Path path, Network network, TrainedModel trained) {
    try {
      trained.describe(Weights.of(network)).save(path);
    } catch (IOException e) {
      throw FileProblems.unwritable(path, e);
    }
  }
}
