/**
 * The loop language: what a plan makes of the graph and what Java is written from. Buffers, locals,
 * scalar expressions, counted loops and routines, all with static sizes; {@link
 * dev.bpnet.compiler.loop.Program} holds a whole network, {@link
 * dev.bpnet.compiler.loop.LoopVerifier} says whether it is well formed. Nothing in it knows
 * tensors. Imports nothing.
 */
package dev.bpnet.compiler.loop;
