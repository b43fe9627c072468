package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reverse sweep over one level: the graph, or the body of one loop. Adjoints of leaves and of
 * what lies outside the level are left for the owner to read.
 */
final class Sweep {
  private final Derivation derivation;
  private final List<Node> order;
  private final boolean inLoop;
  private final Map<Node, Integer> readers = new HashMap<>();
  private final BranchMasks masks;
  private final Set<Node> primal;
  private final Map<Node, Adjoint> adjoints = new LinkedHashMap<>();
  private final Map<Node, Map<Integer, Adjoint>> results = new LinkedHashMap<>();

  /**
   * @param order the nodes of the level in topological order
   * @param roots where adjoints enter
   */
  Sweep(Derivation derivation, List<Node> order, List<Node> roots, boolean inLoop) {
    this.derivation = derivation;
    this.order = order;
    this.inLoop = inLoop;
    this.masks = new BranchMasks(order, roots, derivation.activity(), inLoop);
    this.primal = new LinkedHashSet<>(order);
    order.forEach(node -> node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
  }

  /** Values of the forward pass at this level, with those that extended inner loops added. */
  Set<Node> primal() {
    return primal;
  }

  /** The adjoints by value, in the order in which they were first contributed to. */
  Map<Node, Adjoint> adjoints() {
    return adjoints;
  }

  /** Adds to the adjoint of a value, of this level or outside; for nothing if it is not active. */
  void contribute(Node value, Node contribution) {
    if (derivation.activity().contains(value)) {
      Node target = derivation.representative(value);
      adjoints.computeIfAbsent(target, key -> new Adjoint()).add(contribution);
    }
  }

  void run() {
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      if (node.op() == Op.LOOP) {
        if (results.containsKey(node)) {
          new LoopReversal(derivation, this, node, results.get(node)).run();
        }
      } else if (!node.inputs().isEmpty() && adjoints.containsKey(node)) {
        settled(node).forEach(adjoint -> propagate(node, adjoint));
      }
    }
  }

  /** The finished adjoint of a node; in two parts where it may stay so. */
  private List<Node> settled(Node node) {
    NodeBuilder b = new NodeBuilder(node.origin().adjoint().unnamed());
    Adjoint adjoint = adjoints.get(node);
    if (node.perExample()) {
      return List.of(derivation.named(adjoint.total(b), node));
    }
    boolean apart =
        switch (node.op()) {
          case BATCH_MEAN -> false;
          case RESHAPE, TRANSPOSE, EXPAND -> true;
          default -> inLoop;
        };
    return apart ? adjoint.parts(b) : List.of(derivation.named(adjoint.mean(b), node));
  }

  private void propagate(Node node, Node adjoint) {
    if (node.op() == Op.RESULT) {
      int slot = ((Attribute.Slot) node.attribute()).number();
      results
          .computeIfAbsent(node.input(0), key -> new LinkedHashMap<>())
          .computeIfAbsent(slot, key -> new Adjoint())
          .add(adjoint);
      return;
    }
    NodeBuilder b = new NodeBuilder(node.origin().adjoint().unnamed());
    Map<Node, Node> byInput = new LinkedHashMap<>();
    for (int operand = 0; operand < node.inputs().size(); operand++) {
      Node input = node.input(operand);
      if (derivation.activity().contains(input)) {
        Node value = derivation.rules().contribution(node, operand, adjoint);
        Node open = masked(b, node, operand, value);
        byInput.merge(
            input, isPreactivation(input, node) ? afterActivation(open, node) : open, b::add);
      }
    }
    byInput.forEach(this::contribute);
  }

  /** A nameless value that only a named activation reads: textbooks call it the activation's z. */
  private boolean isPreactivation(Node input, Node node) {
    return node.op().group() == Op.Group.UNARY
        && node.origin().name().isPresent()
        && input.origin().name().isEmpty()
        && readers.get(input) == 1;
  }

  private static Node afterActivation(Node adjoint, Node activation) {
    boolean nameable = adjoint.origin().name().isEmpty() && adjoint.op() != Op.CONSTANT;
    String name = activation.origin().name().orElseThrow() + ".z";
    return nameable ? adjoint.withOrigin(activation.origin().adjoint().named(name)) : adjoint;
  }

  /** A contribution with zeros outside the branches that its target does not share. */
  private Node masked(NodeBuilder b, Node node, int operand, Node contribution) {
    Node value = contribution;
    Branches stillOpen = masks.open(node.input(operand));
    for (Branches.Literal literal : masks.openAlong(node, operand).without(stillOpen)) {
      value = literal.mask(b, value);
    }
    return value;
  }
}
