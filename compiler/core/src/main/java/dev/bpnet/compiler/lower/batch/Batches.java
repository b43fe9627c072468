package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Choices;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.LaneContents;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.code.Share;
import dev.bpnet.compiler.lower.kernel.Accumulation;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.KernelWriter;
import dev.bpnet.compiler.lower.kernel.RowCopies;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The kernels that work on a range of examples at once; the others belong to one example. */
public final class Batches {
  /** Parameters of what runs over a range of examples: the example in slot 0, and the slots. */
  static final Local BASE = Local.named("base", Type.INT);

  static final Local FROM = Local.named("from", Type.INT);
  static final Local TO = Local.named("to", Type.INT);

  /** Where the outputs of an example begin in the array of the caller. */
  static final Local OUTPUTS_AT = Local.named("at", Type.INT);

  static final List<Local> RANGE = List.of(BASE, FROM, TO);

  private final boolean vectors;
  private final int width;
  private final LaneContents contents;
  private final Graph training;
  private final Choices choices;
  private final LayerProducts products;
  private final OuterProducts outerProducts;
  private final RowMeans rowMeans;
  private final long weights;
  private final LayerRows layers;
  private final OuterRows outers;
  private final BatchElementwise elementwise;
  private final RoutineBuilder routines;
  private final RoutineNotes notes = new RoutineNotes();
  private final FormChoices forms;
  private final OneExample one;
  private final Storage storage;
  private Optional<ExampleLanes> examples = Optional.empty();

  /**
   * @param lanes of a vector; absent for code without vectors
   * @param contents what vectors are filled with
   * @param training the graph of a step
   */
  public Batches(
      OptionalInt lanes,
      LaneContents contents,
      Graph training,
      Storage storage,
      RowCopies rows,
      RoutineBuilder routines,
      Choices choices) {
    int width = lanes.orElse(1);
    this.width = width;
    this.contents = contents;
    this.training = training;
    this.choices = choices;
    this.forms = new FormChoices(lanes, choices);
    this.routines = routines;
    this.storage = storage;
    this.vectors = lanes.isPresent();
    this.products = new LayerProducts(width, storage, rows, routines);
    this.outerProducts = new OuterProducts(width, storage, routines);
    this.weights =
        training.gradients().values().stream().mapToLong(node -> node.shape().size()).sum();
    this.rowMeans = new RowMeans(width, weights, storage, routines);
    this.layers = new LayerRows(storage, rows, routines);
    this.outers = new OuterRows(storage, rows);
    this.elementwise = new BatchElementwise(width, storage, routines);
    this.one = new OneExample(width, storage, routines, products, elementwise, notes);
  }

  /** A routine that computes the value for a range of examples, if it has such a form. */
  public Optional<Routine> routine(Node node, Fusion fusion) {
    if (fillsLanesWithExamples(node, fusion)) {
      return Optional.empty();
    }
    Optional<Routine> routine =
        vectors ? layer(node, fusion).or(() -> elementwise(node)) : layers.routine(node, fusion);
    routine.ifPresent(notes::noteOverRange);
    forms.layer(node, fusion, routine.isPresent());
    return routine;
  }

  /** Whether examples are asked for, and the value of a training step can be computed so. */
  public boolean fillsLanesWithExamples(Node node, Fusion fusion) {
    return contents == LaneContents.EXAMPLES
        && width == ExampleLanes.LANES
        && examples(fusion).isOfStep(node)
        && examples(fusion).fits(node);
  }

  private ExampleLanes examples(Fusion fusion) {
    if (examples.isEmpty()) {
      examples = Optional.of(new ExampleLanes(training, fusion, storage, contents));
    }
    return examples.get();
  }

  private Optional<Routine> layer(Node node, Fusion fusion) {
    return products
        .layer(node, fusion)
        .map(
            layer -> {
              Routine routine = products.routine(layer);
              notes.noteLayer(routine, layer);
              return routine;
            });
  }

  private Optional<Routine> elementwise(Node node) {
    Optional<Routine> routine = elementwise.routine(node);
    routine.ifPresent(found -> notes.noteElements(found, node));
    return routine;
  }

  /** Whether the routine runs over a range of examples. */
  public boolean isOverRange(Routine routine) {
    return notes.isOverRange(routine);
  }

  /** Whether any of the routines has a form for one example alone. */
  public boolean isAnyOfOne(List<Routine> routines) {
    return one.isOfAny(routines);
  }

  /**
   * The routines; those that have a form for one example alone are replaced by it.
   *
   * @param results what becomes of what they compute
   */
  public OfOne ofOne(List<Routine> routines, Results results) {
    return one.of(routines, results);
  }

  /**
   * What a prediction hands back.
   *
   * @param array of the caller
   * @param copies copy the outputs there
   */
  public record Results(List<Node> outputs, ArrayRef array, List<Stmt> copies) {}

  /**
   * Routines of one example.
   *
   * @param isWhole whether they write the outputs to the array of the caller, at {@link
   *     #OUTPUTS_AT}
   */
  public record OfOne(List<Routine> routines, boolean isWhole) {}

  /** Writes a value of the step that is summed over the batch, if it has a form for that. */
  public boolean writeSum(Node node, Fusion fusion, Block block) {
    boolean isWritten =
        vectors
            ? outerProducts.write(node, fusion, block) || rowMeans.write(node, block)
            : outers.write(node, fusion, Optional.empty(), block);
    forms.mean(node, fusion, isWritten);
    return isWritten;
  }

