/**
 * Loop nests over the elements of one value, operation by operation, and what may be fused into
 * them.
 */
package dev.bpnet.compiler.lower.kernel;
