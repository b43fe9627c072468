package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Elementwise;
import dev.bpnet.compiler.lower.code.Hints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every element of a node as a scalar expression of the elements of its operands: the rules of the
 * straight-line plan, in the order of {@code Op}. Leaves and batch means are the plan's own
 * business; loops have no straight-line form.
 */
final class ScalarRules {
  private static final Expr ZERO = new Expr.Real(0);
  private static final Expr ONE = new Expr.Real(1);

  private static final int LONGEST_CHAIN = 5;

  private final Block block;
  private final String mark;

  /**
   * @param mark of the example that the elements belong to, for their names; may be empty
   */
  ScalarRules(Block block, String mark) {
    this.block = block;
    this.mark = mark;
  }

  /**
   * @param x the elements of each operand, row-major
   * @return the elements of the node, row-major
   */
  Expr[] elements(Node node, List<Expr[]> x) {
    return switch (node.op()) {
      case VARIABLE, CONSTANT, RANDOM, INDEX, CARRIED, BATCH_MEAN, LOOP, RESULT ->
          throw new IllegalArgumentException(node.op() + " in straight-line rules");
      case NEGATE,
          EXP,
          EXPM1,
          LOG,
          LOG1P,
          SQRT,
          ABS,
          SIGN,
          SIN,
          COS,
          TAN,
          TANH,
          ATAN,
          ERF,
          FLOOR,
          SIGMOID,
          SOFTPLUS,
          NOT,
          TO_REAL,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          POWER,
          MAXIMUM,
          MINIMUM,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_EQUAL,
          AND,
          OR,
          SELECT ->
          elementwise(node, x);
      case SUM -> reduce(node, x.get(0), this::sum);
      case PRODUCT -> reduce(node, x.get(0), parts -> chain(Function.MULTIPLY, parts));
      case MAX -> reduce(node, x.get(0), parts -> chain(Function.MAX, parts));
      case MIN -> reduce(node, x.get(0), parts -> chain(Function.MIN, parts));
      case ARGMAX -> reduce(node, x.get(0), parts -> firstExtreme(parts, true));
      case ARGMIN -> reduce(node, x.get(0), parts -> firstExtreme(parts, false));
      case LOG_SUM_EXP -> reduce(node, x.get(0), this::logSumExp);
      case SOFTMAX -> along(node, x.get(0), this::softmax);
      case LOG_SOFTMAX -> along(node, x.get(0), this::logSoftmax);
      case PRODUCT_OF_OTHERS -> along(node, x.get(0), this::productOfOthers);
      case CONTRACT -> contract(node, x.get(0), x.get(1));
      case RESHAPE -> x.get(0);
      case TRANSPOSE -> MovedElements.transpose(node, x.get(0));
      case EXPAND -> MovedElements.expand(node, x.get(0));
      case SLICE -> MovedElements.slice(node, x.get(0));
      case PAD -> MovedElements.pad(node, x.get(0));
      case CONCAT -> MovedElements.concat(node, x);
      case PICK -> pick(node, x.get(0), x.get(1));
      case ONE_HOT -> oneHot(node, x.get(0));
      case GATHER -> gather(node, x.get(0), x.get(1));
      case SCATTER -> scatter(node, x.get(0), x.get(1));
    };
  }

  private Expr[] elementwise(Node node, List<Expr[]> x) {
    Expr[] result = new Expr[node.shape().size()];
    for (int i = 0; i < result.length; i++) {
      List<Expr> operands = new ArrayList<>();
      for (Expr[] operand : x) {
        operands.add(operand[i]);
      }
      Expr value =
          node.op() == Op.ADD
              ? block.sum(operands.get(0), operands.get(1))
              : Elementwise.of(node.op(), operands);
      result[i] = let(value, node, i);
    }
    return result;
  }

  /** Names an element of a node after it. */
  Expr let(Expr value, Node node, int element) {
    return block.let(value, Hints.element(node, element) + mark, Hints.isNamed(node));
  }

  /** Makes one scalar of several. */
  private interface Reduction {
    Expr reduce(List<Expr> parts);
  }

  /** Makes as many scalars of several. */
  private interface Mapping {
    List<Expr> map(List<Expr> parts);
  }

  private Expr[] reduce(Node node, Expr[] x, Reduction reduction) {
    Expr[] result = new Expr[node.shape().size()];
    List<List<Integer>> groups = groups(node.input(0).shape(), node.axes());
    for (int i = 0; i < result.length; i++) {
      List<Expr> parts = groups.get(i).stream().map(element -> x[element]).toList();
      result[i] = reduction.reduce(parts);
    }
    return result;
  }

