package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Contributions of iterations to captured values that are put together after the reverse loop, from
 * stacks, rather than summed in it: rows of a stack one by one, and products larger than their
 * factors, such as the gradient of a recurrent weight, which becomes one contraction over time.
 */
final class StackedContributions {
  /** How many times larger than the sum that it spares a stack may be. */
  private static final long WORTH = 8;

  private record Taken(Node value, Node contribution) {}

  private final BodyTranslation translation;
  private final Set<Node> forward;
  private final LoopIndex from;
  private final LoopIndex to;
  private final List<Taken> taken = new ArrayList<>();
  private final List<Taken> sums = new ArrayList<>();
  private final Set<Node> stored = new LinkedHashSet<>();
  private final Set<Node> yields = new LinkedHashSet<>();

  /**
   * @param forward the values of the forward body
   * @param from the index of the loop
   * @param to the index of the reverse loop
   */
  StackedContributions(Set<Node> forward, LoopIndex from, LoopIndex to) {
    this.translation = new BodyTranslation(forward, from, to);
    this.forward = forward;
    this.from = from;
    this.to = to;
  }

  /** Whether the contribution is taken care of here. */
  boolean take(Node value, Node contribution) {
    boolean mine = isRow(contribution) || isLargeProduct(contribution);
    if (mine) {
      taken.add(new Taken(value, contribution));
      factors(contribution).forEach(this::provide);
    }
    return mine;
  }

  /** Whether a contribution has a stack anyway, of which the sum is taken. */
  boolean takeSum(Node value, Node contribution) {
    boolean mine = yields.contains(contribution);
    if (mine) {
      sums.add(new Taken(value, contribution));
    }
    return mine;
  }

  /** Forward values of which stacks are needed. */
  Set<Node> stored() {
    return stored;
  }

  /** Values of which the reverse loop must yield stacks. */
  List<Node> yields() {
    return List.copyOf(yields);
  }

  /**
   * Hands over the gathered contributions.
   *
   * @param stacks by value: of the forward values and of the yields
   */
  void contribute(NodeBuilder b, Sweep outer, Map<Node, Node> stacks) {
    for (Taken each : sums) {
      outer.contribute(each.value(), b.sum(stacks.get(each.contribution()), List.of(0)));
    }
    for (Taken each : taken) {
      Node contribution = each.contribution();
      List<Node> factors = factors(contribution);
      if (contribution.op() == Op.PAD) {
        Node stack = stack(b, factors.get(0), stacks);
        outer.contribute(each.value(), b.reshape(stack, contribution.shape()));
        continue;
      }
      Attribute.Labels labels = (Attribute.Labels) contribution.attribute();
      int time = 1 + Collections.max(labels.result());
      List<Integer> first = labelled(factors.get(0), time, labels.first());
      List<Integer> second = labelled(factors.get(1), time, labels.second());
      outer.contribute(
          each.value(),
          b.contract(
              stack(b, factors.get(0), stacks),
              stack(b, factors.get(1), stacks),
              new Attribute.Labels(first, second, labels.result())));
    }
  }

  /** What must be there as stacks. */
  private static List<Node> factors(Node contribution) {
    return contribution.op() == Op.PAD ? List.of(contribution.input(0)) : contribution.inputs();
  }

  private boolean isRow(Node contribution) {
    return contribution.op() == Op.PAD
        && isEntry(contribution.attribute(), contribution.input(0).shape(), contribution.shape());
  }

  private boolean isLargeProduct(Node contribution) {
    if (contribution.op() != Op.CONTRACT) {
      return false;
    }
    long made = 0;
    long size = contribution.shape().size();
    boolean varies = false;
    for (Node factor : contribution.inputs()) {
      size -= factor.shape().size();
      varies |= !isInvariant(factor);
      made += isYielded(factor) && !yields.contains(factor) ? factor.shape().size() : 0;
    }
    return varies && size > 0 && made * from.count() <= WORTH * contribution.shape().size();
  }

  private void provide(Node factor) {
    if (isYielded(factor)) {
      yields.add(factor);
    } else if (!isInvariant(factor) && whole(factor) == factor) {
      stored.add(factor);
    }
  }

  /** Whether a stack of the factor is neither there nor made by the forward loop. */
  private boolean isYielded(Node factor) {
    return !isInvariant(factor)
        && whole(factor) == factor
        && !(forward.contains(factor) && !translation.isRecomputed(factor));
  }

  private Node stack(NodeBuilder b, Node factor, Map<Node, Node> stacks) {
    if (isInvariant(factor)) {
      return factor;
    }
    Node whole = whole(factor);
    return whole == factor
        ? stacks.get(factor)
        : b.reshape(whole, factor.shape().prepend(from.count()));
  }

  private List<Integer> labelled(Node factor, int time, List<Integer> labels) {
    List<Integer> result = new ArrayList<>(labels);
    if (!isInvariant(factor)) {
      result.add(0, time);
    }
    return result;
  }

  /**
   * The value of which the factor is entry t in iteration t; the factor itself if there is none.
   */
  private Node whole(Node factor) {
    Node inner = factor;
    while (inner.op() == Op.RESHAPE) {
      inner = inner.input(0);
    }
    boolean entry =
        inner.op() == Op.SLICE
            && isInvariant(inner.input(0))
            && isEntry(inner.attribute(), inner.shape(), inner.input(0).shape());
    return entry ? inner.input(0) : factor;
  }

  /** Whether a box is entry t of a stack as high as the loop is long. */
  private boolean isEntry(Attribute box, Shape part, Shape whole) {
    List<Affine> starts = ((Attribute.Box) box).starts();
    boolean entry =
        whole.rank() > 0
            && whole.dim(0) == from.count()
            && part.dim(0) == 1
            && part.size() * from.count() == whole.size()
            && starts.get(0).offset() == 0
            && starts.get(0).terms().size() == 1
            && starts.get(0).terms().get(0).coefficient() == 1;
    return entry && isOwn(starts.get(0).terms().get(0).index());
  }

  private boolean isOwn(LoopIndex index) {
    return index == from || index == to;
  }

  private boolean isInvariant(Node node) {
    return !translation.dependsOnForward(node) && !LoopBody.dependsOn(node, to);
  }
}
