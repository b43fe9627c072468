package dev.bpnet.cli;

import dev.bpnet.compiler.CompilerOptions.Target;

/** What networks that run in this JVM are compiled for. */
final class Targets {
  private Targets() {}

  /** Vectors if the JVM was started with their module. */
  static Target best() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return vectors ? Target.VECTOR : Target.SCALAR;
  }
}
