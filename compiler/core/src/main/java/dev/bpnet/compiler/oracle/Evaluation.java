package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Node;
import java.util.List;
import java.util.Optional;

/** The values of a graph's nodes for one batch. Numbers are laid out as in {@link Bindings}. */
public final class Evaluation {
  private final List<Node> nodes;
  private final Optional<Node> loss;
  private final Scope scope;

  Evaluation(List<Node> nodes, Optional<Node> loss, Scope scope) {
    this.nodes = nodes;
    this.loss = loss;
    this.scope = scope;
  }

  public Bindings bindings() {
    return scope.run.bindings();
  }

  /**
   * The numbers of a node outside of loops: row-major, one example after the other if it exists per
   * example, otherwise once. Bools are 0 or 1, classes whole numbers.
   */
  public double[] values(Node node) {
    return scope.get(node).value.clone();
  }

  /** The magnitude S of each of these numbers. */
  public double[] magnitudes(Node node) {
    return scope.get(node).magnitude.clone();
  }

  /**
   * One number of a node.
   *
   * @param index row-major, with the example as leading dimension
   */
  public Quantity at(Node node, int index) {
    Field field = scope.get(node);
    return new Quantity(field.value[index], field.magnitude[index]);
  }

  /**
   * The mean loss over the batch.
   *
   * @throws IllegalStateException if the graph has no loss
   */
  public Quantity objective() {
    Field mean = BatchMean.mean(scope.get(lossOf(loss)), scope.run.batch());
    return new Quantity(mean.value[0], mean.magnitude[0]);
  }

  /**
   * How near the evaluation came to a place where it is not smooth (max, min, abs, sign, floor, a
   * comparison of reals, an extremum over an axis): the least of |x − y| / (S(x) + S(y)) over all
   * operands compared. A relative change of all leaves by less than this crosses no kink. Infinite
   * if there is none; a comparison of exact zeros counts not.
   */
  public double kinkMargin() {
    return scope.run.kinks().nearest();
  }

  /** The derivative of every node along a direction. */
  public Derivative along(Direction direction) {
    Tangents tangents = new Tangents(scope, direction);
    tangents.evaluate(nodes);
    return new Derivative(loss, tangents);
  }

  static Node lossOf(Optional<Node> loss) {
    return loss.orElseThrow(() -> new IllegalStateException("the graph has no loss"));
  }
}
