package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Finds the cheapest way to have a value times −1 or a power of two. */
final class Scaling {
  /**
   * @param cost the work on top of that for the value as it was; negative where some is saved
   * @param depth how many operations are rebuilt for it
   * @param node makes the scaled value
   */
  record Scaled(long cost, int depth, Supplier<Node> node) {}

  /** How often a per-example value is computed for each time that a step's is. */
  private static final long EXAMPLES = 16;

  /** How far to look; negations, which are remembered, are found further down too. */
  private static final int DEPTH = 8;

  private static final int REBUILT = 64;

  private final Uses uses;
  private final Map<Node, Scaled> negations = new HashMap<>();

  Scaling(Uses uses) {
    this.uses = uses;
  }

  Uses uses() {
    return uses;
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
    if (factor == 1) {
      return new Scaled(0, 0, () -> node);
    }
    Scaled known = factor == -1 ? negations.get(node) : null;
    if (known != null) {
      return known;
    }
    Scaled best = wrapped(node, factor);
    for (Scaled option : depth == 0 ? List.<Scaled>of() : options(node, factor, depth - 1)) {
      best = option.cost() < best.cost() && option.depth() < REBUILT ? option : best;
    }
    if (factor == -1 && depth == DEPTH) {
      negations.put(node, best);
    }
    return best;
  }

  private static Scaled wrapped(Node node, double factor) {
    NodeBuilder b = builder(node);
    return new Scaled(
        wrapCost(node),
        1,
        () -> factor == -1 ? b.negate(node) : b.multiply(b.constant(factor, node.shape()), node));
  }

  private List<Scaled> options(Node node, double factor, int depth) {
    NodeBuilder b = builder(node);
    long freed = uses.single(node) ? wrapCost(node) : 0;
    List<Scaled> options = new ArrayList<>();
    switch (node.op()) {
      case CONSTANT ->
          options.add(
              new Scaled(0, 1, () -> b.constant(factor * node.value(), node.shape(), node.kind())));
      case NEGATE -> {
        Scaled inner = scaled(node.input(0), -factor, depth);
        options.add(new Scaled(inner.cost() - freed, inner.depth() + 1, inner.node()));
      }
      case SUBTRACT -> {
        if (factor == -1) {
          long swap = uses.single(node) ? 0 : wrapCost(node) - 1;
          options.add(new Scaled(swap, 1, () -> b.subtract(node.input(1), node.input(0))));
        }
      }
      default -> {}
    }
    if (node.op() == Op.MULTIPLY && node.input(0).op() == Op.CONSTANT) {
      double product = factor * node.input(0).value();
      if (product == 1 || product == -1) {
        Scaled inner = scaled(node.input(1), product, depth);
        options.add(new Scaled(inner.cost() - freed, inner.depth() + 1, inner.node()));
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
    Map<Integer, Scaled> scaled = new HashMap<>();
    long cost = 0;
    int rebuilt = 1;
    for (int operand : operands) {
      Scaled option = scaled(node.input(operand), factor, depth);
      scaled.put(operand, option);
      cost += option.cost();
      rebuilt += option.depth();
    }
    return new Scaled(
        cost,
        rebuilt,
        () -> {
          List<Node> inputs = new ArrayList<>(node.inputs());
          scaled.forEach((operand, option) -> inputs.set(operand, option.node().get()));
          return builder(node).rebuild(node, inputs, node.attribute());
        });
  }

  /** −(x + y) = (−x) − y, and −(x − y) = (−x) + y: the sign on one operand alone. */
  private Scaled negatedSum(Node node, int depth, int operand) {
    NodeBuilder b = builder(node);
    Node other = node.input(1 - operand);
    Scaled negated = scaled(node.input(operand), -1, depth);
    return new Scaled(
        negated.cost(),
        negated.depth() + 1,
        () ->
            node.op() == Op.ADD
                ? b.subtract(negated.node().get(), other)
                : b.add(negated.node().get(), other));
  }

  private static NodeBuilder builder(Node node) {
    return new NodeBuilder(node.origin().unnamed());
  }
}
