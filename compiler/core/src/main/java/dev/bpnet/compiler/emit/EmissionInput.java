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
 * @param vectors the same on vectors, if there is to be code with and without them
 * @param part what the class is of a network that has both
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
    Optional<Program> vectors,
    Part part,
    String packageName,
    boolean single,
    boolean inputGradients,
    String fingerprint,
    Set<String> networks,
    Optional<HostType> host) {
  public EmissionInput {
    networks = Set.copyOf(networks);
  }

  /** What a class is of its network. */
  enum Part {
    /** All there is. */
    WHOLE(""),
    /** The code without vectors, behind the network's class. */
    SCALAR("Scalar"),
    /** The code with vectors, behind the network's class. */
    VECTORS("Vectors");

    private final String suffix;

    Part(String suffix) {
      this.suffix = suffix;
    }
  }

  /** Input of a class that is all there is of a network. */
  public EmissionInput(
      Model model,
      Program program,
      String packageName,
      boolean single,
      boolean inputGradients,
      String fingerprint,
      Set<String> networks,
      Optional<HostType> host) {
    this(
        model,
        program,
        Optional.empty(),
        Part.WHOLE,
        packageName,
        single,
        inputGradients,
        fingerprint,
        networks,
        host);
  }

  /** The same for a network that is to have code on vectors beside. */
  public EmissionInput withVectors(Program onVectors) {
    return of(program, Optional.of(onVectors), Part.WHOLE);
  }

  /** What the class without vectors is written from, behind the network's. */
  EmissionInput scalarPart() {
    return of(program, Optional.empty(), Part.SCALAR);
  }

  /** What the class with vectors is written from, behind the network's. */
  EmissionInput vectorPart() {
    return of(vectors.orElseThrow(), Optional.empty(), Part.VECTORS);
  }

  private EmissionInput of(Program loops, Optional<Program> onVectors, Part as) {
    return new EmissionInput(
        model,
        loops,
        onVectors,
        as,
        packageName,
        single,
        inputGradients,
        fingerprint,
        networks,
        as == Part.WHOLE ? host : Optional.empty());
  }

  /** Whether the class stands behind the network's own. */
  boolean isBehind() {
    return part != Part.WHOLE;
  }

  /** The simple name of the class. */
  String className() {
    return isBehind() ? ClassNames.companion(networkName(), part.suffix, networks) : networkName();
  }

  /** The simple name of the network's class. */
  String networkName() {
    return ClassNames.of(model.name(), networks);
  }
}
