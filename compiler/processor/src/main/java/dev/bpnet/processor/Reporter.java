package dev.bpnet.processor;

import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.DiagnosticRenderer;
import dev.bpnet.compiler.diagnostic.Severity;
import dev.bpnet.compiler.source.Span;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;

/** Says things about one annotated type. */
final class Reporter {
  private final Messager messager;
  private final Annotated annotated;

  Reporter(Messager messager, Annotated annotated) {
    this.messager = messager;
    this.annotated = annotated;
  }

  /** At the annotation. */
  void error(String message) {
    messager.printMessage(Kind.ERROR, message, annotated.type(), annotated.annotation());
  }

  void error(AnnotationValue value, String message) {
    print(Kind.ERROR, value, message);
  }

  void warning(AnnotationValue value, String message) {
    print(Kind.WARNING, value, message);
  }

  /** At a method if it is declared in the annotated type, else at the type. */
  void error(Element method, String message) {
    Element around = method.getEnclosingElement();
    if (around.equals(annotated.type())) {
      messager.printMessage(Kind.ERROR, message, method);
    } else {
      messager.printMessage(
          Kind.ERROR, message + " (inherited from " + around + ")", annotated.type());
    }
  }

  /**
   * What the compiler says of the text in the annotation.
   *
   * @param positions of its characters in the Java file
   */
  void inText(AnnotationValue value, Diagnostic diagnostic, Optional<JavaPositions> positions) {
    Span span = diagnostic.span();
    String java =
        positions
            .flatMap(known -> known.place(span.line(), span.column()))
            .map(place -> " (" + place + ")")
            .orElse("");
    String place = "model line " + span.line() + ", column " + span.column() + java;
    print(kind(diagnostic), value, place + ": " + text(diagnostic));
  }

  /**
   * What the compiler says of a file.
   *
   * @param names what to call a file by its path
   */
  void inFile(AnnotationValue value, Diagnostic diagnostic, UnaryOperator<String> names) {
    Span span = diagnostic.span();
    String place = names.apply(span.file().path()) + ":" + span.line() + ":" + span.column();
    print(kind(diagnostic), value, place + ": " + text(diagnostic));
  }

  /** Message and code, and below them the line with carets. */
  private static String text(Diagnostic diagnostic) {
    String excerpt =
        DiagnosticRenderer.plain()
            .render(diagnostic)
            .lines()
            .skip(1)
            .map(line -> "\n" + line)
            .collect(Collectors.joining());
    return diagnostic.message() + " [" + diagnostic.code().id() + "]" + excerpt;
  }

  private static Kind kind(Diagnostic diagnostic) {
    return diagnostic.severity() == Severity.ERROR ? Kind.ERROR : Kind.WARNING;
  }

  private void print(Kind kind, AnnotationValue value, String message) {
    messager.printMessage(kind, message, annotated.type(), annotated.annotation(), value);
  }
}
