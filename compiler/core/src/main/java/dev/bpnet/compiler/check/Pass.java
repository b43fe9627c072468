package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.TrainSettings;
import dev.bpnet.compiler.graph.Variable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run of a network's body, or the computation of a constant, and what came of it so far. */
final class Pass {
  /** What is being run. */
  enum Mode {
    TRAINING,
    PREDICTION,
    CONSTANT
  }

  /**
   * The most expressions that a pass elaborates: beyond it inlining multiplies, not the network.
   */
  static final int MOST_WORK = 1_000_000;

  /** The deepest nesting of expressions through calls. */
  static final int MOST_DEPTH = 20_000;

  private final Program program;
  private final Mode mode;
  private final Round round;
  private final Map<String, Node> outputs = new LinkedHashMap<>();
  private final Map<String, Node> metrics = new LinkedHashMap<>();
  private final Map<Variable, Node> updates = new LinkedHashMap<>();
  private final Map<Path<Frame.Call>, Integer> sites = new HashMap<>();
  private final Map<Path<Frame.Call>, Set<String>> perExample = new HashMap<>();
  private final Set<String> named = new HashSet<>();
  private Optional<Node> loss = Optional.empty();
  private boolean hasLoss;
  private Optional<TrainSettings> train = Optional.empty();
  private long work;
  private boolean incomplete;

  Pass(Program program, Mode mode, Round round) {
    this.program = program;
    this.mode = mode;
    this.round = round;
  }

  Program program() {
    return program;
  }

  Mode mode() {
    return mode;
  }

  boolean training() {
    return mode == Mode.TRAINING;
  }

  Round round() {
    return round;
  }

  Diagnostics sink() {
    return round.sink();
  }

  Map<String, Node> outputs() {
    return outputs;
  }

  Map<String, Node> metrics() {
    return metrics;
  }

  Map<Variable, Node> updates() {
    return updates;
  }

  /** Whether the first output of a name is found, whatever it may be worth. */
  boolean isFirstOutput(String name) {
    return named.add("output " + name);
  }

  /** Likewise of a metric. */
  boolean isFirstMetric(String name) {
    return named.add("metric " + name);
  }

  boolean hasLoss() {
    return hasLoss;
  }

  /** There is a loss, whatever it may be worth. */
  void foundLoss() {
    hasLoss = true;
  }

  void setLoss(Node node) {
    loss = Optional.of(node);
  }

  Optional<TrainSettings> train() {
    return train;
  }

  void setTrain(TrainSettings settings) {
    train = Optional.of(settings);
  }

  /** The number of a random call site, the same whenever a loop's body is run again. */
  int site(Path<Frame.Call> key) {
    return sites.computeIfAbsent(key, k -> sites.size());
  }

  /**
   * The variables that a loop is known to carry per example. Kept while the loops around it are run
   * again, so that not every run finds it out anew.
   */
  Set<String> carriedPerExample(Path<Frame.Call> loop) {
    return perExample.computeIfAbsent(loop, k -> new HashSet<>());
  }

  /** Something has no value, and its reason was reported. */
  void foundUnknown() {
    incomplete = true;
  }

  /** Whether something has no value: what came of the pass is not the whole network. */
  boolean incomplete() {
    return incomplete;
  }

  /** Counts work: expressions, copies of repeats. */
  void spend(int units) {
    work += units;
  }

  /** Whether the limit is passed: nothing more is worth doing. */
  boolean exhausted() {
    return work > MOST_WORK;
  }

  /** Passes the limit. */
  void stop() {
    work = MOST_WORK + 1L;
  }

  Graph graph() {
    return new Graph(loss, outputs, metrics, updates, Map.of());
  }
}
