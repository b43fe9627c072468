/**
 * Makes living networks of generated sources without touching the disk: in, a {@link
 * dev.bpnet.compiler.CompilationResult.CompiledNetwork}; out, a {@link dev.bpnet.runtime.Network}.
 * Uses the compiler of the running JDK. Sees the results of the root package and nothing of the
 * phases.
 */
package dev.bpnet.compiler.memory;
