package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Dependence;
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
import dev.bpnet.compiler.lower.analysis.Pass;
import dev.bpnet.compiler.lower.batch.Batches;
import dev.bpnet.compiler.lower.batch.Divided;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.code.Share;
import dev.bpnet.compiler.lower.kernel.Elements;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.KernelWriter;
import dev.bpnet.compiler.lower.kernel.RowCopies;
import dev.bpnet.compiler.lower.storage.Layout;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Puts the kernels of a training step into phases. */
final class StepWriter {
  private final Model model;
  private final Layout layout;
  private final Storage storage;
  private final RowCopies rows;
  private final KernelWriter kernels;
  private final Optional<Buffer> newStates;
  private final Schedule schedule;
  private final Batches batches;
  private final RoutineBuilder routines;
  private final PhaseWork work;
  private final Fusion fusion;

  StepWriter(PassWriter.Parts parts, Schedule schedule, Batches batches, RoutineBuilder routines) {
    this.model = parts.model();
    this.layout = parts.layout();
    this.storage = parts.storage();
    this.rows = parts.rows();
    this.kernels = parts.kernels();
    this.newStates = parts.newStates();
    this.schedule = schedule;
    this.batches = batches;
    this.routines = routines;
    this.work = new PhaseWork(parts);
    this.fusion = parts.region().fusion();
  }

  /**
   * @param copied gradients that lie or are computed elsewhere
   */
  List<Program.Phase> phases(Map<Variable, Node> copied) {
    List<Program.Phase> phases = new ArrayList<>();
    int last = (schedule.lastStage() + 1) / 2 * 2;
    for (int stage = 1; stage < last; stage += 2) {
      examples(stage, phases);
      if (stage + 1 < last) {
        sums(stage + 1, "batch" + (stage + 1), List.of(), List.of(), phases);
      }
    }
    int stage = Math.max(last, 2);
    sums(stage, "gradients", finish(copied), finished(copied), phases);
    return phases;
  }

  /**
   * What an even stage computes: first what is divided, and with the last part the rest, unless
   * that has to wait for it. So there are as many parts as in the phases of layers, and equal
   * shares are the same units.
   *
   * @param more what follows the kernels of the stage
   * @param values what that needs
   */
  private void sums(
      int stage, String name, List<Stmt> more, List<Node> values, List<Program.Phase> phases) {
    List<Stmt> rest = new ArrayList<>(calls(stage));
    rest.addAll(more);
    long cost = work.of(stage);
    String sums = "Sums over the batch" + (more.isEmpty() ? "." : ": loss and gradients.");
    if (schedule.divided(stage).isEmpty()) {
      Routine whole = new Routine(name, sums, List.of(), rest);
      phases.add(new Program.Phase(Program.Over.NOTHING, 1, cost, whole));
      return;
    }
    int parts = schedule.parts(stage);
    Local from = Local.named("from", Type.INT);
    Local to = Local.named("to", Type.INT);
    List<Stmt> divided = new ArrayList<>(parts(stage, from, to));
    boolean byUnits =
        schedule.divided(stage).stream().anyMatch(sum -> sum.by() == Divided.By.UNITS);
    Program.Over over = byUnits ? Program.Over.UNITS : Program.Over.PARTS;
    if (schedule.waits(stage, values)) {
      String waiting = "What needs whole sums over the batch.";
      Routine whole = new Routine(name + "2", waiting, List.of(), rest);
      Routine some = new Routine(name, sums, List.of(from, to), divided);
      phases.add(new Program.Phase(over, parts, cost, some));
      phases.add(new Program.Phase(Program.Over.NOTHING, 1, cost, whole));
    } else {
      divided.addAll(once(rest, parts, from, to));
      Routine all = new Routine(name, sums, List.of(from, to), divided);
      phases.add(new Program.Phase(over, parts, cost, all));
    }
  }

