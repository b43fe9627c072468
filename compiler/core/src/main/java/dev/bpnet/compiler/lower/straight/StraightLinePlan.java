package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Elementwise;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.storage.Layout;
import dev.bpnet.compiler.lower.storage.StateUpdates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plan for tiny networks: weights in locals, every element a scalar, one loop over the
 * examples. Each pass is one routine: a head that reads the weights, the loop, a tail that writes
 * sums over the batch.
 */
public final class StraightLinePlan {
  private final Model model;
  private final Layout layout;
  private final List<Buffer> buffers = new ArrayList<>();

  public StraightLinePlan(Model model) {
    this.model = model;
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
    return new Program(
        "straight-line: " + cost.operations() + " scalar operations",
        buffers,
        List.of(),
        Optional.empty(),
        model.prediction().outputs().isEmpty() ? Optional.empty() : Optional.of(predict()),
        trains ? Optional.of(evaluate()) : Optional.empty(),
        trains ? List.of(phase(cost, step(states))) : List.of(),
        states.map(buffer -> StateUpdates.routine(training, layout, buffer)),
        Map.of());
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
    ScalarPass pass = new ScalarPass(layout, Index.of(from), Index.of(to), new Expr.Int(0));
    pass.read(model.prediction().outputs().values());
    ArrayRef outputs = ArrayRef.flat(layout.array(Buffer.Role.OUTPUTS));
    Expr place =
        Index.multiply(
            Expr.apply(Function.SUBTRACT, Index.of(pass.example()), Index.of(from)),
            layout.size(Buffer.Role.OUTPUTS));
    int number = 0;
    for (Node output : model.prediction().outputs().values()) {
      for (Expr element : pass.elements(output)) {
        Expr value =
            element.type() == Type.REAL ? element : pass.body().let(Elementwise.toReal(element));
        pass.body().store(outputs, Index.add(place, Index.of(number++)), value);
      }
    }
    return new Routine("predict", "", List.of(from, to), pass.finish());
  }

  private Routine evaluate() {
    Local from = Local.named("from", Type.INT);
    Local to = Local.named("to", Type.INT);
    Graph graph = model.prediction();
    ScalarPass pass = new ScalarPass(layout, Index.of(from), Index.of(to), new Expr.Int(0));
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

  private Routine step(Optional<Buffer> states) {
    Graph graph = model.training();
    Expr first = Index.of(Program.FIRST);
    Expr count = Index.of(Program.COUNT);
    ScalarPass pass = new ScalarPass(layout, first, Index.add(first, count), first);
    pass.read(graph.roots());
    pass.name(graph.gradients());
    Expr loss = pass.mean("lossSum", graph.loss().orElseThrow(), count);
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
    pass.tail().add(new Stmt.SetLoss(loss));
    return new Routine("gradients", "Loss and gradient of the batch.", List.of(), pass.finish());
  }

  private static boolean isInput(Variable variable) {
    return variable.dependence() == Dependence.EXAMPLE;
  }

  /** Each example's share of the mean loss's derivative, if the graph has it. */
  private void inputGradients(Graph graph, ScalarPass pass) {
    for (Map.Entry<Variable, Node> gradient : graph.gradients().entrySet()) {
      if (isInput(gradient.getKey())) {
        Expr slot =
            Expr.apply(Function.SUBTRACT, Index.of(pass.example()), Index.of(Program.FIRST));
        ArrayRef row = ArrayRef.row(layout.array(Buffer.Role.INPUT_GRADIENT), slot);
        Expr[] elements = pass.elements(gradient.getValue());
        for (int i = 0; i < elements.length; i++) {
          Expr share = pass.body().apply(Function.MULTIPLY, elements[i], pass.scale(pass.head()));
          pass.body().store(row, Index.of(layout.offset(gradient.getKey()) + i), share);
        }
      }
    }
  }
}
