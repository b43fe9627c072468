package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;

/**
 * The derivative of every operation, in the order of {@link Op}. Below, g is the adjoint of y =
 * op(x, …); values are reused where the derivative can be said in terms of y.
 */
final class VectorJacobianTable implements VectorJacobian {
  @Override
  public Node contribution(Node y, int operand, Node g) {
    NodeBuilder b = new NodeBuilder(y.origin().adjoint().unnamed());
    Node x = y.input(operand);
    return switch (y.op()) {
      case VARIABLE, CONSTANT, RANDOM, INDEX, CARRIED -> throw noDerivative(y);

      case NEGATE -> b.negate(g);
      case EXP -> b.multiply(g, y);
      case EXPM1 -> b.multiply(g, b.unary(Op.EXP, x));
      case LOG -> b.divide(g, x);
      case LOG1P -> b.divide(g, b.add(one(b, x), x));
      case SQRT -> b.divide(g, b.multiply(like(b, 2, x), y));
      case ABS -> b.multiply(g, b.unary(Op.SIGN, x));
      case SIN -> b.multiply(g, b.unary(Op.COS, x));
      case COS -> b.negate(b.multiply(g, b.unary(Op.SIN, x)));
      case TAN -> b.multiply(g, b.add(one(b, x), b.multiply(y, y)));
      case TANH -> b.multiply(g, b.subtract(one(b, x), b.multiply(y, y)));
      case ATAN -> b.divide(g, b.add(one(b, x), b.multiply(x, x)));
      case ERF ->
          b.multiply(
              g,
              b.multiply(
                  like(b, 2 / Math.sqrt(Math.PI), x), b.unary(Op.EXP, b.negate(b.multiply(x, x)))));
      case SIGMOID -> b.multiply(b.multiply(g, y), b.subtract(one(b, x), y));
      case SOFTPLUS -> b.multiply(g, b.unary(Op.SIGMOID, x));
      case SIGN, FLOOR, NOT, TO_REAL -> throw noDerivative(y);

      case ADD -> g;
      case SUBTRACT -> operand == 0 ? g : b.negate(g);
      case MULTIPLY -> b.multiply(g, y.input(1 - operand));
      case DIVIDE ->
          operand == 0 ? b.divide(g, y.input(1)) : b.negate(b.multiply(b.divide(g, y.input(1)), y));
      case POWER -> operand == 0 ? powerOfBase(b, y, g) : powerOfExponent(b, y, g);
      case MAXIMUM -> gated(b, b.binary(Op.LESS_EQUAL, y.input(1), y.input(0)), operand, g);
      case MINIMUM -> gated(b, b.binary(Op.LESS_EQUAL, y.input(0), y.input(1)), operand, g);
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, AND, OR -> throw noDerivative(y);

      // Each branch under its mask, which the sweep puts on where the value leaves the branch.
      case SELECT -> g;

      case SUM -> Structure.spread(b, g, y);
      case PRODUCT ->
          b.multiply(Structure.spread(b, g, y), b.along(Op.PRODUCT_OF_OTHERS, x, y.axes()));
      case MAX -> Structure.toExtremal(b, g, y, Op.ARGMAX);
      case MIN -> Structure.toExtremal(b, g, y, Op.ARGMIN);
      case ARGMAX, ARGMIN -> throw noDerivative(y);
      case LOG_SUM_EXP -> b.multiply(Structure.spread(b, g, y), Structure.softmax(b, x, y.axes()));

      case SOFTMAX -> b.multiply(y, b.subtract(g, Structure.total(b, b.multiply(g, y), y.axes())));
      case LOG_SOFTMAX ->
          b.subtract(
              g, b.multiply(b.along(Op.SOFTMAX, x, y.axes()), Structure.total(b, g, y.axes())));
      // Made by derivation alone, which happens once.
      case PRODUCT_OF_OTHERS -> throw noDerivative(y);

      case CONTRACT -> Structure.contract(b, g, y, operand);

      case RESHAPE -> b.reshape(g, x.shape());
      case TRANSPOSE -> b.transpose(g, Structure.inverse(y.axes()));
      case EXPAND -> Structure.collapse(b, g, x.shape());
      case SLICE -> b.pad(g, ((Attribute.Box) y.attribute()).starts(), x.shape());
      case PAD -> b.slice(g, ((Attribute.Box) y.attribute()).starts(), x.shape());
      case CONCAT -> Structure.part(b, g, y, operand);
      case PICK -> Structure.toPicked(b, g, y);
      case ONE_HOT -> throw noDerivative(y);
      case GATHER -> b.scatter(g, y.input(1), x.shape().dim(0));
      case SCATTER -> b.gather(g, y.input(1));

      case BATCH_MEAN -> g;

      case LOOP, RESULT -> throw noDerivative(y);
    };
  }

  /** d(x^p)/dx = p·x^(p−1); 0 where p is 0, whatever x is. */
  private static Node powerOfBase(NodeBuilder b, Node y, Node g) {
    Node x = y.input(0);
    Node p = y.input(1);
    Node slope = b.multiply(p, b.binary(Op.POWER, x, b.subtract(p, one(b, p))));
    Node contribution = b.multiply(g, slope);
    Node constant = p.op() == Op.EXPAND ? p.input(0) : p;
    boolean neverZero = constant.op() == Op.CONSTANT && constant.value() != 0;
    return neverZero
        ? contribution
        : b.select(b.binary(Op.EQUAL, p, like(b, 0, p)), like(b, 0, p), contribution);
  }

  /** d(x^p)/dp = x^p·log x; 0 where x is 0 and p is not negative, the limit from the right. */
  private static Node powerOfExponent(NodeBuilder b, Node y, Node g) {
    Node x = y.input(0);
    Node p = y.input(1);
    Node limit =
        b.binary(
            Op.AND,
            b.binary(Op.EQUAL, x, like(b, 0, x)),
            b.binary(Op.LESS_EQUAL, like(b, 0, p), p));
    return b.select(limit, like(b, 0, x), b.multiply(g, b.multiply(y, b.unary(Op.LOG, x))));
  }

  /** The whole adjoint to the first operand where the condition holds, else to the second. */
  private static Node gated(NodeBuilder b, Node first, int operand, Node g) {
    Node zero = like(b, 0, g);
    return operand == 0 ? b.select(first, g, zero) : b.select(first, zero, g);
  }

  private static Node one(NodeBuilder b, Node x) {
    return like(b, 1, x);
  }

  private static Node like(NodeBuilder b, double value, Node x) {
    return b.constant(value, x.shape());
  }

  private static IllegalArgumentException noDerivative(Node node) {
    return new IllegalArgumentException("no derivative of " + node);
  }
}
