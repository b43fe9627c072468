package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sum of padded pieces that lie side by side and leave no gap is their concatenation: the adjoint
 * of a value that was read in slices. Before the partitions, which take concatenations apart.
 */
final class Tilings extends LocalPass {
  @Override
  public boolean concerns(Set<Op> present) {
    return present.contains(Op.PAD);
  }

  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    if (node.op() != Op.ADD || !isOutermost(node, uses)) {
      return Optional.empty();
    }
    List<Node> terms = terms(node, uses);
    for (int axis = 0; axis < node.shape().rank(); axis++) {
      List<Node> tiles = tiles(terms, axis);
      if (covers(tiles, axis, node.shape().dim(axis))) {
        List<Node> parts = tiles.stream().map(tile -> tile.input(0)).toList();
        Set<Node> used = new HashSet<>(tiles);
        Node whole = b.concat(parts, axis);
        return Optional.of(
            terms.stream().filter(term -> !used.contains(term)).reduce(whole, b::add));
      }
    }
    return Optional.empty();
  }

  /** Whether the sum is not itself a term of a sum that is looked at. */
  private static boolean isOutermost(Node node, Uses uses) {
    return !uses.single(node)
        || uses.readers(node).stream().noneMatch(reader -> reader.op() == Op.ADD);
  }

  /** What a sum adds up, seen through sums that nobody else reads. */
  private static List<Node> terms(Node sum, Uses uses) {
    List<Node> terms = new ArrayList<>();
    Deque<Node> pending = new ArrayDeque<>(sum.inputs());
    while (!pending.isEmpty()) {
      Node node = pending.pop();
      if (node.op() == Op.ADD && uses.single(node)) {
        pending.push(node.input(1));
        pending.push(node.input(0));
      } else {
        terms.add(node);
      }
    }
    return terms;
  }

  /**
   * The terms that are pieces as large as the sum but along the axis, in the order of their places.
   */
  private static List<Node> tiles(List<Node> terms, int axis) {
    return terms.stream()
        .filter(
            term ->
                term.op() == Op.PAD
                    && start(term, axis).isConstant()
                    && term.input(0)
                        .shape()
                        .without(List.of(axis))
                        .equals(term.shape().without(List.of(axis))))
        .sorted(Comparator.comparingInt(term -> start(term, axis).offset()))
        .toList();
  }

  private static boolean covers(List<Node> tiles, int axis, int length) {
    int end = 0;
    for (Node tile : tiles) {
      if (start(tile, axis).offset() != end) {
        return false;
      }
      end += tile.input(0).shape().dim(axis);
    }
    return end == length;
  }

  private static Affine start(Node pad, int axis) {
    return ((Attribute.Box) pad.attribute()).starts().get(axis);
  }
}