  /** Layers whose derivatives can be summed in one loop over the batch. */
  public List<LayerGradients> layerGradients(List<Node> kernels, Fusion fusion) {
    if (!vectors || contents == LaneContents.EXAMPLES) {
      return List.of();
    }
    Tiles tiles = new Tiles(width, storage);
    LayerGradients.Finder finder =
        new LayerGradients.Finder(tiles, fusion, elementwise, examples(fusion));
    return LayerGradients.of(kernels, finder).stream().filter(BackwardTiles::fits).toList();
  }

  /** Writes all sums of such a layer. */
  public void writeSums(LayerGradients layer, Block block) {
    new BackwardTiles(new Tiles(width, storage), routines).write(layer, block);
    forms.together(layer);
  }

  /** Into how many parts a mean over the batch can be divided: by its first axis. */
  public int units(Node node, Fusion fusion) {
    int blocks = vectors ? outerProducts.units(node, fusion) : 0;
    return blocks > 0 ? blocks : node.shape().dim(0);
  }

  /**
   * A mean over the batch in parts.
   *
   * @param kernels what writes those that have no form for whole batches
   */
  public Divided divide(Node node, Fusion fusion, int parts, KernelWriter kernels) {
    Optional<Divided> products =
        vectors ? outerProducts.divide(node, fusion, parts) : Optional.empty();
    Divided divided = products.orElseGet(() -> rows(node, fusion, parts, kernels));
    divided.before().ifPresent(notes::noteOverRange);
    boolean ofBatch = vectors ? products.isPresent() : Accumulation.isLong(node.shape());
    forms.divided(node, fusion, ofBatch, parts);
    return divided;
  }

  /**
   * What computes a layer's units in parts, for the whole batch.
   *
   * @param routine takes the first part and the one after the last
   * @param work about how many operations it takes for each example
   */
  public record Units(Routine routine, int parts, long work) {}

  /** The same as a routine over a range of examples, by units, if that is better in a step. */
  public Optional<Units> byUnits(Routine routine) {
    return notes
        .layer(routine)
        .flatMap(
            layer ->
                products
                    .units(layer)
                    .map(
                        units ->
                            new Units(
                                products.routineOfUnits(layer, units),
                                units.parts(),
                                (long) layer.terms() * layer.columns())));
  }

  private Divided rows(Node node, Fusion fusion, int parts, KernelWriter kernels) {
    Share share = new Share(node.shape().dim(0), 1, parts);
    Block block = Block.top();
    if (vectors || !outers.write(node, fusion, Optional.of(share), block)) {
      kernels.shareOfMean(node, share, block, fusion);
    }
    Routine part =
        routines.single(
            Hints.of(node), Hints.purpose(node), Divided.By.ROWS.parameters(), block.statements());
    return new Divided(part, Divided.By.ROWS, Optional.empty());
  }

  /**
   * A routine that computes the value for one example on vectors, if it has such a form.
   *
   * @param frame of one example, named by two locals
   */
  public Optional<Routine> routineOfExample(Node node, Frame frame) {
    Optional<Routine> routine =
        width == ExampleLanes.LANES && node.op().isElementwise() && storage.isPlaced(node)
            ? new UnitLanes(width, storage, routines, frame).routine(node)
            : Optional.empty();
    routine.ifPresent(
        found -> {
          notes.noteKernels(found, List.of(node));
          notes.noteOnUnits(found, frame);
        });
    return routine;
  }

  /** Notes which kernels of single examples a routine has. */
  public void holds(Routine routine, List<Node> kernels) {
    notes.noteKernels(routine, kernels);
  }

  /**
   * Calls of routines in order: those over ranges once, those of one example in loops.
   *
   * @param base the number of the example of slot 0
   * @param of the locals that the routines of one example take
   */
  public List<Stmt> calls(List<Routine> routines, Expr base, Expr from, Expr to, ExampleLocals of) {
    return new RangeCalls(new Range(base, from, to, of), notes, Optional.empty(), weights)
        .of(routines);
  }

  /** The same for a training step, whose vectors may have an example in each lane. */
  public List<Stmt> callsOfStep(List<Routine> routines, Range range, Fusion fusion) {
    Optional<LaneRoutines> lanes =
        width == ExampleLanes.LANES && contents != LaneContents.UNITS
            ? Optional.of(
                new LaneRoutines(examples(fusion), storage, this.routines, choices, notes))
            : Optional.empty();
    return new RangeCalls(range, notes, lanes, weights).of(routines);
  }

  /** The example and its slot. */
  public record ExampleLocals(Local example, Local slot) {}

  /**
   * Slots of examples.
   *
   * @param base the number of the example of slot 0
   * @param of the locals that the routines of one example take
   */
  public record Range(Expr base, Expr from, Expr to, ExampleLocals of) {}

  /** Calls for the one example of slot 0. */
  public List<Stmt> calls(List<Routine> routines, Expr example, ExampleLocals of) {
    return calls(routines, example, Index.ZERO, of);
  }

  /**
   * @param outputsAt where its outputs begin in the array of the caller
   */
  public List<Stmt> calls(List<Routine> routines, Expr example, Expr outputsAt, ExampleLocals of) {
    Map<Local, Expr> values = new HashMap<>();
    values.put(OUTPUTS_AT, outputsAt);
    values.put(of.example(), example);
    values.put(of.slot(), Index.ZERO);
    values.put(BASE, example);
    values.put(FROM, Index.ZERO);
    values.put(TO, Index.of(1));
    return RoutineBuilder.calls(routines, values);
  }
}
