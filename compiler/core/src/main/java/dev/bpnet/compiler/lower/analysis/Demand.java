package dev.bpnet.compiler.lower.analysis;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which passes need which value. */
public final class Demand {
  private final Map<Node, Set<Pass>> passes = new IdentityHashMap<>();

  public Demand(Model model, Stages stages) {
    Graph prediction = model.prediction();
    Graph training = model.training();
    List<Node> evaluated = new ArrayList<>(prediction.metrics().values());
    prediction.loss().ifPresent(evaluated::add);
    List<Node> trained = new ArrayList<>(training.updates().values());
    training.loss().ifPresent(trained::add);
    trained.addAll(training.gradients().values());
    mark(prediction.outputs().values(), Pass.PREDICT);
    mark(evaluated, Pass.EVALUATE);
    mark(trained, Pass.TRAIN);
    List<Node> prepared = new ArrayList<>();
    for (Node node : List.copyOf(passes.keySet())) {
      if (node.perExample()) {
        node.inputs().stream().filter(input -> stages.of(input) == 0).forEach(prepared::add);
      }
    }
    prediction.outputs().values().stream().filter(n -> !n.perExample()).forEach(prepared::add);
    mark(prepared, Pass.PREPARE);
  }

  private void mark(Collection<Node> roots, Pass pass) {
    for (Node node : Topology.sort(roots)) {
      passes.computeIfAbsent(node, n -> EnumSet.noneOf(Pass.class)).add(pass);
    }
  }

  /** Whether the value is there before any pass begins. */
  public boolean isPrepared(Node node) {
    return passes.get(node).contains(Pass.PREPARE);
  }

  public Set<Pass> of(Node node) {
    return passes.get(node);
  }
}
