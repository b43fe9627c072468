/**
 * Measures compiled networks beside hand-written Java on the same weights and examples. Every
 * contender has to reach the same loss before it is timed. {@code Main} is the entry; it sees the
 * runtime, the generated networks and, for the growth table alone, the compiler.
 */
package dev.bpnet.benchmarks;