  private Expr[] along(Node node, Expr[] x, Mapping mapping) {
    Expr[] result = new Expr[x.length];
    for (List<Integer> group : groups(node.shape(), node.axes())) {
      List<Expr> mapped = mapping.map(group.stream().map(element -> x[element]).toList());
      for (int i = 0; i < group.size(); i++) {
        result[group.get(i)] = mapped.get(i);
      }
    }
    return result;
  }

  /** Element numbers that share their place on the other axes, one list for each such place. */
  private static List<List<Integer>> groups(Shape shape, List<Integer> axes) {
    Shape kept = shape.without(axes);
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      groups.add(new ArrayList<>());
    }
    int[] strides = kept.strides();
    for (int element = 0; element < shape.size(); element++) {
      int[] at = MovedElements.place(shape, element);
      int group = 0;
      int axisOfKept = 0;
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (!axes.contains(axis)) {
          group += at[axis] * strides[axisOfKept++];
        }
      }
      groups.get(group).add(element);
    }
    return groups;
  }

  private Expr sum(List<Expr> parts) {
    return block.let(sumOf(parts));
  }

  /**
   * The sum of one part or more, of which each waits for the one before. Long sums are divided, so
   * that no part waits for too many.
   */
  private Expr sumOf(List<Expr> parts) {
    if (parts.size() > LONGEST_CHAIN) {
      int half = (parts.size() + 1) / 2;
      return block.sum(sum(parts.subList(0, half)), sum(parts.subList(half, parts.size())));
    }
    Expr result = parts.get(0);
    for (int i = 1; i < parts.size(); i++) {
      result = block.sum(i == 1 ? result : block.let(result), parts.get(i));
    }
    return result;
  }

  private Expr chain(Function function, List<Expr> parts) {
    Expr result = parts.get(0);
    for (Expr part : parts.subList(1, parts.size())) {
      result = block.apply(function, result, part);
    }
    return result;
  }

  private Expr firstExtreme(List<Expr> parts, boolean greatest) {
    Expr best = parts.get(0);
    Expr index = new Expr.Int(0);
    for (int i = 1; i < parts.size(); i++) {
      // A NaN wins once and for all, as it does in NumPy.
      Expr part = parts.get(i);
      Expr wins =
          block.apply(
              Function.AND,
              block.apply(Function.EQUAL, best, best),
              block.apply(
                  Function.NOT,
                  greatest
                      ? block.apply(Function.LESS_EQUAL, part, best)
                      : block.apply(Function.LESS_EQUAL, best, part)));
      index = block.apply(Function.CHOOSE, wins, new Expr.Int(i), index);
      best = block.apply(Function.CHOOSE, wins, part, best);
    }
    return index;
  }

  private Expr logSumExp(List<Expr> parts) {
    Expr max = finiteMax(parts);
    Expr sum = sum(exponentials(parts, max));
    return block.apply(Function.ADD, max, block.apply(Function.LOG, sum));
  }

  /** The maximum, or 0 where it is infinite, so that no ∞ − ∞ arises. */
  private Expr finiteMax(List<Expr> parts) {
    Expr max = chain(Function.MAX, parts);
    Expr infinite =
        block.apply(
            Function.EQUAL,
            block.apply(Function.ABS, max),
            new Expr.Real(Double.POSITIVE_INFINITY));
    return block.apply(Function.CHOOSE, infinite, ZERO, max);
  }

  private List<Expr> exponentials(List<Expr> parts, Expr max) {
    return parts.stream()
        .map(part -> block.apply(Function.EXP, block.apply(Function.SUBTRACT, part, max)))
        .toList();
  }

  private List<Expr> softmax(List<Expr> parts) {
    List<Expr> exponentials = exponentials(parts, chain(Function.MAX, parts));
    Expr sum = sum(exponentials);
    return exponentials.stream().map(e -> block.apply(Function.DIVIDE, e, sum)).toList();
  }

  private List<Expr> logSoftmax(List<Expr> parts) {
    Expr max = chain(Function.MAX, parts);
    Expr log = block.apply(Function.LOG, sum(exponentials(parts, max)));
    return parts.stream()
        .map(p -> block.apply(Function.SUBTRACT, block.apply(Function.SUBTRACT, p, max), log))
        .toList();
  }

  private List<Expr> productOfOthers(List<Expr> parts) {
    List<Expr> result = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      List<Expr> others = new ArrayList<>(parts);
      others.remove(i);
      result.add(others.isEmpty() ? ONE : chain(Function.MULTIPLY, others));
    }
    return result;
  }

  private Expr[] contract(Node node, Expr[] x, Expr[] y) {
    Expr[] result = new Expr[node.shape().size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = sum(products(node, i, x, y));
    }
    return result;
  }

  /**
   * The sum of a contraction and what stands beside it, which comes first: it is known while the
   * others are still waited for.
   *
   * @param sum names the result
   */
  Expr[] contract(Node sum, Node contraction, List<Expr[]> x, Expr[] first) {
    Expr[] result = new Expr[sum.shape().size()];
    for (int i = 0; i < result.length; i++) {
      List<Expr> parts = new ArrayList<>(List.of(first[i]));
      parts.addAll(products(contraction, i, x.get(0), x.get(1)));
      result[i] = let(sumOf(parts), sum, i);
    }
    return result;
  }

  /** The factors of each element of a contraction that sums nothing. */
  Expr[][] factors(Node node, List<Expr[]> x) {
    Contraction contraction = Contraction.of(node);
    int[] summed = MovedElements.place(contraction.summedShape(), 0);
    Expr[][] factors = new Expr[2][node.shape().size()];
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < factors[side].length; i++) {
        int[] at = contraction.place(side, MovedElements.place(node.shape(), i), summed);
        factors[side][i] = x.get(side)[MovedElements.number(node.input(side).shape(), at)];
      }
    }
    return factors;
  }

  Expr multiply(Expr a, Expr b) {
    return block.apply(Function.MULTIPLY, a, b);
  }

  /** The products that an element of a contraction is the sum of. */
  private List<Expr> products(Node node, int element, Expr[] x, Expr[] y) {
    Contraction contraction = Contraction.of(node);
    int[] kept = MovedElements.place(node.shape(), element);
    List<Expr> products = new ArrayList<>();
    for (int s = 0; s < contraction.summedShape().size(); s++) {
      int[] summed = MovedElements.place(contraction.summedShape(), s);
      Expr a = x[MovedElements.number(node.input(0).shape(), contraction.place(0, kept, summed))];
      Expr b = y[MovedElements.number(node.input(1).shape(), contraction.place(1, kept, summed))];
      products.add(block.apply(Function.MULTIPLY, a, b));
    }
    return products;
  }

  private Expr[] pick(Node node, Expr[] x, Expr[] k) {
    int n = node.input(0).shape().dim(node.shape().rank());
    Expr[] result = new Expr[k.length];
    for (int i = 0; i < k.length; i++) {
      result[i] = choose(k[i], Arrays.asList(x).subList(i * n, (i + 1) * n));
    }
    return result;
  }

  /** The option whose number is k. */
  private Expr choose(Expr k, List<Expr> options) {
    Expr result = options.get(options.size() - 1);
    for (int i = options.size() - 2; i >= 0; i--) {
      Expr here = isNumber(k, i);
      result = block.apply(Function.CHOOSE, here, options.get(i), result);
    }
    return result;
  }

  /** Whether a class is the number; classes of several examples in lanes are reals. */
  private Expr isNumber(Expr k, int number) {
    return block.apply(
        Function.EQUAL, k, k.type() == Type.INT ? new Expr.Int(number) : new Expr.Real(number));
  }

  private Expr[] oneHot(Node node, Expr[] k) {
    int n = node.shape().dim(node.shape().rank() - 1);
    Expr[] result = new Expr[node.shape().size()];
    for (int i = 0; i < result.length; i++) {
      Expr here = isNumber(k[i / n], i % n);
      result[i] = block.apply(Function.CHOOSE, here, ONE, ZERO);
    }
    return result;
  }

  private Expr[] gather(Node node, Expr[] rows, Expr[] k) {
    int count = node.input(0).shape().dim(0);
    int width = rows.length / count;
    Expr[] result = new Expr[node.shape().size()];
    for (int i = 0; i < result.length; i++) {
      List<Expr> column = new ArrayList<>();
      for (int row = 0; row < count; row++) {
        column.add(rows[row * width + i % width]);
      }
      result[i] = choose(k[i / width], column);
    }
    return result;
  }

  private Expr[] scatter(Node node, Expr[] g, Expr[] k) {
    int width = g.length / k.length;
    Expr[] result = new Expr[node.shape().size()];
    for (int i = 0; i < result.length; i++) {
      Expr sum = ZERO;
      for (int j = 0; j < k.length; j++) {
        Expr here = isNumber(k[j], i / width);
        Expr part = block.apply(Function.CHOOSE, here, g[j * width + i % width], ZERO);
        sum = block.apply(Function.ADD, sum, part);
      }
      result[i] = sum;
    }
    return result;
  }
}
