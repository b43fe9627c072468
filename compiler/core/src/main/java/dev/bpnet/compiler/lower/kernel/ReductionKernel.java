package dev.bpnet.compiler.lower.kernel;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Loop nests for operations that go along axes of their operand. */
final class ReductionKernel {
  /** Sums of at least so many elements keep four partial sums, which do not wait for each other. */
  private static final int SPLIT_FROM = 16;

  private final Storage storage;
  private final Frame frame;
  private final Node node;
  private final Place target;
  private final Node operand;

  ReductionKernel(Storage storage, Frame frame, Node node, Place target) {
    this.storage = storage;
    this.frame = frame;
    this.node = node;
    this.target = target;
    this.operand = node.input(0);
  }

  /** Reads an element of the operand, at indices along the reduced axes. */
  private interface Reader {
    Expr read(Block block, List<Expr> along);
  }

  void write(Block block) {
    Shape kept = operand.shape().without(node.axes());
    int[] along = node.axes().stream().mapToInt(axis -> operand.shape().dim(axis)).toArray();
    if (kept.isScalar() && isSplit()) {
      splitSum(block);
      return;
    }
    Nest.over(
        block,
        kept.dims(),
        (inner, at) -> {
          Reader reader = (b, place) -> elements(b).element(operand, merged(at, place));
          reduce(inner, at, along, reader);
        });
  }

  private void reduce(Block block, List<Expr> at, int[] along, Reader reader) {
    switch (node.op()) {
      case SUM -> store(block, at, fold(block, along, reader, Function.ADD, 0));
      case PRODUCT -> store(block, at, fold(block, along, reader, Function.MULTIPLY, 1));
      case MAX ->
          store(block, at, fold(block, along, reader, Function.MAX, Double.NEGATIVE_INFINITY));
      case MIN ->
          store(block, at, fold(block, along, reader, Function.MIN, Double.POSITIVE_INFINITY));
      case ARGMAX -> store(block, at, extreme(block, along, reader, true));
      case ARGMIN -> store(block, at, extreme(block, along, reader, false));
      case LOG_SUM_EXP -> store(block, at, logSumExp(block, along, reader));
      case SOFTMAX -> softmax(block, at, along, reader);
      case LOG_SOFTMAX -> logSoftmax(block, at, along, reader);
      case PRODUCT_OF_OTHERS -> productOfOthers(block, at, along, reader);
      default -> throw new IllegalArgumentException(node.op() + " is no reduction");
    }
  }

  private Elements elements(Block block) {
    return new Elements(storage, frame, block);
  }

  /** Indices of the operand from those on the kept and those on the reduced axes. */
  private List<Expr> merged(List<Expr> kept, List<Expr> along) {
    List<Expr> all = new ArrayList<>();
    int nextKept = 0;
    for (int axis = 0; axis < operand.shape().rank(); axis++) {
      int reduced = node.axes().indexOf(axis);
      all.add(reduced >= 0 ? along.get(reduced) : kept.get(nextKept++));
    }
    return all;
  }

  private void store(Block block, List<Expr> at, Expr value) {
    Shape kept = operand.shape().without(node.axes());
    block.store(target.array(), target.index(Place.linear(kept, at)), value);
  }

  private void storeAlong(Block block, List<Expr> at, List<Expr> along, Expr value) {
    Expr linear = Place.linear(node.shape(), merged(at, along));
    block.store(target.array(), target.index(linear), value);
  }

  private Expr fold(Block block, int[] along, Reader reader, Function function, double start) {
    return fold(block, along, function, start, reader);
  }

  /** Combines one value per element. */
  private static Expr fold(
      Block block, int[] along, Function function, double start, Reader value) {
    String name =
        switch (function) {
          case ADD -> "sum";
          case MULTIPLY -> "product";
          case MAX -> "max";
          default -> "min";
        };
    Local result = block.variable(name, Type.REAL, new Expr.Real(start));
    Nest.over(
        block,
        along,
        (inner, place) ->
            inner.add(
                new Stmt.Assign(
                    result, Expr.apply(function, Expr.ref(result), value.read(inner, place)))));
    return Expr.ref(result);
  }

  private boolean isSplit() {
    return node.op() == dev.bpnet.compiler.graph.Op.SUM
        && operand.shape().size() >= SPLIT_FROM
        && elements(Block.top()).isFlat(operand, operand.shape().size());
  }

