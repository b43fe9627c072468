/**
 * The plan for tiny networks: a scalar statement for every element. {@link
 * dev.bpnet.compiler.lower.straight.StraightLinePlan} is the entry.
 */
package dev.bpnet.compiler.lower.straight;
