package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Choice;
import dev.bpnet.compiler.loop.CodeSize;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Choices;
import dev.bpnet.compiler.lower.code.Elementwise;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.storage.Layout;
import dev.bpnet.compiler.lower.storage.StateUpdates;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The plan for tiny networks: weights in locals, every element a scalar. Each pass over a batch is
 * one routine: a head that reads the weights, a loop over the examples, a tail that writes sums
 * over the batch. One example is common enough with such networks to have forms of its own without
 * loop and sums; and the step of plain gradient descent is written out for all parameters.
 */
public final class StraightLinePlan {
  private static final Expr ZERO = new Expr.Int(0);

  /** More would not fit into the registers. */
  private static final int MOST_SIDE_BY_SIDE = 4;

  /** That a batch of fewer examples than lanes is compiled with, without a loop. */
  private static final int MOST_FEW_SUMS = 27;

  private final Model model;
  private final OptionalInt lanes;
  private final boolean asked;
  private final Layout layout;
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<Routine> routines = new ArrayList<>();

  /** Whether the training pass is one call, on arrays that are its parameters. */
  private boolean direct;

  /**
   * @param lanes of a vector of reals; absent for code without vectors
   * @param asked whether an example in each lane is asked for, even if batches do not fill them
   */
  public StraightLinePlan(Model model, OptionalInt lanes, boolean asked) {
    this.model = model;
    this.asked = asked;
    this.lanes = lanes;
    this.layout = new Layout(model);
  }

  public Program program(ScalarCost cost) {
    Graph training = model.training();
    boolean trains = training.loss().isPresent();
    Optional<Buffer> states = newStates(training);
    states.ifPresent(buffers::add);
    if (training.gradients().keySet().stream().anyMatch(StraightLinePlan::isInput)) {
      buffers.add(layout.array(Buffer.Role.INPUT_GRADIENT));
    }
    boolean predicts = !model.prediction().outputs().isEmpty();
    direct = trains && canBeDirect(states);
    List<Program.Phase> phases = trains ? List.of(phase(cost, gradientOfBatch(states))) : List.of();
    Optional<Program.Few> few =
        hasFewLanes() ? Optional.of(gradientOfFew(states)) : Optional.empty();
    Program program =
        new Program(
            "straight-line: " + cost.operations() + " scalar operations",
            buffers,
            routines,
            Optional.empty(),
            predicts ? Optional.of(predict()) : Optional.empty(),
            trains ? Optional.of(evaluate()) : Optional.empty(),
            phases,
            states.map(buffer -> StateUpdates.routine(training, layout, buffer)),
            Map.of());
    return direct
        ? program.withDirect(
            new Program.Direct(
                predicts ? Optional.of(predictOne()) : Optional.empty(),
                gradientOfOne(states),
                few,
                descend()))
        : program;
  }

  /**
   * Derivatives by the inputs are asked for after the step, which then has to have been begun; and
   * a method that has to be divided gives its parts the fields of such a step, not its parameters.
   */
  private boolean canBeDirect(Optional<Buffer> states) {
    if (buffers.contains(layout.array(Buffer.Role.INPUT_GRADIENT))) {
      return false;
    }
    List<Routine> passes =
        List.of(predictOne(), gradientOfOne(states), gradientOfBatch(states, 1), descend());
    return passes.stream()
        .allMatch(pass -> CodeSize.ofRoutine(pass.body()) <= ScalarCost.MOST_BYTES);
  }

  private static Program.Phase phase(ScalarCost cost, Routine step) {
    return new Program.Phase(Program.Over.NOTHING, 1, cost.operations(), step);
  }

  private Optional<Buffer> newStates(Graph training) {
    int size = training.updates().keySet().stream().mapToInt(v -> v.shape().size()).sum();
    return size == 0
        ? Optional.empty()
        : Optional.of(
            new Buffer("newStates", Buffer.Role.FLAT, Type.REAL, 0, size, "States to come"));
  }

