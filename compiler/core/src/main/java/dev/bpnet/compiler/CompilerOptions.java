package dev.bpnet.compiler;

import dev.bpnet.compiler.emit.HostType;
import dev.bpnet.compiler.lower.Plan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

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
    return with(draft -> draft.packageName = Optional.of(name));
  }

  public CompilerOptions withPrecision(Precision newPrecision) {
    return with(draft -> draft.precision = newPrecision);
  }

  public CompilerOptions withSettings(Map<String, String> newSettings) {
    return with(draft -> draft.settings = newSettings);
  }

  public CompilerOptions withInputGradients() {
    return with(draft -> draft.inputGradients = true);
  }

  public CompilerOptions withUnroll(int operations) {
    return with(draft -> draft.unroll = OptionalInt.of(operations));
  }

  public CompilerOptions withSourceRoot(Path root) {
    return with(draft -> draft.sourceRoot = Optional.of(root));
  }

  public CompilerOptions withHost(HostType newHost) {
    return with(draft -> draft.host = Optional.of(newHost));
  }

  public CompilerOptions withTarget(Target newTarget) {
    return with(draft -> draft.target = newTarget);
  }

  public CompilerOptions withPlan(Plan newPlan) {
    return with(draft -> draft.plan = newPlan);
  }

  private CompilerOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** The lanes of a vector of 256 bits. */
  OptionalInt lanes() {
    return OptionalInt.of(precision == Precision.FLOAT ? 8 : 4);
  }

  /** Options of which some are about to change. */
  private static final class Draft {
    private Optional<String> packageName;
    private Precision precision;
    private Map<String, String> settings;
    private boolean inputGradients;
    private OptionalInt unroll;
    private Optional<Path> sourceRoot;
    private Optional<HostType> host;
    private Target target;
    private Plan plan;

    Draft(CompilerOptions from) {
      packageName = from.packageName;
      precision = from.precision;
      settings = from.settings;
      inputGradients = from.inputGradients;
      unroll = from.unroll;
      sourceRoot = from.sourceRoot;
      host = from.host;
      target = from.target;
      plan = from.plan;
    }

    CompilerOptions options() {
      return new CompilerOptions(
          packageName, precision, settings, inputGradients, unroll, sourceRoot, host, target, plan);
    }
  }
}
