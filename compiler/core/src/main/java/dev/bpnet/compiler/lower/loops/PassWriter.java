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
import dev.bpnet.compiler.lower.analysis.Demand;
import dev.bpnet.compiler.lower.analysis.Pass;
import dev.bpnet.compiler.lower.analysis.Stages;
import dev.bpnet.compiler.lower.batch.Batches;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Choices;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.kernel.Elements;
import dev.bpnet.compiler.lower.kernel.KernelWriter;
import dev.bpnet.compiler.lower.kernel.RowCopies;
import dev.bpnet.compiler.lower.storage.Layout;
import dev.bpnet.compiler.lower.storage.StateUpdates;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Puts the kernels of the loop plan into the passes of the contract. */
final class PassWriter {
  private static final Local EXAMPLE = Local.named("e", Type.INT);
  private static final Local SLOT = Local.named("b", Type.INT);
  private static final Batches.ExampleLocals LOCALS = new Batches.ExampleLocals(EXAMPLE, SLOT);

  private final Model model;
  private final Layout layout;
  private final Storage storage;
  private final RowCopies rows;
  private final KernelWriter kernels;
  private final Optional<Buffer> newStates;
  private final Batches batches;
  private final Schedule schedule;
  private final Choices choices = new Choices();
  private final RoutineBuilder routines = new RoutineBuilder(List.of(EXAMPLE, SLOT));
  private final Frame perExample = Frame.of(Index.of(EXAMPLE), Index.of(SLOT));

  /** What the passes are made of. */
  record Parts(
      Model model,
      Layout layout,
      Storage storage,
      RowCopies rows,
      KernelWriter kernels,
      Stages stages,
      Demand demand,
      Region region,
      Optional<Buffer> newStates,
      OptionalInt lanes) {}

  PassWriter(Parts parts) {
    this.model = parts.model();
    this.layout = parts.layout();
    this.storage = parts.storage();
    this.rows = parts.rows();
    this.kernels = parts.kernels();
    this.newStates = parts.newStates();
    this.batches = new Batches(parts.lanes(), storage, rows, routines, choices);
    this.schedule = new Schedule(parts, routines, batches, perExample);
  }

  /**
   * @param copied gradients that lie or are computed elsewhere
   */
  Program write(String plan, Map<Variable, Node> copied) {
    schedule.write();
    boolean trains = model.training().loss().isPresent();
    Optional<Routine> predict =
        model.prediction().outputs().isEmpty() ? Optional.empty() : Optional.of(predict());
    Optional<Routine> evaluate = trains ? Optional.of(evaluate()) : Optional.empty();
    List<Program.Phase> phases = trains ? phases(copied) : List.of();
    // Last: only now is known of which parameters the loops want rows.
    Optional<Routine> prepare = prepare();
    List<Buffer> buffers = new ArrayList<>(storage.buffers());
    if (hasInputGradients()) {
      buffers.add(layout.array(Buffer.Role.INPUT_GRADIENT));
    }
    return new Program(
        plan,
        buffers,
        routines.routines(),
        prepare,
        predict,
        evaluate,
        phases,
        newStates.map(buffer -> StateUpdates.routine(model.training(), layout, buffer)),
        Map.of(),
        choices.all());
  }

  private boolean hasInputGradients() {
    return model.training().gradients().keySet().stream()
        .anyMatch(variable -> variable.dependence() == Dependence.EXAMPLE);
  }

  private Optional<Routine> prepare() {
    List<RoutineBuilder.Kernel> all = new ArrayList<>();
    rows.prepareRows(routines).forEach(body -> all.add(new RoutineBuilder.Kernel("", body)));
    all.addAll(schedule.prepared());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Routine> packed = routines.pack("prepareStep", all);
    return Optional.of(
        new Routine("prepare", "", List.of(), RoutineBuilder.calls(packed, Map.of())));
  }

  private Routine predict() {
    Local from = Local.named("from", Type.INT);
    Local to = Local.named("to", Type.INT);
    Block body = Block.top();
    Local example = Local.named("e", Type.INT);
    body.addAll(batches.calls(schedule.routines(Pass.PREDICT, 1), Index.of(example), LOCALS));
    Frame frame = Frame.of(Index.of(example), Index.ZERO);
    Expr number = Expr.apply(Function.SUBTRACT, Index.of(example), Index.of(from));
    Expr start = Index.multiply(number, layout.size(Buffer.Role.OUTPUTS));
    ArrayRef outputs = ArrayRef.flat(layout.array(Buffer.Role.OUTPUTS));
    int offset = 0;
    for (Node output : model.prediction().outputs().values()) {
      kernels.fused(output, new Place(outputs, Index.add(start, Index.of(offset))), frame, body);
      offset += output.shape().size();
    }
    List<Stmt> whole =
        List.of(new Stmt.For(example, Index.of(from), Index.of(to), 1, body.statements()));
    return new Routine("predict", "", List.of(from, to), whole);
  }

  private Routine evaluate() {
    Local example = Local.named("e", Type.INT);
    List<Stmt> step = RoutineBuilder.calls(schedule.routines(Pass.EVALUATE, 0), Map.of());
    List<Stmt> each = batches.calls(schedule.routines(Pass.EVALUATE, 1), Index.of(example), LOCALS);
    return new Evaluation(model.prediction(), layout, storage, example).routine(step, each);
  }

  private List<Program.Phase> phases(Map<Variable, Node> copied) {
    List<Program.Phase> phases = new ArrayList<>();
    int last = (schedule.lastStage() + 1) / 2 * 2;
    for (int stage = 1; stage < last; stage += 2) {
      phases.add(new Program.Phase(true, examples(stage)));
      if (stage + 1 < last) {
        phases.add(new Program.Phase(false, whole("batch" + (stage + 1), stage + 1)));
      }
    }
    phases.add(new Program.Phase(false, finish(Math.max(last, 2), copied)));
    return phases;
  }

  private Routine examples(int stage) {
    Local from = Local.named("from", Type.INT);
    Local to = Local.named("to", Type.INT);
    List<Routine> all = new ArrayList<>();
    if (stage == 1 && rows.hasExampleRows()) {
      all.addAll(
          routines.pack(
              "inputs", List.of(new RoutineBuilder.Kernel("", rows.copyExample(perExample)))));
    }
    all.addAll(schedule.routines(Pass.TRAIN, stage));
    Block body = Block.top();
    inputGradients(node -> node.perExample() && schedule.stage(node) == stage, perExample, body);
    all.addAll(
        routines.pack("inputGradients", List.of(new RoutineBuilder.Kernel("", body.statements()))));
    Expr base = Index.of(Program.FIRST);
    List<Stmt> whole = batches.calls(all, base, Index.of(from), Index.of(to), LOCALS);
    return new Routine(
        "examples" + (stage == 1 ? "" : stage), "Forward and backward.", List.of(from, to), whole);
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

  private Routine whole(String name, int stage) {
    return new Routine(
        name, "What comes between two runs over the examples.", List.of(), calls(stage));
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

  /** Gradients, loss and new states. */
  private Routine finish(int stage, Map<Variable, Node> copied) {
    Block block = Block.top();
    block.addAll(calls(stage));
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
    return new Routine(
        "gradients", "Sums over the batch: loss and gradients.", List.of(), block.statements());
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
