package dev.bpnet.processor;

import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/**
 * A type with its {@code @BpNet}.
 *
 * @param packageName of the type; empty for none
 */
record Annotated(TypeElement type, AnnotationMirror annotation, String packageName) {
  static final String ANNOTATION = "dev.bpnet.runtime.BpNet";

  /**
   * @param packageName of the type
   */
  static Annotated of(TypeElement type, String packageName) {
    AnnotationMirror annotation =
        type.getAnnotationMirrors().stream()
            .filter(mirror -> isBpNet(mirror.getAnnotationType().asElement()))
            .findFirst()
            .orElseThrow();
    return new Annotated(type, annotation, packageName);
  }

  private static boolean isBpNet(Element element) {
    return element instanceof TypeElement type && type.getQualifiedName().contentEquals(ANNOTATION);
  }

  /** The model's text, as written in the annotation. */
  Optional<AnnotationValue> text() {
    return member("value");
  }

  /** The name of the model's file. */
  Optional<AnnotationValue> file() {
    return member("file");
  }

  /** A string that is given and not empty. */
  private Optional<AnnotationValue> member(String name) {
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> member :
        annotation.getElementValues().entrySet()) {
      boolean isMeant = member.getKey().getSimpleName().contentEquals(name);
      if (isMeant && member.getValue().getValue() instanceof String text && !text.isBlank()) {
        return Optional.of(member.getValue());
      }
    }
    return Optional.empty();
  }

  String packagePath() {
    return packageName.replace('.', '/');
  }

  /** The name of the outermost type around this one, or of this one. */
  String outermost() {
    Element outer = type;
    while (outer.getEnclosingElement() instanceof TypeElement around) {
      outer = around;
    }
    return outer.getSimpleName().toString();
  }

  /** The name within the package, such as {@code Outer.Inner}. */
  String nestedName() {
    String qualified = type.getQualifiedName().toString();
    return packageName.isEmpty() ? qualified : qualified.substring(packageName.length() + 1);
  }
}
