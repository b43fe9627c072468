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

  /**
   * Something that may be meant so, beside the models' own warnings: a setting that none of them
   * has, a class that another execution makes as well.
   *
   * @param message on one line
   */
  default void remark(String message) {}
}
