/**
 * Loops to loops: one small class per pass, in the order that {@link
 * dev.bpnet.compiler.optimize.Optimizer} lists. Imports {@code loop}.
 */
package dev.bpnet.compiler.optimize;
