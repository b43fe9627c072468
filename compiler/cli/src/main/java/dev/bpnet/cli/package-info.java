/**
 * The {@code bpnet} command: one class per verb over the compiler, its options and diagnostics, the
 * runtime, and the training. It has no logic of theirs; what is its own is the reading of tables
 * ({@code data}), the reports ({@code report}), and how it speaks to a terminal.
 */
package dev.bpnet.cli;
