/**
 * The reference semantics of the graph: what every operation means, in double precision and on dual
 * numbers. {@link dev.bpnet.compiler.oracle.Oracle} takes a graph; an {@link
 * dev.bpnet.compiler.oracle.Evaluation} holds values, an {@link
 * dev.bpnet.compiler.oracle.Derivative} the directional derivative of everything in one pass.
 * Beside each number goes its running sum of magnitudes, by which two computations of it are
 * judged.
 *
 * <p>It is what generated code is held against, so it shares nothing with {@code derive}, {@code
 * rewrite}, {@code lower} or the runtime, and prefers the plain to the fast. Imports {@code graph}
 * only.
 */
package dev.bpnet.compiler.oracle;
