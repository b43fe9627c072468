/**
 * What the compiler tells its user: {@link dev.bpnet.compiler.diagnostic.Diagnostic} values,
 * collected by {@link dev.bpnet.compiler.diagnostic.Diagnostics}, printed with a caret by {@link
 * dev.bpnet.compiler.diagnostic.DiagnosticRenderer}. Imports {@code source}.
 */
package dev.bpnet.compiler.diagnostic;
