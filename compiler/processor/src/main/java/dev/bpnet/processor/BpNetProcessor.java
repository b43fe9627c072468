package dev.bpnet.processor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;

/**
 * Generates the networks of {@code @BpNet}. Arguments:
 *
 * <ul>
 *   <li>{@code -Abpnet.precision=float|double}, the Java type of reals;
 *   <li>{@code -Abpnet.target=scalar}, or {@code vector}, which needs {@code --add-modules
 *       jdk.incubator.vector} of javac and of java, or {@code auto}, which needs it of javac and
 *       takes vectors where java has it;
 *   <li>{@code -Abpnet.plan=auto|straight|loops|units|examples}, how networks are computed;
 *   <li>{@code -Abpnet.P.name=value}, a setting of all networks that have it, or {@code
 *       -Abpnet.P.Net.name=value} of one;
 *   <li>{@code -Abpnet.sourcepath=folders}, where models and imports are looked for first,
 *       separated as a class path is.
 * </ul>
 */
public final class BpNetProcessor extends AbstractProcessor {
  private ProcessorOptions options;
  private Generation generation;
  private final Set<String> waiting = new LinkedHashSet<>();

  /** For the compiler, through its service file. */
  public BpNetProcessor() {}

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(Annotated.ANNOTATION);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public Set<String> getSupportedOptions() {
    return processingEnv == null
        ? Set.of()
        : ProcessorOptions.supported(processingEnv.getOptions());
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    options = ProcessorOptions.of(environment.getOptions());
    options.problems().forEach(this::error);
    generation = new Generation(environment, options);
    if (environment.getSourceVersion().compareTo(SourceVersion.RELEASE_17) < 0) {
      error("@BpNet needs Java 17 or newer, and this is " + environment.getSourceVersion());
    }
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    List<TypeElement> types = new ArrayList<>();
    for (String name : waiting) {
      types.add(processingEnv.getElementUtils().getTypeElement(name));
    }
    waiting.clear();
    for (TypeElement annotation : annotations) {
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        types.add((TypeElement) element);
      }
    }
    for (TypeElement type : types) {
      if (generation.of(type, round.processingOver()) == Generation.Outcome.WAITS) {
        waiting.add(type.getQualifiedName().toString());
      }
    }
    if (round.processingOver() && !round.errorRaised()) {
      // Types of another compilation, the tests' for instance, may have them.
      generation.unknownSettings().forEach(this::warning);
    }
    return true;
  }

  private void warning(String message) {
    processingEnv.getMessager().printMessage(Kind.WARNING, message);
  }

  private void error(String message) {
    processingEnv.getMessager().printMessage(Kind.ERROR, message);
  }
}
