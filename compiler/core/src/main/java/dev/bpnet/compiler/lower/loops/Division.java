package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.lower.analysis.Pass;
import dev.bpnet.compiler.lower.analysis.Work;
import dev.bpnet.compiler.lower.batch.Batches;
import dev.bpnet.compiler.lower.code.Share;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which sums over the batch are computed in parts, that several threads may take. They read nothing
 * that is computed in the same stage.
 */
final class Division {
  /** What a part, and what a sum has to be worth at least: operations for each example. */
  private static final long LEAST_WORK = 2048;

  private final PassWriter.Parts parts;
  private final Map<Integer, List<Node>> divided = new HashMap<>();
  private final Map<Integer, Integer> counts = new HashMap<>();

  Division(PassWriter.Parts parts, Batches batches) {
    this.parts = parts;
    Map<Integer, List<Node>> large = new HashMap<>();
    for (Node node : parts.region().kernels()) {
      if (isLarge(node)) {
        large.computeIfAbsent(parts.stages().of(node), s -> new ArrayList<>()).add(node);
      }
    }
    large.forEach(
        (stage, nodes) -> {
          int units =
              nodes.stream()
                  .mapToInt(node -> batches.units(node, parts.region().fusion()))
                  .max()
                  .orElse(1);
          long work = nodes.stream().mapToLong(this::work).sum() / LEAST_WORK;
          int count = (int) Math.min(Math.min(units, Share.MOST_PARTS), work);
          if (count > 1) {
            divided.put(stage, nodes);
            counts.put(stage, count);
          }
        });
  }

  private boolean isLarge(Node node) {
    boolean scatters =
        node.op() == Op.BATCH_MEAN
            && parts.region().fusion().isAbsorbed(node.input(0))
            && node.input(0).op() == Op.SCATTER;
    return node.op() == Op.BATCH_MEAN
        && !scatters
        && node.shape().rank() > 1
        && node.shape().dim(0) > 1
        && work(node) >= LEAST_WORK
        && parts.demand().of(node).equals(Set.of(Pass.TRAIN));
  }

  /** A mean computes an absorbed operand itself. */
  private long work(Node mean) {
    Node operand = mean.input(0);
    return Work.of(parts.region().fusion().isAbsorbed(operand) ? operand : mean);
  }

  /** Into how many parts the sums of a stage are divided; 1 if they are not. */
  int parts(int stage) {
    return counts.getOrDefault(stage, 1);
  }

  boolean isDivided(Node node) {
    return divided.getOrDefault(parts.stages().of(node), List.of()).contains(node);
  }

  /** Whether any of the values needs one that is computed in parts in this stage. */
  boolean isNeeded(int stage, Collection<Node> values) {
    List<Node> sums = divided.getOrDefault(stage, List.of());
    return !sums.isEmpty() && Topology.sort(List.copyOf(values)).stream().anyMatch(sums::contains);
  }
}
