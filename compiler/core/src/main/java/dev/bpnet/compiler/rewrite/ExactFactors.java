package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Moves factors that cost no rounding, −1 and powers of two, to where they cost least: into a
 * difference, a constant, another such factor, an addition. After the selects, for it reaches
 * through them.
 */
final class ExactFactors implements Pass {
  @Override
  public Graph apply(Graph graph, Uses uses) {
    return LocalPass.isConcerned(uses, rule(uses))
        ? LocalPass.rewrite(graph, uses, rule(uses))
        : graph;
  }

  private static BiFunction<Node, NodeBuilder, Optional<Node>> rule(Uses uses) {
    Scaling scaling = new Scaling(uses);
    return (node, b) -> {
      Optional<Node> better = better(node, b, scaling);
      // Remembered while the operands' are at hand.
      scaling.scaled(node, -1);
      return better;
    };
  }

  private static Optional<Node> better(Node node, NodeBuilder b, Scaling scaling) {
    return switch (node.op()) {
      case NEGATE -> {
        long limit = rises(node, scaling) ? 1 : Scaling.wrapCost(node);
        yield moved(node.input(0), -1, limit, scaling);
      }
      case MULTIPLY -> {
        Node first = node.input(0);
        boolean exact = first.op() == Op.CONSTANT && Scaling.isPowerOfTwo(first.value());
        yield exact
            ? moved(node.input(1), first.value(), Scaling.wrapCost(node), scaling)
            : both(node, b, scaling);
      }
      case DIVIDE -> both(node, b, scaling);
      case ADD -> sum(node, b, scaling);
      case SUBTRACT ->
          cheaper(scaling, node.input(1)).map(negated -> b.add(node.input(0), negated));
      case SUM, BATCH_MEAN ->
          node.input(0).op() == Op.NEGATE && rises(node.input(0), scaling)
              ? Optional.of(b.negate(b.rebuild(node, node.input(0).inputs(), node.attribute())))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /**
   * Whether a negation of a sum's terms goes to the sum, where it costs less: if it has no other
   * use, or if it cannot be had for nothing below.
   */
  private static boolean rises(Node negation, Scaling scaling) {
    Uses uses = scaling.uses();
    Node x = negation.input(0);
    boolean summed =
        uses.readers(negation).stream()
            .anyMatch(reader -> reader.op() == Op.SUM || reader.op() == Op.BATCH_MEAN);
    boolean isOfGraph = uses.count(x) > 0;
    return summed && isOfGraph && (uses.single(negation) || scaling.scaled(x, -1).cost() > 0);
  }

  private static Optional<Node> moved(Node x, double factor, long limit, Scaling scaling) {
    Scaling.Scaled scaled = scaling.scaled(x, factor);
    return scaled.cost() < limit ? Optional.of(scaled.node().get()) : Optional.empty();
  }

  /** Two negations in one product or quotient. */
  private static Optional<Node> both(Node node, NodeBuilder b, Scaling scaling) {
    Scaling.Scaled first = scaling.scaled(node.input(0), -1);
    Scaling.Scaled second = scaling.scaled(node.input(1), -1);
    boolean gain = first.cost() + second.cost() < 0 && node.input(0) != node.input(1);
    return gain
        ? Optional.of(b.binary(node.op(), first.node().get(), second.node().get()))
        : Optional.empty();
  }

  private static Optional<Node> sum(Node node, NodeBuilder b, Scaling scaling) {
    return cheaper(scaling, node.input(1))
        .map(negated -> b.subtract(node.input(0), negated))
        .or(
            () ->
                cheaper(scaling, node.input(0)).map(negated -> b.subtract(node.input(1), negated)));
  }

  /** The negated value, if it takes less work than the value. */
  private static Optional<Node> cheaper(Scaling scaling, Node x) {
    Scaling.Scaled scaled = scaling.scaled(x, -1);
    return scaled.cost() < 0 ? Optional.of(scaled.node().get()) : Optional.empty();
  }
}
