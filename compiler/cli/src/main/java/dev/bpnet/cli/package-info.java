/**
 * The {@code bpnet} command: one class per verb over the compiler, its options and diagnostics, and
 * the runtime. It has no logic of either; what is its own is the reading of tables ({@code data}),
 * the reports ({@code report}), and how it speaks to a terminal.
 */
package dev.bpnet.cli;
