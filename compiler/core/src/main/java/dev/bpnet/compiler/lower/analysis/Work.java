package dev.bpnet.compiler.lower.analysis;

import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;

/** About how many operations of the size of a multiplication with an addition a value takes. */
public final class Work {
  /** What an elementary function costs beside a multiplication. */
  private static final int FUNCTION = 16;

  private Work() {}

  /** For one example, or once if the value does not depend on examples. */
  public static long of(Node node) {
    long size = node.shape().size();
    long operand = node.inputs().isEmpty() ? 0 : node.input(0).shape().size();
    return switch (node.op().group()) {
      case LEAF -> node.op() == Op.RANDOM ? size * FUNCTION : 0;
      case UNARY -> isFunction(node.op()) ? size * FUNCTION : size;
      case BINARY -> node.op() == Op.POWER ? size * FUNCTION : size;
      case TERNARY, BATCH -> size;
      case REDUCTION -> node.op() == Op.LOG_SUM_EXP ? operand * FUNCTION : operand;
      case AXIS -> size * FUNCTION;
      case CONTRACTION -> size * Contraction.of(node).summedShape().size();
      case MOVEMENT -> node.op() == Op.SCATTER ? operand : size;
      case LOOP -> node.op() == Op.LOOP ? ofLoop(node) : 0;
    };
  }

  private static long ofLoop(Node loop) {
    long body = LoopBody.of(loop).nodes().stream().mapToLong(Work::of).sum();
    return body * loop.loop().index().count();
  }

  private static boolean isFunction(Op op) {
    return switch (op) {
      case EXP, EXPM1, LOG, LOG1P, SIN, COS, TAN, TANH, ATAN, ERF, SIGMOID, SOFTPLUS -> true;
      default -> false;
    };
  }
}
