package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Op;
import java.util.Set;

/** One named step of rewriting; pure, and without effect on its own result. */
interface Pass {
  /**
   * The rewritten graph; the same values, by identity, if there is nothing to do.
   *
   * @param uses of the graph; a caller that runs several passes surveys a graph once for all
   */
  Graph apply(Graph graph, Uses uses);

  /** Whether there may be something to do in a graph that consists of these operations. */
  default boolean concerns(Set<Op> present) {
    return true;
  }
}
