package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.LaneClasses;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Kernels for a block of examples, one in each lane. Single numbers stay in locals; the elements of
 * longer values lie in vectors, one behind the other, in arrays with room for that. Loops over few
 * elements are not unrolled, as HotSpot gives up on inlining in the middle of a long method.
 */
final class LaneBlock {
  /** The first slot of the block. */
  static final Local SLOT = Local.named("b", Type.INT);

  /** The first example of the block. */
  static final Frame FRAME =
      Frame.of(Index.add(Index.of(Batches.BASE), Index.of(SLOT)), Index.of(SLOT));

  private static final int LANES = ExampleLanes.LANES;

  /** Sums of a wide layer that fit into the registers. */
  private static final int UNITS_AT_ONCE = 8;

  private final ExampleLanes lanes;
  private final Storage storage;
  private final Map<Node, Buffer> arrays;
  private final Set<Node> kernels;
  private final Run run;
  private final Block copies;
  private final Block block;
  private final Map<Node, Expr> locals = new IdentityHashMap<>();
  private final Map<Node, Expr> classes = new IdentityHashMap<>();

  /**
   * What is computed for the same blocks of examples, by one routine after the other.
   *
   * @param kernels the nodes that all of them write
   * @param inArrays those whose elements' lanes lie side by side; grows
   */
  record Run(Set<Node> kernels, Set<Node> inArrays) {
    Run(Set<Node> kernels) {
      this(kernels, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** The same, to which more can be added without this knowing. */
    Run copy() {
      Run copy = new Run(kernels);
      copy.inArrays.addAll(inArrays);
      return copy;
    }
  }

  /**
   * @param arrays for values with an element's lanes side by side; grows
   * @param kernels the nodes that are written
   * @param run what the block belongs to
   */
  LaneBlock(
      ExampleLanes lanes, Storage storage, Map<Node, Buffer> arrays, Set<Node> kernels, Run run) {
    this.run = run;
    this.lanes = lanes;
    this.storage = storage;
    this.arrays = arrays;
    this.kernels = kernels;
    Block top = Block.top();
    this.copies = top.inner();
    this.block = top.inner();
  }

  /** What has been written, after what brings the values that it reads into lanes. */
  List<Stmt> statements() {
    List<Stmt> all = new ArrayList<>(copies.statements());
    all.addAll(block.statements());
    return all;
  }

  void write(Node node) {
    if (lanes.isProduct(node)) {
      product(MatrixTimesVector.of(node, lanes.fusion()).orElseThrow());
    } else if (ExampleLanes.isReduction(node)) {
      define(node, Index.ZERO, reduced(node), block);
    } else {
      overAll(node, block, (inner, k) -> define(node, k, computed(node, k, inner), inner));
    }
    if (lanes.isReadBeyond(node, isSingle(node) ? kernels : run.kernels())) {
      copyBack(node);
    }
  }

  private static boolean isSingle(Node node) {
    return node.shape().size() == 1;
  }

  private void define(Node node, Expr k, Expr value, Block inner) {
    if (isSingle(node)) {
      locals.put(node, inner.let(value, Hints.of(node), true));
    } else {
      run.inArrays().add(node);
      inner.store(ArrayRef.flat(array(node)), at(node, k), value);
    }
  }

  private Buffer array(Node node) {
    return arrays.computeIfAbsent(
        node,
        n -> {
          String name = storage.unique(Hints.of(n) + "Lanes");
          String comment = Hints.of(n) + " of blocks of examples, element by element";
          return storage.add(
              new Buffer(
                  name, Buffer.Role.FLAT_PER_EXAMPLE, Type.REAL, 0, n.shape().size(), comment));
        });
  }

  /** Where the lanes of an element lie. */
  private static Expr at(Node node, Expr k) {
    Expr start = Index.multiply(Index.of(SLOT), node.shape().size());
    return Index.add(start, Index.multiply(k, LANES));
  }

  private void product(MatrixTimesVector product) {
    int units = product.node().shape().size();
    Optional<LaneDots> dots = dots(product);
    if (dots.isPresent()) {
      overAll(product.node(), block, (inner, u) -> unit(product, dots.get(), u, inner));
      return;
    }
    int whole = units - units % UNITS_AT_ONCE;
    if (whole > UNITS_AT_ONCE) {
      Nest.counted(
          block,
          "u",
          Index.ZERO,
          Index.of(whole),
          UNITS_AT_ONCE,
          (inner, first) -> units(product, first, UNITS_AT_ONCE, inner));
    } else if (whole > 0) {
      units(product, Index.ZERO, whole, block);
    }
    if (units > whole) {
      units(product, Index.of(whole), units - whole, block);
    }
  }

  /**
   * The product of rows, if what it reads is not in lanes already, maybe in another shape: such
   * values need not be where the rows lie.
   */
  private Optional<LaneDots> dots(MatrixTimesVector product) {
    Node vector = product.contract().input(1 - product.matrix());
    while (vector.op() == Op.RESHAPE && !run.inArrays().contains(vector)) {
      vector = vector.input(0);
    }
    boolean isInLanes = locals.containsKey(vector) || run.inArrays().contains(vector);
    return isInLanes ? Optional.empty() : LaneDots.of(product, storage);
  }

  private void unit(MatrixTimesVector product, LaneDots dots, Expr u, Block inner) {
    Expr sum = dots.unit(u, inner);
    Expr value =
        product
            .start()
            .map(start -> Expr.apply(Function.ADD, element(start, u, inner), sum))
            .orElse(sum);
    define(product.node(), u, value, inner);
  }

  /** Some units of a product, from one on. */
  private void units(MatrixTimesVector product, Expr first, int count, Block outer) {
    Node node = product.node();
    Node vector = product.contract().input(1 - product.matrix());
    Node matrix = product.contract().input(product.matrix());
    Contraction contraction = Contraction.of(product.contract());
    List<Integer> labels = contraction.operand(product.matrix());
    Local[] sums = new Local[count];
    for (int k = 0; k < count; k++) {
      Expr number = Index.add(first, Index.of(k));
      Expr start = product.start().map(s -> element(s, number, outer)).orElse(LaneElements.real(0));
      sums[k] = outer.variable(Hints.of(node) + "Sum" + k, Type.VECTOR, start);
    }
    Place weights = storage.place(matrix, Frame.ofStep()).orElseThrow();
    Nest.counted(
        outer,
        "i",
        Index.ZERO,
        Index.of(vector.shape().size()),
        1,
        (inner, i) -> {
          Expr x = inner.let(element(vector, i, inner), "x", true);
          for (int k = 0; k < count; k++) {
            Expr unit = Index.add(first, Index.of(k));
            List<Expr> place =
                labels.stream()
                    .map(label -> label.equals(contraction.kept().get(0)) ? unit : i)
                    .toList();
            Expr weight = weights.load(Place.linear(matrix.shape(), place));
            Expr factor = Expr.apply(Function.BROADCAST, weight);
            Expr sum = Expr.apply(Function.FMA, factor, x, Expr.ref(sums[k]));
            inner.add(new Stmt.Assign(sums[k], sum));
          }
        });
    for (int k = 0; k < count; k++) {
      define(node, Index.add(first, Index.of(k)), Expr.ref(sums[k]), outer);
    }
  }

  private Expr reduced(Node node) {
    Node of = node.input(0);
    Function function = node.op() == Op.SUM ? Function.ADD : Function.MAX;
    Local result =
        block.variable(Hints.of(node) + "Of", Type.VECTOR, element(of, Index.ZERO, block));
    overRest(
        of,
        (inner, k) -> {
          Expr next = Expr.apply(function, element(of, k, inner), Expr.ref(result));
          inner.add(new Stmt.Assign(result, next));
        });
    return Expr.ref(result);
  }

  /** All elements but the first. */
  private void overRest(Node node, BiConsumer<Block, Expr> body) {
    if (!isSingle(node)) {
      Nest.counted(block, "k", Index.of(1), Index.of(node.shape().size()), 1, body);
    }
  }

  private Expr element(Node node, Expr k, Block inner) {
    if (node.shape().size() == 1 && !(k.equals(Index.ZERO))) {
      return element(node, Index.ZERO, inner);
    }
    if (locals.containsKey(node)) {
      return locals.get(node);
    }
    if (run.inArrays().contains(node)) {
      Expr load = new Expr.Load(ArrayRef.flat(array(node)), at(node, k));
      return inner.let(Expr.apply(Function.LANES, load), Hints.of(node), false);
    }
    if (!storage.isPlaced(node)) {
      return computed(node, k, inner);
    }
    if (!node.perExample()) {
      Expr load = storage.place(node, Frame.ofStep()).orElseThrow().load(k);
      return inner.let(Expr.apply(Function.BROADCAST, load), Hints.of(node), false);
    }
    if (node.op() == Op.RESHAPE) {
      return element(node.input(0), k, inner);
    }
    copyIn(node);
    return element(node, k, inner);
  }

  private Expr computed(Node node, Expr k, Block inner) {
    return switch (node.op()) {
      case CONSTANT -> LaneElements.real(node.value());
      case EXPAND -> element(node.input(0), Index.ZERO, inner);
      case RESHAPE -> element(node.input(0), k, inner);
      case PICK -> picked(node);
      case ONE_HOT ->
          Expr.apply(
              Function.CHOOSE,
              classIs(Function.EQUAL, node.input(0), k),
              LaneElements.real(1),
              LaneElements.real(0));
      default -> {
        List<Expr> operands = node.inputs().stream().map(i -> element(i, k, inner)).toList();
        yield LaneElements.of(node, operands, inner);
      }
    };
  }

  private Expr picked(Node node) {
    Node from = node.input(0);
    Local chosen =
        block.variable(Hints.of(from) + "Chosen", Type.VECTOR, element(from, Index.ZERO, block));
    overRest(
        from,
        (inner, k) -> {
          Expr isOther = classIs(Function.NOT_EQUAL, node.input(1), k);
          Expr here = element(from, k, inner);
          Expr value = Expr.apply(Function.CHOOSE, isOther, Expr.ref(chosen), here);
          inner.add(new Stmt.Assign(chosen, value));
        });
    return Expr.ref(chosen);
  }

  private Expr classIs(Function comparison, Node node, Expr k) {
    Expr number =
        k instanceof Expr.Int constant
            ? LaneElements.real(constant.value())
            : Expr.apply(Function.BROADCAST, Expr.apply(Function.INT_TO_REAL, k));
    return Expr.apply(comparison, classes.computeIfAbsent(node, this::classesOf), number);
  }

  private Expr classesOf(Node node) {
    Expr load = storage.place(node, FRAME).orElseThrow().load(Index.ZERO);
    Expr classes = LaneClasses.asReals(Expr.apply(Function.LANES, load));
    return copies.let(classes, Hints.of(node), true);
  }

  /** The example of a lane. */
  static Frame lane(int lane) {
    return Frame.of(
        Index.add(FRAME.example(), Index.of(lane)), Index.add(FRAME.slot(), Index.of(lane)));
  }

  private static boolean isScalar(Place place) {
    return place.array().buffer().role() == Buffer.Role.SCALAR_PER_EXAMPLE;
  }

  /** Brings a value that others computed into lanes. */
  private void copyIn(Node node) {
    Place first = storage.place(node, FRAME).orElseThrow();
    if (isScalar(first)) {
      Expr lanesOf = Expr.apply(Function.LANES, first.load(Index.ZERO));
      locals.put(node, copies.let(lanesOf, Hints.of(node), true));
      return;
    }
    run.inArrays().add(node);
    ArrayRef array = ArrayRef.flat(array(node));
    overAll(
        node,
        copies,
        (inner, k) -> {
          for (int l = 0; l < LANES; l++) {
            Expr value = storage.place(node, lane(l)).orElseThrow().load(k);
            inner.store(array, Index.add(at(node, k), Index.of(l)), value);
          }
        });
  }

  private static void overAll(Node node, Block block, BiConsumer<Block, Expr> body) {
    if (isSingle(node)) {
      body.accept(block, Index.ZERO);
    } else {
      Nest.counted(block, "k", Index.ZERO, Index.of(node.shape().size()), 1, body);
    }
  }

  /** Puts the value where others read it. */
  private void copyBack(Node node) {
    Place first = storage.place(node, FRAME).orElseThrow();
    if (isScalar(first)) {
      block.store(first.array(), first.index(Index.ZERO), locals.get(node));
      return;
    }
    ArrayRef array = ArrayRef.flat(array(node));
    if (isSingle(node)) {
      block.store(array, at(node, Index.ZERO), locals.get(node));
    }
    overAll(
        node,
        block,
        (inner, k) -> {
          for (int l = 0; l < LANES; l++) {
            Place place = storage.place(node, lane(l)).orElseThrow();
            Expr from = Index.add(at(node, k), Index.of(l));
            inner.store(place.array(), place.index(k), new Expr.Load(array, from));
          }
        });
  }
}
