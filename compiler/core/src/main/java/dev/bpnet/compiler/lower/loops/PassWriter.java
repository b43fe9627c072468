package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.Buffer;
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
import dev.bpnet.compiler.lower.code.LaneContents;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.code.Share;
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

/** Puts the kernels of the loop plan into the passes of the contract. */
final class PassWriter {
  private static final Local EXAMPLE = Local.named("e", Type.INT);
  private static final Local SLOT = Local.named("b", Type.INT);

  /** Where code that belongs to one example stands. */
  static final Batches.ExampleLocals LOCALS = new Batches.ExampleLocals(EXAMPLE, SLOT);

  static final Frame PER_EXAMPLE = Frame.of(Index.of(EXAMPLE), Index.of(SLOT));

  private final Parts parts;
  private final Model model;
  private final Layout layout;
  private final Storage storage;
  private final RowCopies rows;
  private final KernelWriter kernels;
  private final Optional<Buffer> newStates;
  private final Batches batches;
  private final Schedule schedule;
  private final Choices choices = new Choices();
  private final RoutineBuilder routines = new RoutineBuilder(List.of(EXAMPLE, SLOT, Share.PART));

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
      OptionalInt lanes,
      LaneContents contents) {}

  PassWriter(Parts parts) {
    this.parts = parts;
    this.model = parts.model();
    this.layout = parts.layout();
    this.storage = parts.storage();
    this.rows = parts.rows();
    this.kernels = parts.kernels();
    this.newStates = parts.newStates();
    this.batches =
        new Batches(
            parts.lanes(), parts.contents(), model.training(), storage, rows, routines, choices);
    this.schedule = new Schedule(parts, routines, batches, PER_EXAMPLE);
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
    List<Program.Phase> phases =
        trains ? new StepWriter(parts, schedule, batches, routines).phases(copied) : List.of();
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
            Map.of())
        .withChoices(choices.all());
  }

  private boolean hasInputGradients() {
    return model.training().gradients().keySet().stream()
        .anyMatch(variable -> variable.dependence() == Dependence.EXAMPLE);
  }

  private Optional<Routine> prepare() {
    boolean divided = rows.isWorthDividing() && schedule.prepared().isEmpty();
    List<RoutineBuilder.Kernel> all = new ArrayList<>();
    rows.prepareRows(divided ? Program.PREPARE_PARTS : 1, routines)
        .forEach(body -> all.add(new RoutineBuilder.Kernel("", body)));
    all.addAll(schedule.prepared());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Routine> packed = routines.pack("prepareStep", all);
    if (!divided) {
      return Optional.of(
          new Routine("prepare", "", List.of(), RoutineBuilder.calls(packed, Map.of())));
    }
    Local from = Local.named("from", Type.INT);
    Local to = Local.named("to", Type.INT);
    Local part = Local.named("part", Type.INT);
    List<Stmt> calls = RoutineBuilder.calls(packed, Map.of(Share.PART, Index.of(part)));
    Stmt loop = new Stmt.For(part, Index.of(from), Index.of(to), 1, calls);
    return Optional.of(new Routine("prepare", "", List.of(from, to), List.of(loop)));
  }

  /** Input gradients wait in buffers that a prediction in chunks might replace. */
  private ExampleLoops loops() {
    return new ExampleLoops(batches, LOCALS, !hasInputGradients());
  }

  private Routine predict() {
    Local from = Local.named("from", Type.INT);
    Local to = Local.named("to", Type.INT);
    Block block = Block.top();
    ExampleLoops loops = loops();
    List<Routine> each = schedule.routines(Pass.PREDICT, 1);
    loops.allOrOne(
        each,
        Index.of(from),
        Index.of(to),
        new PredictedOutputs(model.prediction(), layout, kernels, Index.of(from)),
        block);
    return new Routine("predict", "", List.of(from, to), block.statements(), loops.inChunks(each));
  }

  private Routine evaluate() {
    List<Stmt> step = RoutineBuilder.calls(schedule.routines(Pass.EVALUATE, 0), Map.of());
    List<Routine> each = schedule.routines(Pass.EVALUATE, 1);
    return new Evaluation(model.prediction(), layout, storage).routine(step, each, loops());
  }
}
