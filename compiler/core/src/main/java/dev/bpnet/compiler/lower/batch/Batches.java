package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.analysis.Contraction;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The kernels that work on a range of examples at once; the others belong to one example. */
public final class Batches {
  /** Parameters of what runs over a range of examples: the example in slot 0, and the slots. */
  static final Local BASE = Local.named("base", Type.INT);

  static final Local FROM = Local.named("from", Type.INT);
  static final Local TO = Local.named("to", Type.INT);

  /** Where the outputs of an example begin in the array of the caller. */
  static final Local OUTPUTS_AT = Local.named("at", Type.INT);

  static final List<Local> RANGE = List.of(BASE, FROM, TO);

  /** With so many weights the arithmetic of a step outweighs a few hundred calls. */
  private static final int MANY_WEIGHTS = 1 << 16;

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
  private final Set<Routine> written = new HashSet<>();
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
    this.one = new OneExample(width, storage, routines, products, elementwise);
  }

  /** A routine that computes the value for a range of examples, if it has such a form. */
  public Optional<Routine> routine(Node node, Fusion fusion) {
    if (fillsLanesWithExamples(node, fusion)) {
      return Optional.empty();
    }
    Optional<Routine> routine =
        vectors ? layer(node, fusion).or(() -> elementwise(node)) : layers.routine(node, fusion);
    routine.ifPresent(written::add);
    MatrixTimesVector.of(node, fusion)
        .ifPresent(layer -> choices.add(node, layerForm(routine.isPresent()), figures(layer)));
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
              one.noteLayer(routine, layer);
              return routine;
            });
  }

  private Optional<Routine> elementwise(Node node) {
    Optional<Routine> routine = elementwise.routine(node);
    routine.ifPresent(found -> one.noteElementwise(found, node));
    return routine;
  }

  /** Whether the routine runs over a range of examples. */
  public boolean isOverRange(Routine routine) {
    return written.contains(routine);
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
    OuterMean.of(node, fusion)
        .ifPresent(outer -> choices.add(node, outerForm(isWritten), figures(outer)));
    return isWritten;
  }

  private String layerForm(boolean ofBatch) {
    if (!ofBatch) {
      return "example by example, sums in locals";
    }
    return vectors ? "tiles of examples by units, lanes = units" : "rows added for all examples";
  }

  private String outerForm(boolean ofBatch) {
    if (!ofBatch) {
      return "element by element, summed over the batch";
    }
    return vectors ? "tiles summed over the batch, lanes = units" : "rows added for all examples";
  }

  private String figures(MatrixTimesVector layer) {
    int units = layer.node().shape().size();
    long terms = Contraction.of(layer.contract()).summedShape().size();
    return figures(terms, units);
  }

  private String figures(OuterMean outer) {
    return figures(outer.rows(), outer.columns());
  }

  private String figures(long terms, int units) {
    String counted = units + (units == 1 ? " unit" : " units");
    String products = terms + "x" + units + " = " + Choices.count(terms * units) + " products; ";
    if (!vectors) {
      boolean isLong = units > Accumulation.MOST_LOCALS;
      return products + counted + (isLong ? ", above " : ", up to ") + Accumulation.MOST_LOCALS;
    }
    if (units >= width) {
      return products + counted + " fill " + width + " lanes";
    }
    return products + counted + (units == 1 ? " does" : " do") + " not fill " + width + " lanes";
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
    divided.before().ifPresent(written::add);
    OuterMean.of(node, fusion)
        .ifPresent(
            outer -> {
              boolean ofBatch = vectors ? products.isPresent() : Accumulation.isLong(node.shape());
              String form = outerForm(ofBatch) + ", " + parts + " parts";
              choices.add(node, form, figures(outer));
            });
    return divided;
  }

  /** Whether a mean over the batch that is divided is so by units. */
  public boolean isByUnits(Node node, Fusion fusion) {
    return vectors && outerProducts.isByUnits(node, fusion);
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
    return one.layer(routine)
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
        routines.single(Hints.of(node), Hints.purpose(node), Share.PARAMETERS, block.statements());
    return new Divided(part, Optional.empty());
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
          holds(found, List.of(node));
          one.noteInUnits(found, frame);
        });
    return routine;
  }

  /** Notes which kernels of single examples a routine has. */
  public void holds(Routine routine, List<Node> kernels) {
    one.noteKernels(routine, kernels);
  }

  /**
   * Calls of routines in order: those over ranges once, those of one example in loops.
   *
   * @param base the number of the example of slot 0
   * @param of the locals that the routines of one example take
   */
  public List<Stmt> calls(List<Routine> routines, Expr base, Expr from, Expr to, ExampleLocals of) {
    return calls(routines, new Range(base, from, to, of), Optional.empty());
  }

  /** The same for a training step, whose vectors may have an example in each lane. */
  public List<Stmt> callsOfStep(List<Routine> routines, Range range, Fusion fusion) {
    Optional<LaneRoutines> lanes =
        width == ExampleLanes.LANES && contents != LaneContents.UNITS
            ? Optional.of(
                new LaneRoutines(examples(fusion), storage, this.routines, choices, one.held()))
            : Optional.empty();
    return calls(routines, range, lanes);
  }

  private List<Stmt> calls(List<Routine> routines, Range range, Optional<LaneRoutines> lanes) {
    Map<Local, Expr> values = Map.of(BASE, range.base(), FROM, range.from(), TO, range.to());
    List<Stmt> all = new ArrayList<>();
    List<Routine> waiting = new ArrayList<>();
    for (Routine routine : routines) {
      if (written.contains(routine)) {
        loop(waiting, range, lanes, all);
        all.addAll(RoutineBuilder.calls(List.of(routine), values));
      } else {
        waiting.add(routine);
      }
    }
    loop(waiting, range, lanes, all);
    return all;
  }

  /** The example and its slot. */
  public record ExampleLocals(Local example, Local slot) {}

  /**
   * Slots of examples.
   *
   * @param base the number of the example of slot 0
   * @param of the locals that the routines of one example take
   */
  public record Range(Expr base, Expr from, Expr to, ExampleLocals of) {
    Range from(Expr newFrom) {
      return new Range(base, newFrom, to, of);
    }
  }

  private void loop(
      List<Routine> routines, Range range, Optional<LaneRoutines> lanes, List<Stmt> all) {
    List<Routine> rest = new ArrayList<>();
    for (Routine routine : routines) {
      if (lanes.isPresent() && !lanes.get().fits(routine)) {
        inLanes(rest, range, lanes, all);
        oneByOne(List.of(routine), range, all);
        continue;
      }
      rest.add(routine);
    }
    inLanes(rest, range, lanes, all);
    routines.clear();
  }

  /** Blocks of examples in lanes, and those that are left one by one. */
  private void inLanes(
      List<Routine> routines, Range range, Optional<LaneRoutines> lanes, List<Stmt> all) {
    Range left = range;
    if (lanes.isPresent() && lanes.get().isWorthWhile(routines)) {
      Expr count = Expr.apply(Function.SUBTRACT, range.to(), range.from());
      Expr rest = Expr.apply(Function.REMAINDER, count, Index.of(ExampleLanes.LANES));
      Local tail = Local.named("tail", Type.INT);
      all.add(new Stmt.Declare(tail, Expr.apply(Function.SUBTRACT, range.to(), rest), false));
      all.addAll(inBlocks(lanes.get().routines(routines), range, Index.of(tail)));
      left = range.from(Index.of(tail));
    }
    if (lanes.isPresent()) {
      oneByOne(routines, left, all);
    } else {
      apart(routines, left, all);
    }
    routines.clear();
  }

  /**
   * A loop for each routine: the shorter the code of one example, the more examples the processor
   * computes at the same time. A small classifier's step takes 6 % less so.
   */
  private static void apart(List<Routine> routines, Range range, List<Stmt> all) {
    routines.forEach(routine -> oneByOne(List.of(routine), range, all));
  }

  /**
   * Calls of routines for blocks of examples: all blocks in one call, or where a step takes long
   * and has few calls, one in each, so that HotSpot sees early that they are many.
   */
  private List<Stmt> inBlocks(List<Routine> routines, Range range, Expr to) {
    if (weights < MANY_WEIGHTS) {
      return RoutineBuilder.calls(routines, Map.of(BASE, range.base(), FROM, range.from(), TO, to));
    }
    Local first = Local.named("b", Type.INT);
    Expr next = Index.add(Index.of(first), Index.of(ExampleLanes.LANES));
    List<Stmt> calls =
        RoutineBuilder.calls(routines, Map.of(BASE, range.base(), FROM, Index.of(first), TO, next));
    return List.of(new Stmt.For(first, range.from(), to, ExampleLanes.LANES, calls));
  }

  private static void oneByOne(List<Routine> routines, Range range, List<Stmt> all) {
    if (routines.isEmpty()) {
      return;
    }
    Local slot = Local.named("b", Type.INT);
    Map<Local, Expr> values = new HashMap<>();
    values.put(range.of().example(), Index.add(range.base(), Index.of(slot)));
    values.put(range.of().slot(), Index.of(slot));
    List<Stmt> body = RoutineBuilder.calls(List.copyOf(routines), values);
    all.add(new Stmt.For(slot, range.from(), range.to(), 1, body));
  }

  /** The same for the one example of slot 0. */
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
