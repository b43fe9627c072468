/**
 * The loop language: what a plan makes of the graph and what Java is written from. Buffers, locals,
 * scalar expressions, counted loops and routines, all with static sizes; {@link
 * dev.bpnet.compiler.loop.Program} holds a whole network. Nothing in it knows tensors. Imports
 * {@code source} and, for the description of the network, {@code graph}.
 */
package dev.bpnet.compiler.loop;
