/**
 * Kernels over a range of examples: layers and weight gradients in tiles of vectors, or in rows
 * that HotSpot makes vectors of.
 *
 * <p>Tiles are six rows by two vectors: 12 sums, two vectors to multiply and one factor fill the 16
 * registers, and no sum waits for itself. The loop over the terms is not unrolled; that costs
 * HotSpot registers. Blocking it for the cache gained nothing as long as panels lie in one stretch.
 */
package dev.bpnet.compiler.lower.batch;