  /** Runs the divided kernels of a stage for a range of parts. */
  private List<Stmt> parts(int stage, Local from, Local to) {
    List<Routine> one = new ArrayList<>();
    List<Routine> several = new ArrayList<>();
    for (Divided sum : schedule.divided(stage)) {
      (sum.by() == Divided.By.UNITS ? several : one).add(sum.part());
    }
    List<Stmt> all = new ArrayList<>();
    Map<Local, Expr> range =
        Map.of(Share.FROM, Index.of(from), Share.TO, Index.of(to), Share.SCRATCH, Index.of(from));
    all.addAll(RoutineBuilder.calls(several, range));
    if (!one.isEmpty()) {
      Local part = Local.named("part", Type.INT);
      Map<Local, Expr> values = Map.of(Share.PART, Index.of(part), Share.SCRATCH, Index.of(from));
      List<Stmt> calls = RoutineBuilder.calls(one, values);
      all.add(new Stmt.For(part, Index.of(from), Index.of(to), 1, calls));
    }
    return all;
  }

  /** Runs what is not divided, if the range reaches to the end. */
  private List<Stmt> once(List<Stmt> rest, int parts, Local from, Local to) {
    Routine routine =
        routines.single("otherSums", "What is summed over the batch in one part.", List.of(), rest);
    Local last = Local.named("last", Type.INT);
    Expr start = Expr.apply(Function.MAX, Index.of(from), Index.of(parts - 1));
    List<Stmt> call = RoutineBuilder.calls(List.of(routine), Map.of());
    return List.of(
        new Stmt.Comment("Whoever has the last part does what is not divided."),
        new Stmt.For(last, start, Index.of(to), 1, call));
  }

  /** What an odd stage computes: large layers by units, the rest example by example. */
  private void examples(int stage, List<Program.Phase> phases) {
    long cost = work.of(stage);
    List<Routine> waiting = new ArrayList<>();
    for (Routine routine : routinesOf(stage)) {
      Optional<Batches.Units> units = batches.byUnits(routine);
      if (units.isEmpty()) {
        waiting.add(routine);
        continue;
      }
      if (!waiting.isEmpty()) {
        long before = waiting.stream().mapToLong(schedule::work).sum();
        phases.add(examples(stage, "Forward.", before, waiting));
        cost -= before;
        waiting.clear();
      }
      Batches.Units layer = units.get();
      phases.add(
          new Program.Phase(Program.Over.UNITS, layer.parts(), layer.work(), layer.routine()));
      cost -= layer.work();
    }
    phases.add(examples(stage, "Forward and backward.", Math.max(cost, 0), waiting));
  }

  private Program.Phase examples(int stage, String purpose, long cost, List<Routine> routines) {
    Local from = Local.named("from", Type.INT);
    Local to = Local.named("to", Type.INT);
    Batches.Range range =
        new Batches.Range(Index.of(Program.FIRST), Index.of(from), Index.of(to), PassWriter.LOCALS);
    List<Stmt> body = batches.callsOfStep(routines, range, fusion);
    String name = "examples" + (stage == 1 ? "" : stage);
    Routine routine = new Routine(name, purpose, List.of(from, to), body);
    return new Program.Phase(Program.Over.EXAMPLES, 1, cost, routine);
  }

  private List<Routine> routinesOf(int stage) {
    List<Routine> all = new ArrayList<>();
    if (stage == 1 && rows.hasExampleRows()) {
      all.addAll(
          routines.pack(
              "inputs",
              List.of(new RoutineBuilder.Kernel("", rows.copyExample(PassWriter.PER_EXAMPLE)))));
    }
    all.addAll(schedule.routines(Pass.TRAIN, stage));
    Block body = Block.top();
    inputGradients(
        node -> node.perExample() && schedule.stage(node) == stage, PassWriter.PER_EXAMPLE, body);
    all.addAll(
        routines.pack("inputGradients", List.of(new RoutineBuilder.Kernel("", body.statements()))));
    schedule.divided(stage + 1).forEach(sum -> sum.before().ifPresent(all::add));
    return all;
  }

