/**
 * What lowering asks of a graph before it writes anything: in which stage of a step a value is
 * known, who demands it, and which contraction is a product of matrices.
 */
package dev.bpnet.compiler.lower.analysis;
