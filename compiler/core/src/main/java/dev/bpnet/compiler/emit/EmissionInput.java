package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.loop.Program;
import java.util.Optional;
import java.util.Set;

/**
 * What a class is written from.
 *
 * @param model for description, documentation and accessors
 * @param program the optimised loops
 * @param packageName of the class; empty for none
 * @param single whether reals are {@code float}
 * @param inputGradients whether the class offers the loss's derivative by its inputs
 * @param fingerprint of source, settings and compiler
 * @param networks the names of all networks of the source, this one's included: their classes see
 *     each other
 * @param host the Java type that asks for the class, if one does
 */
public record EmissionInput(
    Model model,
    Program program,
    String packageName,
    boolean single,
    boolean inputGradients,
    String fingerprint,
    Set<String> networks,
    Optional<HostType> host) {
  public EmissionInput {
    networks = Set.copyOf(networks);
  }

  /** The simple name of the class. */
  String className() {
    return ClassNames.of(model.name(), networks);
  }
}
