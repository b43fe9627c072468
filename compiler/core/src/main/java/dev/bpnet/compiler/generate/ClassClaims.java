package dev.bpnet.compiler.generate;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which model makes which class: no two may make the same. */
final class ClassClaims {
  /** What made a class. */
  private record Origin(Path model, String className) {}

  /** By what the file is called where upper and lower case are one. */
  private final Map<String, Origin> origins = new HashMap<>();

  /** What forbids that a model makes classes; if nothing does, they are its own from now on. */
  Optional<String> claim(Path model, List<String> classNames) {
    for (String className : classNames) {
      Origin other = origins.get(folded(className));
      if (other != null) {
        return Optional.of(clash(other, new Origin(model, className)));
      }
    }
    classNames.forEach(name -> origins.put(folded(name), new Origin(model, name)));
    return Optional.empty();
  }

  /** Some disks take names that differ by case alone for one. */
  private static String folded(String className) {
    return className.toUpperCase(Locale.ROOT);
  }

  private static String clash(Origin one, Origin other) {
    if (one.className.equals(other.className)) {
      return one.model + " and " + other.model + " both make the class " + one.className;
    }
    return one.model
        + " makes the class "
        + one.className
        + " and "
        + other.model
        + " the class "
        + other.className
        + ": many disks take them for one file";
  }
}
