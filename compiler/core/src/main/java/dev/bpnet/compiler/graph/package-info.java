/**
 * The tensor graph in static single assignment form: the one representation between checking and
 * lowering. {@link dev.bpnet.compiler.graph.Op} lists every operation and what it means; a {@link
 * dev.bpnet.compiler.graph.Model} is a checked network. Imports {@code source} only.
 */
package dev.bpnet.compiler.graph;
