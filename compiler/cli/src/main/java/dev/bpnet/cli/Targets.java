package dev.bpnet.cli;

import dev.bpnet.compiler.CompilerOptions.Target;

/** What networks that run in this JVM are compiled for. */
final class Targets {
  private static final String PACKAGE = "jdk.incubator.vector.";

  /** What generated vector code is written for. */
  private static final int WIDTH = 256;

  private Targets() {}

  /**
   * Vectors if the JVM was started with their module and makes instructions of them: narrower
   * processors, and JVMs without the optimising compiler, would call a method for every operation.
   * The classes of target {@code auto} ask the same where no compiler is.
   */
  static Target best() {
    String mode = System.getProperty("java.vm.info", "");
    boolean optimizes = mode.startsWith("mixed mode") && !mode.contains("emulated-client");
    return optimizes && preferredWidth() >= WIDTH ? Target.VECTOR : Target.SCALAR;
  }

  /** Whether the JVM was started with the module of vectors. */
  static boolean haveVectors() {
    return preferredWidth() > 0;
  }

  /** In bits; 0 without the module. Its classes are not named where the command is compiled. */
  private static int preferredWidth() {
    try {
      Object species =
          Class.forName(PACKAGE + "FloatVector").getField("SPECIES_PREFERRED").get(null);
      return (int)
          Class.forName(PACKAGE + "VectorSpecies").getMethod("vectorBitSize").invoke(species);
    } catch (ReflectiveOperationException | LinkageError e) {
      return 0;
    }
  }
}
