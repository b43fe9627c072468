package dev.bpnet.compiler.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one pass of a network computes: named roots and, through them, all nodes.
 *
 * @param loss a scalar per example or step: the mean over the batch of the loss, as the source says
 *     it (an EXAMPLE node; the mean is not part of it), or a STEP node if no example enters
 * @param outputs by name, in declaration order
 * @param metrics scalars of kind real by name, in declaration order
 * @param updates of state variables, STEP nodes; empty in a prediction graph
 * @param gradients by variable: of a parameter the derivative of the objective (the mean loss over
 *     the batch), a STEP node; of an input (when asked for) the derivative of its example's loss,
 *     an EXAMPLE node. Empty before differentiation
 */
public record Graph(
    Optional<Node> loss,
    Map<String, Node> outputs,
    Map<String, Node> metrics,
    Map<Variable, Node> updates,
    Map<Variable, Node> gradients) {
  public Graph {
    outputs = ordered(outputs);
    metrics = ordered(metrics);
    updates = ordered(updates);
    gradients = ordered(gradients);
  }

  /** Loss, outputs, metrics, updates, gradients: in this order. */
  public List<Node> roots() {
    List<Node> roots = new ArrayList<>();
    loss.ifPresent(roots::add);
    roots.addAll(outputs.values());
    roots.addAll(metrics.values());
    roots.addAll(updates.values());
    roots.addAll(gradients.values());
    return roots;
  }

  /** All nodes in topological order, without those inside loop bodies. */
  public List<Node> nodes() {
    return Topology.sort(roots());
  }

  public Graph withGradients(Map<Variable, Node> newGradients) {
    return new Graph(loss, outputs, metrics, updates, newGradients);
  }

  private static <K> Map<K, Node> ordered(Map<K, Node> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
