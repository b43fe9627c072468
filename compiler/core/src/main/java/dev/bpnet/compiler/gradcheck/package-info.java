/**
 * Holds the gradients of generated code against two other opinions: the oracle's dual numbers and
 * central differences of the generated code's own loss. {@link
 * dev.bpnet.compiler.gradcheck.GradientCheck} takes a compiled network and gives a {@link
 * dev.bpnet.compiler.gradcheck.GradientReport}; the command {@code bpnet gradcheck} and users'
 * tests show it. Sees the graph, the oracle, the in-memory loader and the runtime's contract; of
 * the phases between graph and Java it knows nothing.
 */
package dev.bpnet.compiler.gradcheck;
