package dev.bpnet.processor;

import dev.bpnet.compiler.emit.HostMethod;
import dev.bpnet.compiler.emit.HostType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Describes an annotated type to the compiler. */
final class HostReader {
  private static final String NETWORK = "dev.bpnet.runtime.Network";
  private static final String GENERATED = "javax.annotation.processing.Generated";

  private final Elements elements;
  private final Types types;
  private final String contractName;
  private final Map<HostMethod, ExecutableElement> methods = new LinkedHashMap<>();
  private final Annotated annotated;
  private final Reporter reporter;
  private boolean complete = true;

  /**
   * @param precision {@code OfFloat} or {@code OfDouble}
   */
  HostReader(
      ProcessingEnvironment environment, Annotated annotated, Reporter reporter, String precision) {
    this.elements = environment.getElementUtils();
    this.types = environment.getTypeUtils();
    this.annotated = annotated;
    this.reporter = reporter;
    this.contractName = NETWORK + "." + precision;
  }

  /** The type, or nothing after a report. */
  Optional<HostType> read() {
    TypeElement type = annotated.type();
    if (type.getKind() == ElementKind.CLASS) {
      return Optional.of(host(Optional.empty(), Set.of()));
    }
    if (type.getKind() != ElementKind.INTERFACE) {
      reporter.error("@BpNet belongs on an interface or a class");
      return Optional.empty();
    }
    if (!type.getTypeParameters().isEmpty()) {
      reporter.error("an interface with @BpNet has no type parameters");
      complete = false;
    }
    for (Element e = type; e instanceof TypeElement; e = e.getEnclosingElement()) {
      if (e.getModifiers().contains(Modifier.PRIVATE)) {
        reporter.error("the network's class cannot implement " + type + ": " + e + " is private");
        complete = false;
      }
    }
    Set<String> memberTypes = new LinkedHashSet<>();
    for (TypeElement each : own(type)) {
      ElementFilter.typesIn(each.getEnclosedElements())
          .forEach(member -> memberTypes.add(member.getSimpleName().toString()));
    }
    checkPrecision(type);
    methodsOf(type);
    return complete
        ? Optional.of(host(Optional.of(annotated.nestedName()), memberTypes))
        : Optional.empty();
  }

  private HostType host(Optional<String> interfaceName, Set<String> memberTypes) {
    return new HostType(
        annotated.packageName(),
        interfaceName,
        List.copyOf(methods.keySet()),
        memberTypes,
        isGeneratedVisible()
            ? Optional.of(BpNetProcessor.class.getCanonicalName())
            : Optional.empty());
  }

  /** A module that does not read {@code java.compiler} cannot name the annotation. */
  private boolean isGeneratedVisible() {
    Element module = elements.getModuleOf(annotated.type());
    return module instanceof javax.lang.model.element.ModuleElement named
        ? elements.getTypeElement(named, GENERATED) != null
        : elements.getTypeElement(GENERATED) != null;
  }

  /** The element of a method of the description. */
  ExecutableElement element(HostMethod method) {
    return methods.get(method);
  }

  /** Whether the interface is made of types that another processor may still generate. */
  boolean awaitsTypes() {
    if (annotated.type().getKind() != ElementKind.INTERFACE) {
      return false;
    }
    return closure(annotated.type()).stream()
        .anyMatch(
            type ->
                type.getInterfaces().stream().anyMatch(t -> t.getKind() == TypeKind.ERROR)
                    || ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                        .filter(method -> method.getModifiers().contains(Modifier.ABSTRACT))
                        .anyMatch(HostReader::namesUnknown));
  }

  private static boolean namesUnknown(ExecutableElement method) {
    return isUnknown(method.getReturnType())
        || method.getParameters().stream().anyMatch(p -> isUnknown(p.asType()));
  }

  private static boolean isUnknown(TypeMirror type) {
    return type.getKind() == TypeKind.ERROR
        || type instanceof ArrayType array && isUnknown(array.getComponentType());
  }

  /** The interface and all above it, those below first. */
  private Set<TypeElement> closure(TypeElement type) {
    Set<TypeElement> all = new LinkedHashSet<>();
    List<TypeElement> next = List.of(type);
    while (!next.isEmpty()) {
      all.addAll(next);
      next =
          next.stream()
              .flatMap(each -> each.getInterfaces().stream())
              .filter(DeclaredType.class::isInstance)
              .map(each -> (TypeElement) ((DeclaredType) each).asElement())
              .filter(each -> each.getKind() == ElementKind.INTERFACE && !all.contains(each))
              .toList();
    }
    return all;
  }

