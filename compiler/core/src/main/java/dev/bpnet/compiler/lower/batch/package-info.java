/**
 * Kernels over a range of examples: layers and weight gradients in tiles of vectors, or in rows
 * that HotSpot makes vectors of.
 */
package dev.bpnet.compiler.lower.batch;
