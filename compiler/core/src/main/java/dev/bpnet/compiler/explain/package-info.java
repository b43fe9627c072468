/**
 * What a compiled network shows of itself: counts of operations, derivations, pictures of the
 * graph. Imports {@code graph} only.
 */
package dev.bpnet.compiler.explain;
