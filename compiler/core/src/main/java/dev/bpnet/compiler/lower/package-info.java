/**
 * The differentiated graph to loops. {@link dev.bpnet.compiler.lower.Lowering} is the entry and
 * chooses a plan: {@code straight} makes scalar statements of a tiny network, {@code loops} makes
 * loop nests of any other. Each plan has one file of rules, operation by operation, in the order of
 * {@code Op}.
 */
package dev.bpnet.compiler.lower;