  private void methodsOf(TypeElement type) {
    List<ExecutableElement> kept = new ArrayList<>();
    for (TypeElement each : own(type)) {
      for (ExecutableElement method : ElementFilter.methodsIn(each.getEnclosedElements())) {
        Set<Modifier> modifiers = method.getModifiers();
        boolean isOwn = modifiers.contains(Modifier.STATIC) || modifiers.contains(Modifier.PRIVATE);
        if (!isOwn && kept.stream().noneMatch(k -> elements.overrides(k, method, type))) {
          kept.add(method);
        }
      }
    }
    kept.stream().filter(method -> !isInContract(method)).forEach(this::add);
  }

  private void add(ExecutableElement method) {
    ExecutableType resolved =
        (ExecutableType) types.asMemberOf((DeclaredType) annotated.type().asType(), method);
    List<HostMethod.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < method.getParameters().size(); i++) {
      String name = method.getParameters().get(i).getSimpleName().toString();
      parameters.add(new HostMethod.Parameter(name, text(resolved.getParameterTypes().get(i))));
    }
    Set<HostMethod.Trait> traits = EnumSet.noneOf(HostMethod.Trait.class);
    if (method.isDefault()) {
      traits.add(HostMethod.Trait.DEFAULT);
    }
    if (!method.getTypeParameters().isEmpty()) {
      traits.add(HostMethod.Trait.GENERIC);
    }
    if (method.isVarArgs()) {
      traits.add(HostMethod.Trait.VARARGS);
    }
    HostMethod described =
        new HostMethod(
            method.getSimpleName().toString(), parameters, text(resolved.getReturnType()), traits);
    methods.putIfAbsent(described, method);
  }

  /** A type without its annotations. */
  private static String text(TypeMirror type) {
    if (type instanceof ArrayType array) {
      return text(array.getComponentType()) + "[]";
    }
    return type.getKind().isPrimitive()
        ? type.getKind().name().toLowerCase(java.util.Locale.ROOT)
        : type.toString();
  }

  /** The interface and all above it but the network contract. */
  private List<TypeElement> own(TypeElement type) {
    return closure(type).stream().filter(each -> !isContract(each)).toList();
  }

  private static boolean isContract(TypeElement type) {
    String name = type.getQualifiedName().toString();
    return name.equals(NETWORK) || name.startsWith(NETWORK + ".");
  }

  private void checkPrecision(TypeElement type) {
    for (TypeElement each : closure(type)) {
      String name = each.getQualifiedName().toString();
      if (isContract(each) && !name.equals(NETWORK) && !name.equals(contractName)) {
        complete = false;
        reporter.error(
            type
                + " extends "
                + name
                + ", but its network is compiled as "
                + contractName
                + "; see the compiler argument -Abpnet.precision");
      }
    }
  }

  /** Whether the network has the method anyway. */
  private boolean isInContract(ExecutableElement method) {
    TypeElement contract = elements.getTypeElement(contractName);
    if (contract == null) {
      return false;
    }
    ExecutableType type = (ExecutableType) method.asType();
    List<Element> candidates = new ArrayList<>(elements.getAllMembers(contract));
    candidates.addAll(elements.getTypeElement("java.lang.Object").getEnclosedElements());
    for (ExecutableElement other : ElementFilter.methodsIn(candidates)) {
      boolean isSame =
          other.getSimpleName().equals(method.getSimpleName())
              && types.isSubsignature(type, (ExecutableType) other.asType());
      if (isSame) {
        clash(method, other)
            .ifPresent(
                clash -> {
                  reporter.error(method, "the network has " + other + " already, " + clash);
                  complete = false;
                });
        return true;
      }
    }
    return false;
  }

  /** Why a class cannot have both a method of the interface and one of the contract. */
  private Optional<String> clash(ExecutableElement method, ExecutableElement other) {
    if (!fits(other.getReturnType(), method.getReturnType())) {
      return Optional.of("and it returns " + other.getReturnType());
    }
    TypeMirror owner = types.erasure(other.getEnclosingElement().asType());
    boolean isReplaced = method.isDefault() && types.isSubtype(annotated.type().asType(), owner);
    return other.isDefault() && !isReplaced
        ? Optional.of("with a body; extend " + contractName + " instead of declaring it")
        : Optional.empty();
  }

  private boolean fits(TypeMirror offered, TypeMirror wanted) {
    return offered.getKind().isPrimitive() || offered.getKind() == TypeKind.VOID
        ? types.isSameType(offered, wanted)
        : types.isSubtype(offered, wanted);
  }
}
