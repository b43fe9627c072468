/**
 * The elementary functions in float, each described once: {@link
 * dev.bpnet.compiler.elementary.FloatFunctions} writes its arithmetic for one number or, the same
 * operations in the same order, for a vector of them, so both give the same bits. Vector code gets
 * the arithmetic in place, since a method that takes vectors makes objects of them wherever it is
 * not inlined; scalar code gets a method of the generated class per function it uses. The runtime
 * has no second description: of float functions it keeps only what needs double arithmetic or a
 * rare slow path (powers, trigonometry). Double precision calls {@link Math}. Imports {@code loop}.
 *
 * <p>Reductions and polynomials are in float, with fused multiply-add, Estrin's scheme, and
 * comparisons for the ranges: a step of exclusive or takes 51 ns so, 57 ns with functions that go
 * through double. Coefficients are least-squares fits weighted towards the least largest error.
 */
package dev.bpnet.compiler.elementary;