  private Routine predict() {
    Local from = Local.named("from", Type.INT);
    Local to = Local.named("to", Type.INT);
    ScalarPass pass = ScalarPass.over(layout, Index.of(from), Index.of(to), ZERO);
    ScalarRows rows = pass.stretches().get(0);
    Expr number = Expr.apply(Function.SUBTRACT, rows.example(0), Index.of(from));
    outputs(pass, Index.multiply(number, layout.size(Buffer.Role.OUTPUTS)));
    return new Routine("predict", "", List.of(from, to), pass.finish());
  }

  private Routine predictOne() {
    ScalarPass pass = ScalarPass.ofOne(layout, Index.of(Program.FIRST));
    outputs(pass, Index.ZERO);
    return new Routine(
        "predictOne", "Outputs of one example.", List.of(Program.FIRST), pass.finish());
  }

  private void outputs(ScalarPass pass, Expr place) {
    pass.read(model.prediction().outputs().values());
    ScalarRows rows = pass.stretches().get(0);
    ArrayRef outputs = ArrayRef.flat(layout.array(Buffer.Role.OUTPUTS));
    int number = 0;
    for (Node output : model.prediction().outputs().values()) {
      pass.compute(output);
      for (Expr element : pass.values(rows, 0).of(output)) {
        Expr value =
            element.type() == Type.REAL ? element : rows.block().let(Elementwise.toReal(element));
        rows.block().store(outputs, Index.add(place, Index.of(number++)), value);
      }
    }
  }

  private Routine evaluate() {
    Local from = Local.named("from", Type.INT);
    Local to = Local.named("to", Type.INT);
    Graph graph = model.prediction();
    ScalarPass pass = ScalarPass.over(layout, Index.of(from), Index.of(to), ZERO);
    Expr count = Expr.apply(Function.SUBTRACT, Index.of(to), Index.of(from));
    pass.read(graph.roots());
    Expr loss = pass.mean("lossSum", graph.loss().orElseThrow(), count);
    List<Expr> means = new ArrayList<>();
    for (Map.Entry<String, Node> metric : graph.metrics().entrySet()) {
      means.add(pass.mean(Hints.camel(metric.getKey() + ".sum"), metric.getValue(), count));
    }
    for (int i = 0; i < means.size(); i++) {
      ArrayRef metrics = ArrayRef.flat(layout.array(Buffer.Role.METRICS));
      pass.tail().store(metrics, Index.of(i), means.get(i));
    }
    pass.tail().add(new Stmt.Return(loss));
    return new Routine("evaluate", "", List.of(from, to), pass.finish());
  }

  private Routine gradientOfBatch(Optional<Buffer> states) {
    if (hasLanes()) {
      return gradientInLanes(states);
    }
    Routine routine = gradientOfBatch(states, 1);
    for (int sideBySide = MOST_SIDE_BY_SIDE; sideBySide > 1; sideBySide /= 2) {
      Routine wide = gradientOfBatch(states, sideBySide);
      if (CodeSize.ofRoutine(wide.body()) <= ScalarCost.MOST_BYTES) {
        return wide;
      }
    }
    return routine;
  }

  /** Whether it trains with an example in each lane of vectors; after {@link #program}. */
  public boolean hasLanes() {
    return lanes.isPresent() && model.training().loss().isPresent() && whyNoLanes().isEmpty();
  }

