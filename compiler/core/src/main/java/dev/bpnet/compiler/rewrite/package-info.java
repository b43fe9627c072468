/**
 * Graph to graph without a change of meaning. {@link dev.bpnet.compiler.rewrite.Rewriter} is the
 * entry: before differentiation it puts in the stable forms that belong to the language, afterwards
 * it simplifies by a list of named passes, run until nothing changes. Imports {@code graph} only.
 *
 * <p>What a pass may do to numbers: reorder sums, ignore the sign of zero, leave out zeros that
 * derivation made, combine factors that are exact (−1 and powers of two). It never factors,
 * distributes or turns a division into a product, and NaN, infinite and finite stay what they are
 * wherever nothing overflows.
 */
package dev.bpnet.compiler.rewrite;
