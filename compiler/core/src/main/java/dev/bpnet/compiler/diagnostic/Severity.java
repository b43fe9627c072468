package dev.bpnet.compiler.diagnostic;

/** Errors stop the compiler after the phase that found them; warnings do not. */
public enum Severity {
  ERROR,
  WARNING
}
