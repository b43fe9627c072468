package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.diagnostic.Severity;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.TrainSettings;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.syntax.CompilationUnit;
import dev.bpnet.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a network's body, with {@code training} and without, until its parameters are all known. */
final class NetworkElaborator {
  private static final int MOST_ROUNDS = 8;

  private final Program program;
  private final Declaration.Network network;
  private final Map<String, String> overrides;
  private final boolean doubtful;

  /**
   * @param doubtful whether errors that are reported already may be of this network too
   */
  NetworkElaborator(
      Program program,
      Declaration.Network network,
      Map<String, String> overrides,
      boolean doubtful) {
    this.program = program;
    this.network = network;
    this.overrides = overrides;
    this.doubtful = doubtful;
  }

  /** What one round gave. */
  private record Outcome(
      Round round, Pass training, Pass prediction, Map<String, Double> settings) {}

  /**
   * The network, unless something is wrong with it.
   *
   * @param broken whether a part of it could not be read
   */
  Optional<Model> elaborate(boolean broken, Diagnostics sink) {
    Ownership ownership = new Ownership();
    Optional<List<Ownership.Entry>> known = Optional.empty();
    Optional<List<Object>> facts = Optional.empty();
    for (int count = 0; count < MOST_ROUNDS; count++) {
      Diagnostics own = new Diagnostics();
      Outcome outcome = round(new Round(ownership, known, own));
      if (outcome.training.exhausted() || outcome.prediction.exhausted()) {
        own.all().forEach(sink::add);
        return Optional.empty();
      }
      List<Ownership.Entry> entries = outcome.round.declared();
      boolean moved = ownership.settle();
      Optional<List<Object>> newFacts = Optional.of(facts(entries));
      if (!moved && newFacts.equals(facts)) {
        return finish(outcome, broken, own, sink);
      }
      known = Optional.of(entries);
      facts = newFacts;
    }
    sink.report(Code.UNSTABLE_PARAMETERS, network.name().span(), network.name().text());
    return Optional.empty();
  }

  private static List<Object> facts(List<Ownership.Entry> entries) {
    List<Object> facts = new ArrayList<>();
    entries.forEach(entry -> facts.add(List.of(entry, entry.declared().orElseThrow())));
    return facts;
  }

  private Outcome round(Round round) {
    Map<String, Double> settings = new LinkedHashMap<>();
    Pass training = pass(round, Pass.Mode.TRAINING, settings);
    Pass prediction = training.exhausted() ? training : pass(round, Pass.Mode.PREDICTION, settings);
    return new Outcome(round, training, prediction, settings);
  }

  private Pass pass(Round round, Pass.Mode mode, Map<String, Double> settings) {
    Pass pass = new Pass(program, mode, round);
    Frame frame = Frame.of(pass, program.file(), Frame.Sort.NETWORK);
    settings.putAll(new Settings(network, overrides).declare(frame));
    new StatementElaborator(frame).body(network.body());
    return pass;
  }

  private Optional<Model> finish(
      Outcome outcome, boolean broken, Diagnostics own, Diagnostics sink) {
    List<Variable> variables = outcome.round.variables();
    if (!broken && !(outcome.training.hasLoss() && outcome.prediction.hasLoss())) {
      own.report(Code.NO_LOSS, network.name().span(), network.name().text());
    }
    new Totals(network.name(), own).check(variables, outcome.prediction.outputs().values());
    boolean incomplete = outcome.training.incomplete() || outcome.prediction.incomplete();
    if (own.hasErrors() || broken || incomplete) {
      report(own, broken, sink);
      return Optional.empty();
    }
    Model model = model(outcome, variables);
    new Reach(model, network.name().span(), own).warn();
    own.all().forEach(sink::add);
    return Optional.of(model);
  }

  /** That there are no parameters is known only of a network whose declarations are right. */
  private void report(Diagnostics own, boolean broken, Diagnostics sink) {
    boolean otherErrors =
        own.all().stream()
            .anyMatch(d -> d.severity() == Severity.ERROR && d.code() != Code.NO_WEIGHTS);
    boolean follows = broken || doubtful || otherErrors;
    own.all().stream()
        .filter(diagnostic -> !follows || diagnostic.code() != Code.NO_WEIGHTS)
        .forEach(sink::add);
  }

  private Model model(Outcome outcome, List<Variable> variables) {
    List<Variable> ordered = new ArrayList<>();
    for (Variable.Role role : Variable.Role.values()) {
      variables.stream().filter(v -> v.role() == role).forEach(ordered::add);
    }
    CompilationUnit unit = program.file().unit();
    String packageName =
        String.join(".", unit.packageName().stream().map(part -> part.text()).toList());
    return new Model(
        packageName,
        network.name().text(),
        network.documentation().map(CompilationUnit.Documentation::text).orElse(""),
        network.span(),
        outcome.settings,
        ordered,
        outcome.training.graph(),
        outcome.prediction.graph(),
        outcome.training.train().orElse(TrainSettings.DEFAULTS));
  }
}
