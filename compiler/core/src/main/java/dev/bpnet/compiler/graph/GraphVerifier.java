package dev.bpnet.compiler.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must hold of a graph as a whole; of each node {@link ShapeRules} holds already. To be run
 * after a pass in its tests: a breach is a bug of the pass.
 */
public final class GraphVerifier {
  private final Map<Node, Boolean> seen = new HashMap<>();

  private GraphVerifier() {}

  /**
   * @throws IllegalStateException if something is wrong, with a text that says what
   */
  public static void verify(Graph graph) {
    GraphVerifier verifier = new GraphVerifier();
    verifier.outside(graph.nodes());
    graph.loss().ifPresent(loss -> require(isScalar(loss), "the loss is no real scalar", loss));
    graph.metrics().values().forEach(m -> require(isScalar(m), "a metric is no real scalar", m));
    graph
        .outputs()
        .values()
        .forEach(o -> require(o.kind().type() != Kind.Type.INTEGER, "an output is an index", o));
    graph.updates().forEach(GraphVerifier::update);
    graph.gradients().forEach(GraphVerifier::gradient);
  }

  private static boolean isScalar(Node node) {
    return node.shape().isScalar() && node.kind().isReal();
  }

  private static void update(Variable state, Node node) {
    require(state.role() == Variable.Role.STATE, "an update of no state", node);
    require(!node.perExample(), "an update exists per example", node);
    require(node.shape().equals(state.shape()), "an update of another shape", node);
  }

  private static void gradient(Variable variable, Node node) {
    require(node.shape().equals(variable.shape()), "a gradient of another shape", node);
    require(
        node.dependence() == variable.dependence() || !node.perExample(),
        "a gradient per example of what exists per step",
        node);
  }

  /** Of nodes that are in no loop: they may not use what only a loop has. */
  private void outside(List<Node> nodes) {
    for (Node node : nodes) {
      boolean leaf = node.op() == Op.INDEX || node.op() == Op.CARRIED;
      require(!leaf, "a loop's own value outside of it", node);
      if (node.op() == Op.LOOP) {
        loop(node);
      }
    }
  }

  private void loop(Node node) {
    if (seen.put(node, true) != null) {
      return;
    }
    Attribute.Loop loop = node.loop();
    LoopBody body = LoopBody.of(loop);
    for (Node inner : body.nodes()) {
      Optional<LoopIndex> own = indexOf(inner);
      if (own.isPresent() && own.get() == loop.index() && inner.op() == Op.CARRIED) {
        carried(node, inner);
      }
      if (inner.op() == Op.LOOP) {
        loop(inner);
      }
    }
    for (Node captured : body.captured()) {
      require(node.inputs().contains(captured), "a captured value is no operand", captured);
    }
  }

  private static Optional<LoopIndex> indexOf(Node node) {
    return switch (node.op()) {
      case INDEX -> Optional.of(((Attribute.Index) node.attribute()).index());
      case CARRIED -> Optional.of(((Attribute.Slot) node.attribute()).index());
      default -> Optional.empty();
    };
  }

  private static void carried(Node loop, Node leaf) {
    int number = ((Attribute.Slot) leaf.attribute()).number();
    List<Node> next = loop.loop().next();
    require(number < next.size(), "a carried value that the loop has not", leaf);
    Node first = loop.input(number);
    require(
        leaf.shape().equals(first.shape()) && leaf.kind().equals(first.kind()),
        "a carried value unlike its first",
        leaf);
    boolean perExample = first.perExample() || next.get(number).perExample();
    require(
        leaf.perExample() || !perExample,
        "a carried value per step that becomes per example",
        leaf);
  }

  private static void require(boolean holds, String breach, Node node) {
    if (!holds) {
      throw new IllegalStateException(breach + ": " + node + " of " + node.origin());
    }
  }
}
