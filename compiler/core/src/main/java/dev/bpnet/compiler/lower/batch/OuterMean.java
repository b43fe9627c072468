package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.kernel.Fusion;
import java.util.List;
import java.util.Optional;

/** The mean over the batch of a column times a row of each example: a matrix's derivative. */
record OuterMean(Node node, Node contract) {
  /** The node as such a mean, if it is one that computes its products itself. */
  static Optional<OuterMean> of(Node node, Fusion fusion) {
    boolean fits =
        node.op() == Op.BATCH_MEAN
            && fusion.isAbsorbed(node.input(0))
            && node.input(0).op() == Op.CONTRACT
            && node.shape().rank() == 2
            && Contraction.of(node.input(0)).summed().isEmpty();
    return fits ? Optional.of(new OuterMean(node, node.input(0))) : Optional.empty();
  }

  int rows() {
    return node.shape().dim(0);
  }

  int columns() {
    return node.shape().dim(1);
  }

  /** What runs down the columns of the result. */
  Node column() {
    return contract.input(columnNumber());
  }

  /** What runs along its rows. */
  Node row() {
    return contract.input(1 - columnNumber());
  }

  private int columnNumber() {
    Contraction contraction = Contraction.of(contract);
    return contraction.operand(0).equals(List.of(contraction.kept().get(0))) ? 0 : 1;
  }
}
