package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.ArrayList;
import java.util.List;

/** Finds the cheapest way to have a value times −1 or a power of two. */
final class Scaling {
  /**
   * @param node the scaled value
   * @param cost the work on top of that for the value as it was; negative where some is saved
   */
  record Scaled(Node node, long cost) {}

  /** How often a per-example value is computed for each time that a step's is. */
  private static final long EXAMPLES = 16;

  private static final int DEPTH = 8;

  private final NodeBuilder b;
  private final Uses uses;

  Scaling(NodeBuilder b, Uses uses) {
    this.b = b;
    this.uses = uses;
  }

  static boolean isPowerOfTwo(double value) {
    return Double.isFinite(value)
        && Math.abs(value) == Math.scalb(1.0, Math.getExponent(value))
        && Math.abs(value) >= Double.MIN_NORMAL;
  }

  /**
   * The work of one operation with this result, so that a difference that swaps its operands is
   * less.
   */
  static long wrapCost(Node node) {
    return 2L * node.shape().size() * (node.perExample() ? EXAMPLES : 1);
  }

  Scaled scaled(Node node, double factor) {
    return scaled(node, factor, DEPTH);
  }

  private Scaled scaled(Node node, double factor, int depth) {
    Scaled best = wrapped(node, factor);
    for (Scaled option : depth == 0 ? List.<Scaled>of() : options(node, factor, depth - 1)) {
      best = option.cost() < best.cost() ? option : best;
    }
    return best;
  }

  private Scaled wrapped(Node node, double factor) {
    if (factor == 1) {
      return new Scaled(node, 0);
    }
    Node scaled =
        factor == -1 ? b.negate(node) : b.multiply(b.constant(factor, node.shape()), node);
    return new Scaled(scaled, wrapCost(node));
  }

  private List<Scaled> options(Node node, double factor, int depth) {
    long freed = uses.single(node) ? wrapCost(node) : 0;
    List<Scaled> options = new ArrayList<>();
    switch (node.op()) {
      case CONSTANT ->
          options.add(new Scaled(b.constant(factor * node.value(), node.shape(), node.kind()), 0));
      case NEGATE -> {
        Scaled inner = scaled(node.input(0), -factor, depth);
        options.add(new Scaled(inner.node(), inner.cost() - freed));
      }
      case SUBTRACT -> {
        if (factor == -1) {
          Node swapped = b.subtract(node.input(1), node.input(0));
          options.add(new Scaled(swapped, uses.single(node) ? 0 : wrapCost(node) - 1));
        }
      }
      default -> {}
    }
    if (node.op() == Op.MULTIPLY && node.input(0).op() == Op.CONSTANT) {
      double product = factor * node.input(0).value();
      if (product == 1 || product == -1) {
        Scaled inner = scaled(node.input(1), product, depth);
        options.add(new Scaled(inner.node(), inner.cost() - freed));
      }
    }
    if (uses.single(node)) {
      options.addAll(inside(node, factor, depth));
    }
    return options;
  }

  /** The factor on operands, for a value that nobody else needs as it is. */
  private List<Scaled> inside(Node node, double factor, int depth) {
    List<Scaled> options = new ArrayList<>();
    switch (node.op()) {
      case MULTIPLY, CONTRACT -> {
        options.add(rebuilt(node, factor, depth, 0));
        options.add(rebuilt(node, factor, depth, 1));
      }
      case DIVIDE -> {
        options.add(rebuilt(node, factor, depth, 0));
        options.add(rebuilt(node, 1 / factor, depth, 1));
      }
      case ADD, SUBTRACT -> {
        options.add(rebuilt(node, factor, depth, 0, 1));
        if (factor == -1) {
          options.add(negatedSum(node, depth, 0));
        }
        if (factor == -1 && node.op() == Op.ADD) {
          options.add(negatedSum(node, depth, 1));
        }
      }
      case SELECT -> options.add(rebuilt(node, factor, depth, 1, 2));
      case SUM, RESHAPE, TRANSPOSE, EXPAND, SLICE, PAD, PICK, GATHER, SCATTER, BATCH_MEAN ->
          options.add(rebuilt(node, factor, depth, 0));
      default -> {}
    }
    return options;
  }

  private Scaled rebuilt(Node node, double factor, int depth, int... operands) {
    List<Node> inputs = new ArrayList<>(node.inputs());
    long cost = 0;
    for (int operand : operands) {
      Scaled scaled = scaled(node.input(operand), factor, depth);
      inputs.set(operand, scaled.node());
      cost += scaled.cost();
    }
    return new Scaled(b.rebuild(node, inputs, node.attribute()), cost);
  }

  /** −(x + y) = (−x) − y, and −(x − y) = (−x) + y: the sign on one operand alone. */
  private Scaled negatedSum(Node node, int depth, int operand) {
    Node other = node.input(1 - operand);
    Scaled negated = scaled(node.input(operand), -1, depth);
    Node result =
        node.op() == Op.ADD ? b.subtract(negated.node(), other) : b.add(negated.node(), other);
    return new Scaled(result, negated.cost());
  }
}
