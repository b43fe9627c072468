package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Graph;

/** One named step of rewriting; pure, and without effect on its own result. */
interface Pass {
  /** The rewritten graph; the same values, by identity, if there is nothing to do. */
  Graph apply(Graph graph);
}
