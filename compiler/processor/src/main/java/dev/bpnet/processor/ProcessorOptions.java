package dev.bpnet.processor;

import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.lower.Plan;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code -A} arguments say.
 *
 * @param precision {@code bpnet.precision}: {@code float} or {@code double}
 * @param target {@code bpnet.target}: {@code scalar}, {@code vector} or {@code auto}
 * @param plan {@code bpnet.plan}: {@code auto}, {@code straight}, {@code loops}, {@code units} or
 *     {@code examples}
 * @param settings {@code bpnet.P.name=value} and {@code bpnet.P.Net.name=value}
 * @param sourcePath {@code bpnet.sourcepath}: folders, separated as those of a class path
 * @param problems what is wrong with the arguments
 */
record ProcessorOptions(
    Precision precision,
    Target target,
    Plan plan,
    Map<String, String> settings,
    List<Path> sourcePath,
    List<String> problems) {
  static final String SOURCE_PATH = "bpnet.sourcepath";
  private static final String PREFIX = "bpnet.";
  private static final String PRECISION = "bpnet.precision";
  private static final String TARGET = "bpnet.target";
  private static final String PLAN = "bpnet.plan";
  private static final String SETTING = "bpnet.P.";
  private static final String KNOWN =
      String.join(", ", PRECISION, TARGET, PLAN, SOURCE_PATH, SETTING + "NAME");

  static ProcessorOptions of(Map<String, String> arguments) {
    List<String> problems = new ArrayList<>();
    Map<String, String> settings = new LinkedHashMap<>();
    Precision precision = Precision.FLOAT;
    Target target = Target.SCALAR;
    Plan plan = Plan.AUTO;
    List<Path> sourcePath = List.of();
    for (String key : names(arguments)) {
      String value = arguments.get(key) == null ? "" : arguments.get(key);
      if (key.startsWith(SETTING) && key.length() > SETTING.length()) {
        settings.put(key.substring(SETTING.length()), value);
        continue;
      }
      switch (key) {
        case PRECISION ->
            precision = constant(value, Precision.values(), key, problems).orElse(precision);
        case TARGET -> target = constant(value, Target.values(), key, problems).orElse(target);
        case PLAN -> plan = constant(value, Plan.values(), key, problems).orElse(plan);
        case SOURCE_PATH -> sourcePath = folders(value, problems);
        default -> problems.add("unknown option -A" + key + "; there are " + KNOWN);
      }
    }
    return new ProcessorOptions(precision, target, plan, settings, sourcePath, problems);
  }

  /** Those of the arguments that are for this processor, and those that it would understand. */
  static Set<String> supported(Map<String, String> arguments) {
    Set<String> names = new LinkedHashSet<>(List.of(PRECISION, TARGET, PLAN, SOURCE_PATH));
    names.addAll(names(arguments));
    return names;
  }

  CompilerOptions compilerOptions() {
    return CompilerOptions.DEFAULTS
        .withPrecision(precision)
        .withTarget(target)
        .withPlan(plan)
        .withSourceRoot(Path.of(""));
  }

  private static List<String> names(Map<String, String> arguments) {
    return arguments.keySet().stream().filter(key -> key.startsWith(PREFIX)).sorted().toList();
  }

  /** One of the constants, in lower case as everything here; or a problem. */
  private static <E extends Enum<E>> Optional<E> constant(
      String value, E[] constants, String key, List<String> problems) {
    List<String> known = new ArrayList<>();
    for (E constant : constants) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(value)) {
        return Optional.of(constant);
      }
      known.add(name);
    }
    problems.add("-A" + key + " is '" + value + "', expected " + String.join(" or ", known));
    return Optional.empty();
  }

  private static List<Path> folders(String value, List<String> problems) {
    List<Path> folders = new ArrayList<>();
    for (String folder : value.split(File.pathSeparator)) {
      try {
        if (!folder.isBlank()) {
          folders.add(Path.of(folder));
        }
      } catch (InvalidPathException e) {
        problems.add("-A" + SOURCE_PATH + " names '" + folder + "', which is no path");
      }
    }
    return folders;
  }
}
