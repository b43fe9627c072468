package dev.bpnet.compiler.memory;

/** The running JVM has no Java compiler: it is a JRE, or an image without {@code jdk.compiler}. */
public final class NoJavaCompilerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoJavaCompilerException() {
    super(
        "the Java runtime at "
            + System.getProperty("java.home")
            + " has no Java compiler; run bpnet on a JDK (17 or newer) instead of a JRE");
  }
}
