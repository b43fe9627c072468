package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.CompilationResult;

/** Hears of each model that was compiled, in order. */
@FunctionalInterface
public interface GenerationListener {
  /**
   * A model was compiled.
   *
   * @param result with those diagnostics that were not in an earlier result
   */
  void compiled(ModelFile model, CompilationResult result);
}
