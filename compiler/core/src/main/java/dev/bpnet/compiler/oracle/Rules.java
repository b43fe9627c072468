package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Op;

/** The meaning of each operation, in the order of {@link Op}. */
final class Rules {
  private static final Rule[] RULES = new Rule[Op.values().length];

  static {
    for (Op op : Op.values()) {
      RULES[op.ordinal()] = make(op);
    }
  }

  private Rules() {}

  static Rule of(Op op) {
    return RULES[op.ordinal()];
  }

  private static Rule make(Op op) {
    return switch (op) {
      case VARIABLE -> new Leaf.OfVariable();
      case CONSTANT -> new Leaf.OfConstant();
      case RANDOM -> new Leaf.OfRandom();
      case INDEX -> new Leaf.OfIndex();
      case CARRIED -> new Leaf.OfCarried();
      case NEGATE -> Unary.NEGATE;
      case EXP -> Unary.EXP;
      case EXPM1 -> Unary.EXPM1;
      case LOG -> Unary.LOG;
      case LOG1P -> Unary.LOG1P;
      case SQRT -> Unary.SQRT;
      case ABS -> Unary.ABS;
      case SIGN -> Unary.SIGN;
      case SIN -> Unary.SIN;
      case COS -> Unary.COS;
      case TAN -> Unary.TAN;
      case TANH -> Unary.TANH;
      case ATAN -> Unary.ATAN;
      case ERF -> Unary.ERF;
      case FLOOR -> Unary.FLOOR;
      case SIGMOID -> Unary.SIGMOID;
      case SOFTPLUS -> Unary.SOFTPLUS;
      case NOT -> Unary.NOT;
      case TO_REAL -> Unary.TO_REAL;
      case ADD -> Smooth.ADD;
      case SUBTRACT -> Smooth.SUBTRACT;
      case MULTIPLY -> Smooth.MULTIPLY;
      case DIVIDE -> Smooth.DIVIDE;
      case POWER -> Smooth.POWER;
      case MAXIMUM -> Choice.MAXIMUM.rule();
      case MINIMUM -> Choice.MINIMUM.rule();
      case EQUAL -> new Choice.Comparison((x, y) -> x == y);
      case NOT_EQUAL -> new Choice.Comparison((x, y) -> x != y);
      case LESS -> new Choice.Comparison((x, y) -> x < y);
      case LESS_EQUAL -> new Choice.Comparison((x, y) -> x <= y);
      case AND -> new Choice.Comparison((x, y) -> x != 0 && y != 0);
      case OR -> new Choice.Comparison((x, y) -> x != 0 || y != 0);
      case SELECT -> new Choice.Selection();
      case SUM -> new Linear.Sum();
      case PRODUCT -> new Reduction.Product();
      case MAX -> new Reduction.Extremum(1, false);
      case MIN -> new Reduction.Extremum(-1, false);
      case ARGMAX -> new Reduction.Extremum(1, true);
      case ARGMIN -> new Reduction.Extremum(-1, true);
      case LOG_SUM_EXP -> new Reduction.LogSumExp();
      case SOFTMAX -> new AlongAxis.Softmax();
      case LOG_SOFTMAX -> new AlongAxis.LogSoftmax();
      case PRODUCT_OF_OTHERS -> new AlongAxis.ProductOfOthers();
      case CONTRACT -> new Contraction();
      case RESHAPE -> new Linear.Reshape();
      case TRANSPOSE -> new Linear.Transpose();
      case EXPAND -> new Linear.Expand();
      case SLICE -> new Linear.Slice();
      case PAD -> new Linear.Pad();
      case CONCAT -> new Linear.Concat();
      case PICK -> new Linear.Pick();
      case ONE_HOT -> new Linear.OneHot();
      case GATHER -> new Linear.Gather();
      case SCATTER -> new Linear.Scatter();
      case BATCH_MEAN -> new BatchMean();
      case LOOP -> new Loops.OfLoop();
      case RESULT -> new Loops.OfResult();
    };
  }
}
