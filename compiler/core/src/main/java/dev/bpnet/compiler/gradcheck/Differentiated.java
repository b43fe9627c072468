package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import java.util.Map;

/** Something that claims to know the gradient of a model's objective. */
interface Differentiated {
  /** How far what it claims may be from the oracle. */
  default Bound bound() {
    return Bound.DOUBLE;
  }

  /** The mean loss of the training pass. */
  double loss(Bindings bindings);

  /**
   * The derivative of the mean loss by the numbers of each trained parameter and each real input,
   * laid out as in the bindings.
   */
  Map<Variable, double[]> gradient(Bindings bindings);
}
