package dev.bpnet.compiler.lower.analysis;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A CONTRACT node seen as kept and summed labels.
 *
 * @param labels of the node
 * @param kept the result's labels
 * @param summed the other labels, in order of appearance
 * @param summedShape their lengths
 */
public record Contraction(
    Attribute.Labels labels, List<Integer> kept, List<Integer> summed, Shape summedShape) {

  public static Contraction of(Node node) {
    Attribute.Labels labels = (Attribute.Labels) node.attribute();
    Set<Integer> summed = new LinkedHashSet<>(labels.first());
    summed.addAll(labels.second());
    labels.result().forEach(summed::remove);
    List<Integer> order = new ArrayList<>(summed);
    int[] dims = order.stream().mapToInt(label -> length(node, labels, label)).toArray();
    return new Contraction(labels, labels.result(), order, Shape.of(dims));
  }

  private static int length(Node node, Attribute.Labels labels, int label) {
    int axis = labels.first().indexOf(label);
    return axis >= 0
        ? node.input(0).shape().dim(axis)
        : node.input(1).shape().dim(labels.second().indexOf(label));
  }

  /** The labels of an operand. */
  public List<Integer> operand(int number) {
    return number == 0 ? labels.first() : labels.second();
  }

  /** The indices into an operand for given indices of the result and of the sum. */
  public int[] place(int operand, int[] keptAt, int[] summedAt) {
    return operand(operand).stream()
        .mapToInt(
            label -> {
              int axis = kept.indexOf(label);
              return axis >= 0 ? keptAt[axis] : summedAt[summed.indexOf(label)];
            })
        .toArray();
  }
}
