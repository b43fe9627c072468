package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sums of products over shared labels: for each result element r the sum over all summed labels k.
 */
final class Contraction extends ExampleRule {
  @Override
  void value(Node node, Scope scope, View[] in, View out) {
    Places places = places(node, scope);
    for (int r = 0; r < places.first.starts().length; r++) {
      double sum = 0;
      double magnitude = 0;
      for (int k = 0; k < places.first.steps().length; k++) {
        int i = places.first.starts()[r] + places.first.steps()[k];
        int j = places.second.starts()[r] + places.second.steps()[k];
        sum += in[0].value(i) * in[1].value(j);
        magnitude +=
            Math.abs(in[0].value(i)) * in[1].magnitude(j)
                + Math.abs(in[1].value(j)) * in[0].magnitude(i);
      }
      out.set(r, sum, Math.abs(sum) + magnitude);
    }
  }

  @Override
  void tangent(Node node, Tangents tangents, Dual[] in, Dual out) {
    Places places = places(node, tangents.values);
    for (int r = 0; r < places.first.starts().length; r++) {
      double[] sum = new double[2];
      if (in[0].tangent() != null) {
        addMoved(in[0], places.first, in[1].value(), places.second, r, sum);
      }
      if (in[1].tangent() != null) {
        addMoved(in[1], places.second, in[0].value(), places.first, r, sum);
      }
      out.tangent().set(r, sum[0], Math.abs(sum[0]) + sum[1]);
    }
  }

  /** Adds Σ ẋ·y and its magnitude Σ S(ẋ)·|y| + |ẋ|·S(y). */
  private static void addMoved(Dual x, Offsets xs, View y, Offsets ys, int r, double[] sum) {
    for (int k = 0; k < xs.steps().length; k++) {
      int i = xs.starts()[r] + xs.steps()[k];
      int j = ys.starts()[r] + ys.steps()[k];
      double dot = x.dot(i);
      if (x.dotMagnitude(i) != 0) {
        sum[0] += times(y.value(j), dot);
        sum[1] += x.dotMagnitude(i) * Math.abs(y.value(j)) + Math.abs(dot) * y.magnitude(j);
      }
    }
  }

  private record Places(Offsets first, Offsets second) {}

  private static Places places(Node node, Scope scope) {
    List<Offsets> offsets = scope.run.offsets(node, Contraction::tables);
    return new Places(offsets.get(0), offsets.get(1));
  }

  private static List<Offsets> tables(Node node) {
    Attribute.Labels labels = (Attribute.Labels) node.attribute();
    Set<Integer> summed = new LinkedHashSet<>(labels.first());
    summed.addAll(labels.second());
    labels.result().forEach(summed::remove);
    List<Integer> rest = List.copyOf(summed);
    return List.of(
        new Offsets(
            offsets(node, 0, labels.first(), labels.result()),
            offsets(node, 0, labels.first(), rest)),
        new Offsets(
            offsets(node, 1, labels.second(), labels.result()),
            offsets(node, 1, labels.second(), rest)));
  }

  /** The places in one operand while the labels run; a label that it lacks moves nothing. */
  private static int[] offsets(Node node, int operand, List<Integer> own, List<Integer> running) {
    int[] strides = node.input(operand).shape().strides();
    int[] dims = new int[running.size()];
    int[] steps = new int[running.size()];
    for (int i = 0; i < dims.length; i++) {
      int axis = own.indexOf(running.get(i));
      dims[i] = dim(node, running.get(i));
      steps[i] = axis < 0 ? 0 : strides[axis];
    }
    return Offsets.of(dims, steps);
  }

  private static int dim(Node node, int label) {
    Attribute.Labels labels = (Attribute.Labels) node.attribute();
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < labels.first().size(); i++) {
      if (labels.first().get(i) == label) {
        dims.add(node.input(0).shape().dim(i));
      }
    }
    for (int i = 0; i < labels.second().size(); i++) {
      if (labels.second().get(i) == label) {
        dims.add(node.input(1).shape().dim(i));
      }
    }
    return dims.get(0);
  }
}
