package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Node;
import java.util.Optional;

/**
 * The directional derivative of a graph's nodes. What the direction does not move has exactly 0.
 */
public final class Derivative {
  private final Optional<Node> loss;
  private final Tangents tangents;

  Derivative(Optional<Node> loss, Tangents tangents) {
    this.loss = loss;
    this.tangents = tangents;
  }

  /** The tangents of a node outside of loops, laid out as its values. */
  public double[] values(Node node) {
    return field(node).value.clone();
  }

  /** The magnitude S of each of these numbers. */
  public double[] magnitudes(Node node) {
    return field(node).magnitude.clone();
  }

  /** One number of {@link #values}. */
  public Quantity at(Node node, int index) {
    Field field = field(node);
    return new Quantity(field.value[index], field.magnitude[index]);
  }

  /** Of the mean loss over the batch. */
  public Quantity objective() {
    Field mean = BatchMean.mean(field(Evaluation.lossOf(loss)), tangents.values.run.batch());
    return new Quantity(mean.value[0], mean.magnitude[0]);
  }

  /** Of the loss of one example; of a loss that depends on no example that itself. */
  public Quantity loss(int example) {
    Node node = Evaluation.lossOf(loss);
    return at(node, node.perExample() ? example : 0);
  }

  /**
   * How far one may go along the direction, either way, until to first order some operand reaches a
   * kink; infinite if none does. A central difference over ±h wants much more than h.
   */
  public double kinkDistance() {
    return tangents.kinks.nearest();
  }

  private Field field(Node node) {
    return tangents.get(node).orElseGet(() -> Field.of(node, tangents.values.run.batch()));
  }
}
