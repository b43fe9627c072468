package dev.bpnet.compiler;

import dev.bpnet.compiler.emit.HostType;
import dev.bpnet.compiler.lower.Plan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to compile.
 *
 * @param packageName of the generated classes where the file does not say one
 * @param precision the Java type of reals
 * @param settings overrides of network settings, {@code name} or {@code Net.name} to the text of a
 *     number
 * @param inputGradients whether the class also computes the loss's derivative by its inputs
 * @param unroll the most scalar operations of a pass that is emitted as straight-line code; absent
 *     for the cost model's choice
 * @param sourceRoot outside of which no import may lie; absent for the file's folder less its
 *     package
 * @param host the Java type that asks for the networks, whose package their classes share whatever
 *     the file says; absent if none does
 * @param target what the generated code is made for
 * @param plan how the network is lowered
 */
public record CompilerOptions(
    Optional<String> packageName,
    Precision precision,
    Map<String, String> settings,
    boolean inputGradients,
    OptionalInt unroll,
    Optional<Path> sourceRoot,
    Optional<HostType> host,
    Target target,
    Plan plan) {
  /** The Java type of a network's reals. */
  public enum Precision {
    FLOAT,
    DOUBLE
  }

  /** What the generated code is made for. */
  public enum Target {
    /** Plain Java, which runs wherever Java does. */
    SCALAR,
    /** Java on the JDK's incubating vector module, which the JVM is told to add. */
    VECTOR,
    /** Both of these; a program takes the vectors where java has them. */
    AUTO
  }

  public static final CompilerOptions DEFAULTS =
      new CompilerOptions(
          Optional.empty(),
          Precision.FLOAT,
          Map.of(),
          false,
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          Target.SCALAR,
          Plan.AUTO);

  public CompilerOptions {
    settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  public CompilerOptions withPackage(String name) {
    return new CompilerOptions(
        Optional.of(name),
        precision,
        settings,
        inputGradients,
        unroll,
        sourceRoot,
        host,
        target,
        plan);
  }

  public CompilerOptions withPrecision(Precision newPrecision) {
    return new CompilerOptions(
        packageName,
        newPrecision,
        settings,
        inputGradients,
        unroll,
        sourceRoot,
        host,
        target,
        plan);
  }

  public CompilerOptions withSettings(Map<String, String> newSettings) {
    return new CompilerOptions(
        packageName,
        precision,
        newSettings,
        inputGradients,
        unroll,
        sourceRoot,
        host,
        target,
        plan);
  }

  public CompilerOptions withInputGradients() {
    return new CompilerOptions(
        packageName, precision, settings, true, unroll, sourceRoot, host, target, plan);
  }

  public CompilerOptions withUnroll(int operations) {
    return new CompilerOptions(
        packageName,
        precision,
        settings,
        inputGradients,
        OptionalInt.of(operations),
        sourceRoot,
        host,
        target,
        plan);
  }

  public CompilerOptions withSourceRoot(Path root) {
    return new CompilerOptions(
        packageName,
        precision,
        settings,
        inputGradients,
        unroll,
        Optional.of(root),
        host,
        target,
        plan);
  }

  public CompilerOptions withHost(HostType newHost) {
    return new CompilerOptions(
        packageName,
        precision,
        settings,
        inputGradients,
        unroll,
        sourceRoot,
        Optional.of(newHost),
        target,
        plan);
  }

  public CompilerOptions withTarget(Target newTarget) {
    return new CompilerOptions(
        packageName,
        precision,
        settings,
        inputGradients,
        unroll,
        sourceRoot,
        host,
        newTarget,
        plan);
  }

  public CompilerOptions withPlan(Plan newPlan) {
    return new CompilerOptions(
        packageName,
        precision,
        settings,
        inputGradients,
        unroll,
        sourceRoot,
        host,
        target,
        newPlan);
  }

  /** The lanes of a vector of 256 bits. */
  OptionalInt lanes() {
    return OptionalInt.of(precision == Precision.FLOAT ? 8 : 4);
  }
}
