package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The contributions to the adjoint of one value so far: those of examples apart from those of the
 * step.
 */
final class Adjoint {
  private final List<Node> example = new ArrayList<>();
  private final List<Node> step = new ArrayList<>();

  void add(Node contribution) {
    (contribution.perExample() ? example : step).add(contribution);
  }

  /** Drops the contributions of which someone else takes care. */
  void release(Predicate<Node> taken) {
    example.removeIf(taken);
    step.removeIf(taken);
  }

  List<Node> contributions() {
    List<Node> all = new ArrayList<>(example);
    all.addAll(step);
    return all;
  }

  /** The sum of examples' and the sum of the step's contributions, so far as there are any. */
  List<Node> parts(NodeBuilder b) {
    List<Node> parts = new ArrayList<>();
    sum(b, example).ifPresent(parts::add);
    sum(b, step).ifPresent(parts::add);
    return parts;
  }

  /** The adjoint of an EXAMPLE value. */
  Node total(NodeBuilder b) {
    return sum(b, contributions()).orElseThrow();
  }

  /**
   * The adjoint of a STEP value: one mean over what examples contributed. Products that are larger
   * than their factors, as those of weights are, are averaged apart, for no example should hold
   * one.
   */
  Node mean(NodeBuilder b) {
    List<Node> terms = new ArrayList<>();
    List<Node> together = new ArrayList<>();
    for (Node term : example) {
      if (term.op() == Op.CONTRACT || term.op() == Op.SCATTER) {
        terms.add(b.batchMean(term));
      } else {
        together.add(term);
      }
    }
    sum(b, together).map(b::batchMean).ifPresent(terms::add);
    terms.addAll(step);
    return sum(b, terms).orElseThrow();
  }

  private static Optional<Node> sum(NodeBuilder b, List<Node> terms) {
    return terms.stream().reduce(b::add);
  }
}
