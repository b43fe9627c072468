package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.lower.analysis.Work;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** About how many operations the stages of a training step take for each example. */
final class PhaseWork {
  private final Map<Integer, Long> stages = new HashMap<>();

  PhaseWork(PassWriter.Parts parts) {
    List<Node> order = Topology.sort(parts.model().training().roots());
    Set<Node> absorbed = new HashSet<>();
    for (Node node : order) {
      boolean sums =
          node.op() == Op.BATCH_MEAN && parts.region().fusion().isAbsorbed(node.input(0));
      if (sums) {
        absorbed.add(node.input(0));
      }
      long work = Work.of(sums ? node.input(0) : node);
      stages.merge(parts.stages().of(node), work, Long::sum);
    }
    absorbed.forEach(node -> stages.merge(parts.stages().of(node), -Work.of(node), Long::sum));
  }

  long of(int stage) {
    return stages.getOrDefault(stage, 0L);
  }
}
