package dev.bpnet.compiler.emit;

import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * The names of generated classes: those of the networks, unless Java cannot have a class of that
 * name.
 */
final class ClassNames {
  /** Words of the language that are names in other places, but not of types. */
  private static final Set<String> NO_TYPES = Set.of("var", "yield", "record", "sealed", "permits");

  /**
   * Within a class that implements {@code Network}, these are its member types, not the class; and
   * a class called as a root package would hide that.
   */
  private static final Set<String> HIDDEN = Set.of("OfFloat", "OfDouble", "Phase", "java", "dev");

  /** What generated code names of {@code java.lang}, without an import where nothing hides it. */
  private static final Set<String> JAVA_LANG =
      Set.of(
          "Class",
          "ClassNotFoundException",
          "Double",
          "Float",
          "IllegalArgumentException",
          "IllegalStateException",
          "LinkageError",
          "Math",
          "ModuleLayer",
          "Override",
          "String",
          "System");

  private ClassNames() {}

  /**
   * @param networks the names of all networks of the source
   */
  static String of(String network, Set<String> networks) {
    if (isFine(network)) {
      return network;
    }
    String name = network + "Network";
    for (int i = 2; networks.contains(name); i++) {
      name = network + "Network" + i;
    }
    return name;
  }

  /** The name of a class that belongs to a network's class. */
  static String companion(String className, String suffix, Set<String> networks) {
    String name = className + suffix;
    for (int i = 2; isTaken(name, networks); i++) {
      name = className + suffix + i;
    }
    return name;
  }

  /** Disks may take names for one that differ only by case. */
  private static boolean isTaken(String name, Set<String> networks) {
    return networks.stream().anyMatch(other -> of(other, networks).equalsIgnoreCase(name));
  }

  private static boolean isFine(String name) {
    return !SourceVersion.isKeyword(name, SourceVersion.RELEASE_17)
        && !NO_TYPES.contains(name)
        && !HIDDEN.contains(name);
  }

  /** Whether a class of one of the names would be taken for one of {@code java.lang}. */
  static boolean hideJavaLang(Set<String> networks) {
    return networks.stream().anyMatch(JAVA_LANG::contains);
  }
}
