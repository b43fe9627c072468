package dev.bpnet.cli;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.runtime.Network;

/** From a compiled network to one that runs. */
final class Loading {
  /** What helps where memory is short. */
  static final String MORE_MEMORY = "; give the JVM more with BPNET_JAVA_OPTS=-Xmx8g";

  private Loading() {}

  /**
   * The network in memory.
   *
   * @throws UserError if there is too little memory for its parameters
   */
  static Network network(CompiledNetwork compiled) {
    try {
      return new NetworkLoader().load(compiled);
    } catch (OutOfMemoryError e) {
      throw new UserError(
          "not enough memory for the " + parameters(compiled) + " parameters" + MORE_MEMORY);
    }
  }

  private static long parameters(CompiledNetwork compiled) {
    return compiled.model().variables(Variable.Role.PARAMETER).stream()
        .mapToLong(variable -> variable.shape().size())
        .sum();
  }
}
