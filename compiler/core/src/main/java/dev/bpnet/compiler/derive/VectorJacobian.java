package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Node;

/** The chain rule for one operation. */
interface VectorJacobian {
  /**
   * What a node's adjoint contributes to the adjoint of one of its operands.
   *
   * @param node of any operation but LOOP and RESULT
   * @param operand the number of an operand of kind real
   * @param adjoint of the node, of its shape
   * @return of the operand's shape
   */
  Node contribution(Node node, int operand, Node adjoint);
}