  /** How batches are trained on, where the target has vectors; after {@link #program}. */
  public Optional<Choice> choiceOfLanes() {
    if (lanes.isEmpty() || model.training().loss().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> why = whyNoLanes();
    return Optional.of(
        new Choice(
            "training on a batch",
            why.isPresent() && !hasFewLanes()
                ? "scalars, some examples side by side"
                : "straight-line vectors, " + Choices.LANES_ARE_EXAMPLES,
            hasFewLanes() ? fill("fill half of ") : why.orElseGet(this::whyLanes)));
  }

  private String whyLanes() {
    return asked ? "asked for" : fill("fill ");
  }

  private String fill(String how) {
    return "batches of " + model.train().batch() + " " + how + lanes.getAsInt() + " lanes";
  }

  /** Why a batch is not computed with an example in each lane of vectors; empty if it is. */
  private Optional<String> whyNoLanes() {
    int batch = model.train().batch();
    if (direct && !asked && batch < lanes.getAsInt()) {
      return Optional.of(fill("do not fill "));
    }
    return whyNoVectors();
  }

  /**
   * Whether a batch of the {@code train} block has a form of its own, with an example in each of
   * the first lanes. With half of the lanes used, elementary functions are what makes it faster
   * than scalars side by side: exclusive or takes 12.5 ns an example so, instead of 18.
   */
  private boolean hasFewLanes() {
    if (lanes.isEmpty() || asked || model.training().loss().isEmpty()) {
      return false;
    }
    int batch = model.train().batch();
    return batch < lanes.getAsInt()
        && batch >= lanes.getAsInt() / 2
        && whyNoForm().isEmpty()
        && summed().stream().mapToInt(node -> node.shape().size()).sum() <= MOST_FEW_SUMS
        && Topology.sort(summed()).stream()
            .anyMatch(node -> node.perExample() && LaneRows.functions(node) > 0);
  }

  private Optional<String> whyNoVectors() {
    Optional<String> why = whyNoForm();
    return why.isPresent() || inLanes().isPresent()
        ? why
        : Optional.of("a method of vectors would have too many operations");
  }

  /** Why examples cannot be in lanes; empty if they can, in methods of whatever length. */
  private Optional<String> whyNoForm() {
    if (!direct) {
      return Optional.of("derivatives by inputs are asked for, or a method would be too long");
    }
    List<Node> perExample = Topology.sort(summed()).stream().filter(Node::perExample).toList();
    for (Node node : perExample) {
      if (!LaneRows.fits(node, lanes.getAsInt())) {
        return Optional.of(
            node.op().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " has no form in lanes");
      }
    }
    long bytes = LaneRows.bytes(perExample);
    return bytes > ScalarCost.MOST_BYTES
        ? Optional.of("a method of it would have about " + bytes + " bytes of bytecode")
        : Optional.empty();
  }

  private Optional<LaneGradient> inLanes() {
    return LaneGradient.of(layout, model.training(), summed(), lanes.getAsInt());
  }

  /** What is summed over the batch: the loss, and what gradients and updates are means of. */
  private List<Node> summed() {
    Graph graph = model.training();
    Set<Node> summed = new LinkedHashSet<>();
    graph.loss().filter(Node::perExample).ifPresent(summed::add);
    for (Node node : Topology.sort(graph.roots())) {
      if (node.op() == Op.BATCH_MEAN) {
        summed.add(node.input(0));
      }
    }
    return List.copyOf(summed);
  }

  private Routine gradientInLanes(Optional<Buffer> states) {
    LaneGradient inLanes = inLanes().orElseThrow();
    buffers.addAll(inLanes.buffers());
    routines.addAll(inLanes.routines());
    ScalarPass rest = ScalarPass.afterLanes(layout, inLanes.sums());
    rest.head().addAll(inLanes.calls());
    gradient(rest, states);
    return new Routine(
        "gradientOfBatch",
        "Loss and gradient of a batch.",
        List.of(Program.FIRST, Program.COUNT),
        rest.finish());
  }

  private Program.Few gradientOfFew(Optional<Buffer> states) {
    int batch = model.train().batch();
    Graph graph = model.training();
    ScalarPass pass = ScalarPass.inFewLanes(layout, batch);
    pass.read(graph.roots());
    pass.name(graph.gradients());
    LaneSums sums = LaneSums.of(summed(), lanes.getAsInt(), batch);
    pass.storeLanes(summed(), sums);
    buffers.add(sums.buffer());
    Routine lanewise =
        new Routine(
            "computeLanes",
            "Losses and derivatives of " + batch + " examples, one in each of the first lanes.",
            List.of(Program.FIRST),
            pass.finish());
    routines.add(lanewise);
    ScalarPass rest = ScalarPass.afterLanes(layout, sums, batch);
    rest.head().add(new Stmt.Invoke(lanewise, List.of(Index.of(Program.FIRST))));
    gradient(rest, states);
    Routine routine =
        new Routine(
            "gradientOf" + batch,
            "Loss and gradient of a batch of " + batch + " examples.",
            List.of(Program.FIRST),
            rest.finish());
    return new Program.Few(batch, routine);
  }

  private Routine gradientOfBatch(Optional<Buffer> states, int sideBySide) {
    ScalarPass pass = ScalarPass.overBatch(layout, sideBySide);
    gradient(pass, states);
    String comment = "Loss and gradient of a batch.";
    if (sideBySide > 1) {
      comment += " Computes " + sideBySide + " examples side by side: K, L and so on.";
    }
    List<Local> parameters = direct ? List.of(Program.FIRST, Program.COUNT) : List.of();
    return new Routine("gradientOfBatch", comment, parameters, pass.finish());
  }

  private Routine gradientOfOne(Optional<Buffer> states) {
    ScalarPass pass = ScalarPass.ofOne(layout, Index.of(Program.FIRST));
    gradient(pass, states);
    return new Routine(
        "gradientOfOne",
        "Loss and gradient of one example.",
        List.of(Program.FIRST),
        pass.finish());
  }

  private void gradient(ScalarPass pass, Optional<Buffer> states) {
    Graph graph = model.training();
    pass.read(graph.roots());
    pass.name(graph.gradients());
    Expr loss = pass.mean("lossSum", graph.loss().orElseThrow());
    inputGradients(graph, pass);
    pass.batchMeans(graph.roots());
    for (Map.Entry<Variable, Node> gradient : graph.gradients().entrySet()) {
      if (!isInput(gradient.getKey())) {
        ArrayRef target = ArrayRef.flat(layout.array(Buffer.Role.GRADIENT));
        pass.storeAll(gradient.getValue(), target, layout.offset(gradient.getKey()));
      }
    }
    int offset = 0;
    for (Map.Entry<Variable, Node> update : graph.updates().entrySet()) {
      pass.storeAll(update.getValue(), ArrayRef.flat(states.orElseThrow()), offset);
      offset += update.getKey().shape().size();
    }
    pass.tail().add(direct ? new Stmt.Return(loss) : new Stmt.SetLoss(loss));
  }

  /** Written out, so that no loop is begun for a few parameters. */
  private Routine descend() {
    ArrayRef parameters = ArrayRef.flat(layout.array(Buffer.Role.PARAMETERS));
    ArrayRef gradient = ArrayRef.flat(layout.array(Buffer.Role.GRADIENT));
    List<Stmt> body = new ArrayList<>();
    for (int i = 0; i < layout.size(Buffer.Role.GRADIENT); i++) {
      Expr move =
          Expr.apply(
              Function.MULTIPLY, Index.of(Program.RATE), new Expr.Load(gradient, Index.of(i)));
      Expr moved = Expr.apply(Function.SUBTRACT, new Expr.Load(parameters, Index.of(i)), move);
      body.add(new Stmt.Store(parameters, Index.of(i), moved));
    }
    return new Routine("descend", "", List.of(Program.RATE), body);
  }

  private static boolean isInput(Variable variable) {
    return variable.dependence() == Dependence.EXAMPLE;
  }

  /** Each example's share of the mean loss's derivative, if the graph has it. */
  private void inputGradients(Graph graph, ScalarPass pass) {
    for (Map.Entry<Variable, Node> gradient : graph.gradients().entrySet()) {
      if (isInput(gradient.getKey())) {
        pass.compute(gradient.getValue());
        for (ScalarRows rows : pass.stretches()) {
          for (int row = 0; row < rows.count(); row++) {
            inputGradient(gradient, pass, rows, row);
          }
        }
      }
    }
  }

  private void inputGradient(
      Map.Entry<Variable, Node> gradient, ScalarPass pass, ScalarRows rows, int row) {
    Expr slot = Expr.apply(Function.SUBTRACT, rows.example(row), Index.of(Program.FIRST));
    ArrayRef array = ArrayRef.row(layout.array(Buffer.Role.INPUT_GRADIENT), slot);
    Expr[] elements = pass.values(rows, row).of(gradient.getValue());
    for (int i = 0; i < elements.length; i++) {
      Expr share = rows.block().apply(Function.MULTIPLY, elements[i], pass.scale(pass.head()));
      int place = layout.offset(gradient.getKey()) + i;
      rows.block().store(array, Index.of(place), share);
    }
  }
}
