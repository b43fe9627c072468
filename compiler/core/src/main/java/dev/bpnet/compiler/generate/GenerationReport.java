package dev.bpnet.compiler.generate;

import java.util.List;

/**
 * What was done.
 *
 * @param models that were asked for
 * @param compiled of these, the others being up to date
 * @param errors in models, each counted once however many models import its file
 * @param warnings likewise
 * @param written files whose bytes are new
 * @param unchanged files that were left as they are
 * @param removed files of which no model is left
 * @param problems what is wrong beside the diagnostics, each on one line
 */
public record GenerationReport(
    int models,
    int compiled,
    int errors,
    int warnings,
    int written,
    int unchanged,
    int removed,
    List<String> problems) {
  public GenerationReport {
    problems = List.copyOf(problems);
  }

  /** Whether a model is without its sources. */
  public boolean hasFailed() {
    return errors > 0 || !problems.isEmpty();
  }
}
