package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Computes what depends on constants alone, in double. First of all, since other passes look for
 * constants. Functions come from {@link StrictMath}: the same bits on every machine.
 */
final class ConstantFolding extends LocalPass {
  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    int needed =
        switch (node.op()) {
          case SLICE, PAD, PICK, GATHER -> 1;
          default -> node.inputs().size();
        };
    boolean constant =
        needed > 0
            && node.inputs().subList(0, needed).stream()
                .allMatch(input -> input.op() == Op.CONSTANT);
    if (!constant) {
      return Optional.empty();
    }
    OptionalDouble value = value(node);
    return value.isPresent()
        ? Optional.of(b.constant(value.getAsDouble(), node.shape(), node.kind()))
        : Optional.empty();
  }

  private static OptionalDouble value(Node node) {
    double x = node.input(0).value();
    return switch (node.op().group()) {
      case UNARY -> unary(node.op(), x);
      case BINARY -> OptionalDouble.of(binary(node.op(), x, node.input(1).value()));
      case TERNARY -> OptionalDouble.of(node.input(x != 0 ? 1 : 2).value());
      case REDUCTION -> reduction(node, x);
      case MOVEMENT -> moved(node, x);
      case BATCH -> OptionalDouble.of(x);
      case LEAF, AXIS, CONTRACTION, LOOP -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble unary(Op op, double x) {
    return switch (op) {
      case NEGATE -> OptionalDouble.of(-x);
      case EXP -> OptionalDouble.of(StrictMath.exp(x));
      case EXPM1 -> OptionalDouble.of(StrictMath.expm1(x));
      case LOG -> OptionalDouble.of(StrictMath.log(x));
      case LOG1P -> OptionalDouble.of(StrictMath.log1p(x));
      case SQRT -> OptionalDouble.of(Math.sqrt(x));
      case ABS -> OptionalDouble.of(Math.abs(x));
      case SIGN -> OptionalDouble.of(Math.signum(x));
      case SIN -> OptionalDouble.of(StrictMath.sin(x));
      case COS -> OptionalDouble.of(StrictMath.cos(x));
      case TAN -> OptionalDouble.of(StrictMath.tan(x));
      case TANH -> OptionalDouble.of(StrictMath.tanh(x));
      case ATAN -> OptionalDouble.of(StrictMath.atan(x));
      case FLOOR -> OptionalDouble.of(Math.floor(x));
      case SIGMOID -> OptionalDouble.of(1 / (1 + StrictMath.exp(-x)));
      case SOFTPLUS ->
          OptionalDouble.of(Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));
      case NOT -> OptionalDouble.of(truth(x == 0));
      case TO_REAL -> OptionalDouble.of(x);
      // ERF, of which the platform has none; nothing else arrives.
      default -> OptionalDouble.empty();
    };
  }

  private static double binary(Op op, double x, double y) {
    return switch (op) {
      case ADD -> x + y;
      case SUBTRACT -> x - y;
      case MULTIPLY -> x * y;
      case DIVIDE -> x / y;
      case POWER -> StrictMath.pow(x, y);
      case MAXIMUM -> Math.max(x, y);
      case MINIMUM -> Math.min(x, y);
      case EQUAL -> truth(x == y);
      case NOT_EQUAL -> truth(x != y);
      case LESS -> truth(x < y);
      case LESS_EQUAL -> truth(x <= y);
      case AND -> truth(x != 0 && y != 0);
      case OR -> truth(x != 0 || y != 0);
      default -> throw new IllegalArgumentException(op.toString());
    };
  }

  private static OptionalDouble reduction(Node node, double x) {
    return switch (node.op()) {
      case SUM ->
          OptionalDouble.of(x * ((double) node.input(0).shape().size() / node.shape().size()));
      case MAX, MIN -> OptionalDouble.of(x);
      case ARGMAX, ARGMIN -> OptionalDouble.of(0);
      default -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble moved(Node node, double x) {
    return switch (node.op()) {
      case RESHAPE, TRANSPOSE, EXPAND, SLICE, GATHER, PICK -> OptionalDouble.of(x);
      case PAD -> x == 0 ? OptionalDouble.of(0) : OptionalDouble.empty();
      case CONCAT ->
          node.inputs().stream().allMatch(part -> part.isConstant(x))
              ? OptionalDouble.of(x)
              : OptionalDouble.empty();
      default -> OptionalDouble.empty();
    };
  }

  private static double truth(boolean condition) {
    return condition ? 1 : 0;
  }
}
