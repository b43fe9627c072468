package dev.bpnet.compiler.lower.analysis;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * When a value can be computed: even stages once per step, odd ones per example; each BATCH_MEAN
 * opens the next even stage. Stage 0 depends on the parameters alone, stage 1 is the ordinary work
 * on examples, stage 2 the ordinary gradients.
 */
public final class Stages {
  private final Map<Node, Integer> stages = new IdentityHashMap<>();

  public Stages(Collection<Node> roots) {
    for (Node node : Topology.sort(roots)) {
      stages.put(node, stage(node));
    }
  }

  private int stage(Node node) {
    int own = node.perExample() ? 1 : 0;
    for (Node input : node.inputs()) {
      int before = stages.get(input);
      boolean opens = node.op() == Op.BATCH_MEAN || (node.perExample() && !input.perExample());
      own = Math.max(own, opens ? before + 1 : before);
    }
    return !node.perExample() && own % 2 == 1 ? own + 1 : own;
  }

  public int of(Node node) {
    return stages.get(node);
  }

  public int last() {
    return stages.values().stream().max(Integer::compare).orElse(0);
  }
}
