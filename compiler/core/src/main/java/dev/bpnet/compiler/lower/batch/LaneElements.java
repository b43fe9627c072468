package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Elementwise;
import dev.bpnet.compiler.lower.code.Hints;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Elementwise operations on vectors. */
final class LaneElements {
  /** Lanes of a vector of floats; elementary functions are written out for them alone. */
  private static final int FLOATS = 8;

  /**
   * Elementary functions that one method may be made of: HotSpot gives up on inlining in the middle
   * of longer ones, and then makes objects of vectors.
   */
  static final int MOST_FUNCTIONS = 3;

  private LaneElements() {}

  /** Vectors of values that are not to be computed where they are needed. */
  interface Vectors {
    /** The value's vector, read or known; absent if it is to be computed. */
    Optional<Expr> of(Node node);
  }

  /**
   * How many elementary functions are written out where the node is computed.
   *
   * @param isStored whether an operand is read, and not computed
   */
  static int functions(Node node, Predicate<Node> isStored) {
    int below =
        node.inputs().stream()
            .filter(isStored.negate())
            .mapToInt(input -> functions(input, isStored))
            .sum();
    return switch (node.op()) {
      case EXP, EXPM1, LOG, LOG1P, TANH, ERF, SIGMOID, SOFTPLUS -> below + 1;
      default -> below;
    };
  }

  /** Whether the operation can be done on vectors, given that its operands are vectors. */
  static boolean fits(Node node, int lanes) {
    return switch (node.op()) {
      case NEGATE, ABS, SQRT, ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM, SELECT ->
          node.kind().isReal();
      case EXP, EXPM1, LOG, LOG1P, TANH, ERF, SIGMOID, SOFTPLUS -> lanes == FLOATS;
      case LESS, LESS_EQUAL -> true;
      case EQUAL, NOT_EQUAL -> node.input(0).kind().isReal();
      case TO_REAL -> node.input(0).op().isElementwise() && !node.input(0).kind().isClass();
      default -> false;
    };
  }

  /** A vector of a value's elements, computed elementwise from others. */
  static Expr computed(Node node, Vectors stored, Block block) {
    return switch (node.op()) {
      case CONSTANT -> real(node.value());
      case EXPAND, RESHAPE -> operand(node.input(0), stored, block);
      default ->
          of(node, node.inputs().stream().map(i -> operand(i, stored, block)).toList(), block);
    };
  }

  private static Expr operand(Node node, Vectors stored, Block block) {
    return stored.of(node).orElseGet(() -> computed(node, stored, block));
  }

  /** The operation on vectors of its operands. */
  static Expr of(Node node, List<Expr> x, Block block) {
    Expr value =
        switch (node.op()) {
          case TO_REAL -> Expr.apply(Function.CHOOSE, x.get(0), real(1), real(0));
          case MAXIMUM -> extreme(Function.LESS, x);
          case MINIMUM -> extreme(Function.GREATER, x);
          default -> Elementwise.of(node.op(), x);
        };
    return block.let(value, Hints.of(node), false);
  }

  /**
   * A comparison is cheaper than the extreme with its rules for NaN. Where it is not true the value
   * is the second operand, so that must be the one that may be NaN; and the other must not be.
   */
  private static Expr extreme(Function beyond, List<Expr> x) {
    Expr first = x.get(0);
    Expr second = x.get(1);
    if (isNumber(first)) {
      return Expr.apply(Function.CHOOSE, Expr.apply(beyond, second, first), first, second);
    }
    if (isNumber(second)) {
      return extreme(beyond, List.of(second, first));
    }
    return Expr.apply(beyond == Function.LESS ? Function.MAX : Function.MIN, first, second);
  }

  /** Whether it is a constant other than NaN. */
  private static boolean isNumber(Expr vector) {
    return vector instanceof Expr.Apply apply
        && apply.function() == Function.BROADCAST
        && apply.operands().get(0) instanceof Expr.Real constant
        && !Double.isNaN(constant.value());
  }

  /** The constant in every lane. */
  static Expr real(double value) {
    return Expr.apply(Function.BROADCAST, new Expr.Real(value));
  }
}