  private void splitSum(Block block) {
    int size = operand.shape().size();
    List<Local> sums = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sums.add(block.variable("sum" + i, Type.REAL, new Expr.Real(0)));
    }
    BiConsumer<Block, Expr> four =
        (inner, i) -> {
          for (int part = 0; part < 4; part++) {
            Expr element = elements(inner).flat(operand, Index.add(i, Index.of(part)));
            Expr more = Expr.apply(Function.ADD, Expr.ref(sums.get(part)), element);
            inner.add(new Stmt.Assign(sums.get(part), more));
          }
        };
    Nest.counted(block, "i", Index.ZERO, Index.of(size / 4 * 4), 4, four);
    for (int i = size / 4 * 4; i < size; i++) {
      Expr element = elements(block).flat(operand, Index.of(i));
      Expr more = Expr.apply(Function.ADD, Expr.ref(sums.get(i % 4)), element);
      block.add(new Stmt.Assign(sums.get(i % 4), more));
    }
    Expr left = Expr.apply(Function.ADD, Expr.ref(sums.get(0)), Expr.ref(sums.get(1)));
    Expr right = Expr.apply(Function.ADD, Expr.ref(sums.get(2)), Expr.ref(sums.get(3)));
    store(block, List.of(), Expr.apply(Function.ADD, left, right));
  }

  private Expr extreme(Block block, int[] along, Reader reader, boolean greatest) {
    double worst = greatest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    Local best = block.variable("best", Type.REAL, new Expr.Real(worst));
    Local index = block.variable("bestIndex", Type.INT, Index.ZERO);
    Nest.over(
        block,
        along,
        (inner, place) -> {
          Expr x = reader.read(inner, place);
          Expr known = Expr.ref(best);
          // True for a NaN, which wins once and for all, as it does in NumPy.
          Expr notWorse =
              greatest
                  ? Expr.apply(Function.LESS_EQUAL, x, known)
                  : Expr.apply(Function.LESS_EQUAL, known, x);
          Expr wins =
              Expr.apply(
                  Function.AND,
                  Expr.apply(Function.EQUAL, known, known),
                  Expr.apply(Function.NOT, notWorse));
          Local won = Local.named("wins", Type.BOOL);
          inner.add(new Stmt.Declare(won, wins, false));
          Expr ref = Expr.ref(won);
          inner.add(
              new Stmt.Assign(
                  index, Expr.apply(Function.CHOOSE, ref, place.get(0), Expr.ref(index))));
          inner.add(new Stmt.Assign(best, Expr.apply(Function.CHOOSE, ref, x, known)));
        });
    return Expr.ref(index);
  }

  private Expr logSumExp(Block block, int[] along, Reader reader) {
    Expr max = fold(block, along, reader, Function.MAX, Double.NEGATIVE_INFINITY);
    Expr infinite =
        Expr.apply(
            Function.EQUAL, Expr.apply(Function.ABS, max), new Expr.Real(Double.POSITIVE_INFINITY));
    // No ∞ − ∞ where the maximum is infinite.
    Expr shift =
        block.let(Expr.apply(Function.CHOOSE, infinite, new Expr.Real(0), max), "shift", true);
    Expr sum =
        fold(block, along, Function.ADD, 0, (b, place) -> exp(b, reader.read(b, place), shift));
    return Expr.apply(Function.ADD, shift, Expr.apply(Function.LOG, sum));
  }

  private static Expr exp(Block block, Expr x, Expr shift) {
    return block.apply(Function.EXP, block.apply(Function.SUBTRACT, x, shift));
  }

  private void softmax(Block block, List<Expr> at, int[] along, Reader reader) {
    Expr max = fold(block, along, reader, Function.MAX, Double.NEGATIVE_INFINITY);
    Local sum = block.variable("sum", Type.REAL, new Expr.Real(0));
    Nest.over(
        block,
        along,
        (inner, place) -> {
          Expr e = inner.let(exp(inner, reader.read(inner, place), max), "e", true);
          storeAlong(inner, at, place, e);
          inner.add(new Stmt.Assign(sum, Expr.apply(Function.ADD, Expr.ref(sum), e)));
        });
    Nest.over(
        block,
        along,
        (inner, place) -> {
          Expr linear = Place.linear(node.shape(), merged(at, place));
          storeAlong(
              inner, at, place, Expr.apply(Function.DIVIDE, target.load(linear), Expr.ref(sum)));
        });
  }

  private void logSoftmax(Block block, List<Expr> at, int[] along, Reader reader) {
    Expr max = fold(block, along, reader, Function.MAX, Double.NEGATIVE_INFINITY);
    Expr sum =
        fold(block, along, Function.ADD, 0, (b, place) -> exp(b, reader.read(b, place), max));
    Expr log = block.let(Expr.apply(Function.LOG, sum), "logSum", true);
    Nest.over(
        block,
        along,
        (inner, place) -> {
          Expr shifted = inner.apply(Function.SUBTRACT, reader.read(inner, place), max);
          storeAlong(inner, at, place, inner.apply(Function.SUBTRACT, shifted, log));
        });
  }

  /** Products of what stands before, then times what stands behind: two runs, no division. */
  private void productOfOthers(Block block, List<Expr> at, int[] along, Reader reader) {
    Local product = block.variable("product", Type.REAL, new Expr.Real(1));
    Nest.over(
        block,
        along,
        (inner, place) -> {
          storeAlong(inner, at, place, Expr.ref(product));
          Expr more = Expr.apply(Function.MULTIPLY, Expr.ref(product), reader.read(inner, place));
          inner.add(new Stmt.Assign(product, more));
        });
    block.add(new Stmt.Assign(product, new Expr.Real(1)));
    Shape shape = Shape.of(along);
    Local back = Local.named("back", Type.INT);
    Block inner = block.inner();
    List<Expr> place = unravel(shape, Index.of(back));
    Expr linear = Place.linear(node.shape(), merged(at, place));
    storeAlong(
        inner, at, place, Expr.apply(Function.MULTIPLY, target.load(linear), Expr.ref(product)));
    Expr more = Expr.apply(Function.MULTIPLY, Expr.ref(product), reader.read(inner, place));
    inner.add(new Stmt.Assign(product, more));
    block.add(new Stmt.For(back, Index.of(shape.size() - 1), Index.ZERO, -1, inner.statements()));
  }

  /** The indices of a row-major number. */
  private static List<Expr> unravel(Shape shape, Expr linear) {
    List<Expr> at = new ArrayList<>();
    int[] strides = shape.strides();
    for (int axis = 0; axis < shape.rank(); axis++) {
      Expr quotient =
          strides[axis] == 1
              ? linear
              : Expr.apply(Function.DIVIDE, linear, Index.of(strides[axis]));
      at.add(
          axis == 0
              ? quotient
              : Expr.apply(Function.REMAINDER, quotient, Index.of(shape.dim(axis))));
    }
    return at;
  }
}
