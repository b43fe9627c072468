/**
 * Kernels over a range of examples: layers and weight gradients in tiles of vectors, or in rows
 * that HotSpot makes vectors of.
 *
 * <p>Tiles are six rows by two vectors: 12 sums, two vectors to multiply and one factor fill the 16
 * registers, and no sum waits for itself. The loop over the terms is not unrolled; that costs
 * HotSpot registers. Blocking it for the cache gained nothing as long as panels lie in one stretch.
 *
 * <p>What has few elements per example does not fill vectors with units: a softmax, a loss, a layer
 * of three units. In a training step these run for eight examples at once, one in each lane ({@code
 * ExampleLanes}), over copies with an element's lanes side by side. Layers whose examples lie row
 * by row need no copies: vectors of rows are multiplied, and lanes are added in pairs ({@code
 * LaneDots}). Values of the whole batch that lie one behind the other need no such order ({@code
 * BatchElementwise}); their means over the batch, as of biases, are sums of vectors of columns
 * ({@code RowMeans}). Where a layer has few inputs and the next one few units, derivatives by its
 * values are computed where they are added to such sums, and need no arrays ({@code
 * BackwardTiles}).
 *
 * <p>For one example alone, a matrix that lies in panels and is larger than the cache is read from
 * front to back, panel by panel ({@code LayerProducts}).
 */
package dev.bpnet.compiler.lower.batch;
