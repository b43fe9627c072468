package dev.bpnet.compiler.purity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What code may name that is to run wherever Java does, native images and Android included: plain
 * classes of {@code java.base}, and nothing that is looked up by name at run time.
 */
final class Purity {
  private static final Set<String> PACKAGES =
      Object.class.getModule().getPackages().stream()
          .filter(name -> name.startsWith("java."))
          .filter(name -> !name.equals("java.lang.reflect") && !name.equals("java.lang.invoke"))
          .map(name -> name.replace('.', '/'))
          .collect(Collectors.toSet());

  /** What javac writes for lambdas, text concatenation and records, which every tool knows. */
  private static final Set<String> BOOTSTRAPS =
      Set.of(
          "java/lang/invoke/LambdaMetafactory.metafactory",
          "java/lang/invoke/LambdaMetafactory.altMetafactory",
          "java/lang/invoke/StringConcatFactory.makeConcatWithConstants",
          "java/lang/runtime/ObjectMethods.bootstrap");

  /** The types of those, which say nothing by themselves. */
  private static final Set<String> BOOTSTRAP_TYPES =
      Set.of(
          "java/lang/invoke/LambdaMetafactory",
          "java/lang/invoke/StringConcatFactory",
          "java/lang/invoke/MethodHandles",
          "java/lang/invoke/MethodHandles$Lookup",
          "java/lang/invoke/MethodHandle",
          "java/lang/invoke/MethodType",
          "java/lang/invoke/TypeDescriptor",
          "java/lang/invoke/CallSite");

  private static final Set<String> CLASS_METHODS =
      Set.of(
          "getName", "getSimpleName", "desiredAssertionStatus", "isInstance", "cast", "hashCode");

  private static final List<String> LOOKUPS =
      List.of(
          "java/lang/ClassLoader",
          "java/lang/Module",
          "java/lang/ModuleLayer",
          "java/lang/System.load",
          "java/lang/Runtime.load",
          "java/lang/Thread.getContextClassLoader",
          "java/util/ServiceLoader",
          "java/util/ResourceBundle",
          "java/io/ObjectInputStream",
          "java/io/ObjectOutputStream");

  private final Set<String> own;

  /**
   * @param own packages, with slashes, of which all classes may be named
   */
  Purity(Set<String> own) {
    this.own = own;
  }

  /** What classes name that they may not. */
  List<String> complaints(Map<String, byte[]> classFiles) {
    List<String> complaints = new ArrayList<>();
    classFiles.forEach(
        (name, classFile) ->
            complaints(References.of(classFile)).forEach(c -> complaints.add(name + ": " + c)));
    return complaints;
  }

  private Set<String> complaints(References references) {
    Set<String> complaints = new TreeSet<>();
    references.classes().stream().filter(name -> !mayName(name)).forEach(complaints::add);
    references.members().stream().filter(name -> !mayUse(name)).forEach(complaints::add);
    return complaints;
  }

  private boolean mayName(String className) {
    String packageName = className.substring(0, Math.max(0, className.lastIndexOf('/')));
    return own.contains(packageName)
        || BOOTSTRAP_TYPES.contains(className)
        || PACKAGES.contains(packageName);
  }

  private static boolean mayUse(String member) {
    if (member.startsWith("java/lang/Class.")) {
      return CLASS_METHODS.contains(member.substring(member.indexOf('.') + 1));
    }
    if (member.startsWith("java/lang/invoke/") || member.startsWith("java/lang/runtime/")) {
      return BOOTSTRAPS.contains(member);
    }
    return LOOKUPS.stream().noneMatch(member::startsWith);
  }
}
