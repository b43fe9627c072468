package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.loop.Program;

/**
 * What a class is written from.
 *
 * @param model for description, documentation and accessors
 * @param program the optimised loops
 * @param packageName of the class; empty for none
 * @param single whether reals are {@code float}
 * @param inputGradients whether the class offers the loss's derivative by its inputs
 * @param fingerprint of source, settings and compiler
 */
public record EmissionInput(
    Model model,
    Program program,
    String packageName,
    boolean single,
    boolean inputGradients,
    String fingerprint) {}
