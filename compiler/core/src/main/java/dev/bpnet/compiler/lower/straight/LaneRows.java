package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.LaneClasses;
import dev.bpnet.compiler.lower.storage.Layout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Examples in the lanes of vectors. Where there are fewer than lanes, those beyond compute the
 * first example once more, and add nothing.
 */
final class LaneRows extends ScalarRows {
  /** Lanes of a vector of floats; elementary functions have a form for them alone. */
  private static final int FLOATS = 8;

  private static final int BYTES_PER_FUNCTION = 500;
  private static final int BYTES_PER_OPERATION = 18;

  private final Expr left;

  /**
   * @param block one of lanes
   * @param first the number of the first example
   * @param left how many examples there are from it on, at most one for each lane
   */
  LaneRows(Layout layout, Block block, Expr first, Expr left) {
    super(layout, block, List.of(first));
    this.left = left;
  }

  /** Whether a value per example can be computed in lanes, if its operands can. */
  static boolean fits(Node node, int lanes) {
    return switch (node.op()) {
      case CONSTANT,
          NEGATE,
          ABS,
          SQRT,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          MAXIMUM,
          MINIMUM,
          SELECT,
          SUM,
          PRODUCT,
          MAX,
          MIN,
          PRODUCT_OF_OTHERS,
          CONTRACT,
          PAD ->
          node.kind().isReal();
      case VARIABLE, RESHAPE, TRANSPOSE, EXPAND, SLICE, CONCAT ->
          node.kind().isReal() || node.kind().isClass() && lanes == FLOATS;
      case PICK, ONE_HOT, GATHER, SCATTER -> node.kind().isReal() && lanes == FLOATS;
      case LESS, LESS_EQUAL, EQUAL, NOT_EQUAL -> node.input(0).kind().isReal();
      case EXP,
          EXPM1,
          LOG,
          LOG1P,
          TANH,
          ERF,
          SIGMOID,
          SOFTPLUS,
          LOG_SUM_EXP,
          SOFTMAX,
          LOG_SOFTMAX ->
          lanes == FLOATS;
      default -> false;
    };
  }

  /** An estimate of the bytecode of values per example; elementary functions are written out. */
  static long bytes(Collection<Node> nodes) {
    Set<Node> powered = new HashSet<>();
    long bytes = 0;
    for (Node node : nodes) {
      long functions = functions(node);
      if (isSoftmax(node) && !powered.add(node.input(0))) {
        // Exponentials of the same values are computed once.
        functions -= node.shape().size();
      }
      bytes += functions * BYTES_PER_FUNCTION + ScalarCost.operations(node) * BYTES_PER_OPERATION;
    }
    return bytes;
  }

  /** Elementary functions that a value per example is made of. */
  static long functions(Node node) {
    long size = node.shape().size();
    return switch (node.op()) {
      case EXP, EXPM1, LOG, LOG1P, TANH, ERF, SIGMOID, SOFTPLUS, SOFTMAX -> size;
      case LOG_SUM_EXP -> node.input(0).shape().size() + size;
      case LOG_SOFTMAX -> size + node.shape().without(node.axes()).size();
      default -> 0;
    };
  }

  private static boolean isSoftmax(Node node) {
    return node.op() == Op.SOFTMAX || node.op() == Op.LOG_SOFTMAX;
  }

  @Override
  Expr[] load(Node node, int row) {
    Buffer array = layout().array(node.variable());
    int width = layout().size(array.role());
    Expr place = Index.multiply(example(row), width);
    Expr[] elements = new Expr[node.shape().size()];
    for (int i = 0; i < elements.length; i++) {
      Expr index = Index.add(place, Index.of(layout().offset(node.variable()) + i));
      Expr first = new Expr.Load(ArrayRef.flat(array), index);
      Expr value = Expr.apply(Function.GATHER, first, Index.of(width), left);
      Expr real = node.kind().isClass() ? LaneClasses.asReals(value) : value;
      elements[i] = block().let(real, Hints.element(node, i), true);
    }
    return elements;
  }

  @Override
  void add(Local sum, List<Expr> values) {
    List<Expr> operands = new ArrayList<>(factors(values.get(0)));
    operands.add(Expr.ref(sum));
    Function function = operands.size() == 3 ? Function.FMA : Function.ADD;
    addLater(new Stmt.Assign(sum, new Expr.Apply(function, operands)));
  }

  /**
   * What the value is the product of, or itself. All are 0 in the lanes beyond the last example, as
   * each may be infinite.
   */
  List<Expr> factors(Expr value) {
    Expr vector = value.type().isVector() ? value : block().lanes(value);
    return block()
        .product(vector)
        .map(Expr.Apply::operands)
        .map(product -> List.of(counted(product.get(0)), counted(product.get(1))))
        .orElseGet(() -> List.of(counted(vector)));
  }

  /** The value, or 0 in the lanes beyond the last example. */
  private Expr counted(Expr value) {
    Expr none = block().lanes(new Expr.Real(0));
    String hint = value instanceof Expr.Ref ref ? ref.local().hint() + "Counted" : "counted";
    return block().let(Expr.apply(Function.CHOOSE, isThere(), value, none), hint, false);
  }

  /** Of each lane. */
  private Expr isThere() {
    Expr count = Expr.apply(Function.BROADCAST, Expr.apply(Function.INT_TO_REAL, left));
    Expr number = Expr.apply(Function.LANE_NUMBERS);
    return block().let(Expr.apply(Function.LESS, number, count), "isThere", true);
  }
}