  /** Each example's share of the derivative of the mean loss by its inputs. */
  private void inputGradients(Predicate<Node> wanted, Frame frame, Block body) {
    for (Map.Entry<Variable, Node> entry : model.training().gradients().entrySet()) {
      Node node = entry.getValue();
      boolean here = entry.getKey().dependence() == Dependence.EXAMPLE && wanted.test(node);
      if (!here) {
        continue;
      }
      Expr count = Expr.apply(Function.INT_TO_REAL, Index.of(Program.COUNT));
      ArrayRef row = ArrayRef.row(layout.array(Buffer.Role.INPUT_GRADIENT), frame.slot());
      Nest.over(
          body,
          node.shape().dims(),
          (inner, at) -> {
            Expr value = new Elements(storage, frame, inner).element(node, at);
            Expr linear = Place.linear(node.shape(), at);
            Expr index = Index.add(Index.of(layout.offset(entry.getKey())), linear);
            inner.store(row, index, inner.apply(Function.DIVIDE, value, count));
          });
    }
  }

  /** Those that are the same for every example, known only after the sums over the batch. */
  private void equalInputGradients(Block block) {
    Local slot = Local.named("b", Type.INT);
    Block body = block.inner();
    Frame frame = Frame.of(Index.add(Index.of(Program.FIRST), Index.of(slot)), Index.of(slot));
    inputGradients(node -> !node.perExample(), frame, body);
    if (!body.isEmpty()) {
      block.add(new Stmt.For(slot, Index.ZERO, Index.of(Program.COUNT), 1, body.statements()));
    }
  }

  /**
   * What an even stage runs; the first one, which is 2, also the terms of the step that no example
   * needs.
   */
  private List<Stmt> calls(int stage) {
    List<Routine> all = new ArrayList<>();
    if (stage == 2) {
      all.addAll(schedule.routines(Pass.TRAIN, 0));
    }
    all.addAll(schedule.routines(Pass.TRAIN, stage));
    return RoutineBuilder.calls(all, Map.of());
  }

  /** Gradients, loss and new states, after all kernels. */
  private List<Stmt> finish(Map<Variable, Node> copied) {
    Block block = Block.top();
    equalInputGradients(block);
    Frame step = Frame.ofStep();
    copied.forEach(
        (variable, node) -> {
          Buffer gradient = layout.array(Buffer.Role.GRADIENT);
          Expr offset = Index.of(layout.offset(variable));
          kernels.fused(node, new Place(ArrayRef.flat(gradient), offset), step, block);
        });
    int offset = 0;
    for (Map.Entry<Variable, Node> update : model.training().updates().entrySet()) {
      ArrayRef target = ArrayRef.flat(newStates.orElseThrow());
      kernels.fused(update.getValue(), new Place(target, Index.of(offset)), step, block);
      offset += update.getKey().shape().size();
    }
    loss(block);
    return block.statements();
  }

  /** What {@link #finish} needs. */
  private List<Node> finished(Map<Variable, Node> copied) {
    List<Node> values = new ArrayList<>(copied.values());
    values.addAll(model.training().updates().values());
    model.training().loss().ifPresent(values::add);
    model.training().gradients().entrySet().stream()
        .filter(entry -> entry.getKey().dependence() == Dependence.EXAMPLE)
        .filter(entry -> !entry.getValue().perExample())
        .forEach(entry -> values.add(entry.getValue()));
    return values;
  }

  private void loss(Block block) {
    Node loss = model.training().loss().orElseThrow();
    Local slot = Local.named("b", Type.INT);
    Frame frame = Frame.of(Index.add(Index.of(Program.FIRST), Index.of(slot)), Index.of(slot));
    Block body = block.inner();
    Expr mean =
        Evaluation.mean(storage, loss, "lossSum", block, body, frame, Index.of(Program.COUNT));
    if (!body.isEmpty()) {
      block.add(new Stmt.For(slot, Index.ZERO, Index.of(Program.COUNT), 1, body.statements()));
    }
    block.add(new Stmt.SetLoss(mean));
  }
}
