package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Diagnostics;
import java.util.Set;

/** Looks at every body, called or not. */
final class StructureChecker {
  private StructureChecker() {}

  static Structure check(FileScope file, Diagnostics sink) {
    return new Structure(Set.of(), Set.of());
  }
}
