package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.kernel.Fusion;
import java.util.Optional;

/**
 * A vector of each example that is a contraction with something of each example, or such a
 * contraction added to what its sum starts from: a dense layer, or its derivative by its input.
 *
 * @param start what the sum starts from; zero if absent
 */
record MatrixTimesVector(Node node, Node contract, Optional<Node> start) {
  /** The node as such a product, if it is one that sums over one axis. */
  static Optional<MatrixTimesVector> of(Node node, Fusion fusion) {
    boolean added = Fusion.isSumOf(node, fusion);
    int number = added && !fusion.isAbsorbed(node.input(0)) ? 1 : 0;
    Node contract = added ? node.input(number) : node;
    boolean fits =
        contract.op() == Op.CONTRACT
            && node.perExample()
            && node.shape().rank() == 1
            && Contraction.of(contract).summed().size() == 1
            && contract.inputs().stream().anyMatch(MatrixTimesVector::isMatrix);
    return fits
        ? Optional.of(
            new MatrixTimesVector(
                node, contract, added ? Optional.of(node.input(1 - number)) : Optional.empty()))
        : Optional.empty();
  }

  private static boolean isMatrix(Node node) {
    return node.op() == Op.VARIABLE && !node.perExample() && node.shape().rank() == 2;
  }

  /** Which operand of the contraction is the matrix. */
  int matrix() {
    return isMatrix(contract.input(0)) ? 0 : 1;
  }
}
