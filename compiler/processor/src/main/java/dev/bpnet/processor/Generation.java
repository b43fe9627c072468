package dev.bpnet.processor;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.emit.HostMismatch;
import dev.bpnet.compiler.emit.HostType;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.syntax.SourceReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;

/** Generates the networks of annotated types, through all rounds of one compilation. */
final class Generation {
  /** What became of an annotated type. */
  enum Outcome {
    /** Generated, or reported. */
    DONE,
    /** Its interface names types that are not there yet. */
    WAITS
  }

  /** A model's text, with the annotation value that gives it. */
  private record Source(AnnotationValue value, SourceFile file, boolean isInline) {}

  private final ProcessingEnvironment environment;
  private final ProcessorOptions options;
  private final Models models;
  private final Map<String, String> askedFor = new HashMap<>();
  private final Set<String> knownSettings = new LinkedHashSet<>();

  Generation(ProcessingEnvironment environment, ProcessorOptions options) {
    this.environment = environment;
    this.options = options;
    this.models = new Models(options, environment.getFiler());
  }

  /** Complaints about settings that no model has, once all models are compiled. */
  List<String> unknownSettings() {
    return askedFor.isEmpty()
        ? List.of()
        : options.settings().keySet().stream()
            .filter(key -> !knownSettings.contains(key))
            .map(key -> "-Abpnet.P." + key + ": no network has the setting '" + key + "'")
            .toList();
  }

  /** Generates what the type asks for. No more types appear after the last round. */
  Outcome of(TypeElement type, boolean isLastRound) {
    String packageName =
        environment.getElementUtils().getPackageOf(type).getQualifiedName().toString();
    Annotated annotated = Annotated.of(type, packageName);
    Reporter reporter = new Reporter(environment.getMessager(), annotated);
    String precision = options.precision() == Precision.FLOAT ? "OfFloat" : "OfDouble";
    HostReader reader = new HostReader(environment, annotated, reporter, precision);
    if (!isLastRound && reader.awaitsTypes()) {
      return Outcome.WAITS;
    }
    Optional<HostType> host = reader.read();
    Optional<Source> source = source(annotated, reporter);
    if (host.isPresent() && source.isPresent()) {
      generate(annotated, source.get(), host.get(), reader, reporter);
    }
    return Outcome.DONE;
  }

  private Optional<Source> source(Annotated annotated, Reporter reporter) {
    Optional<AnnotationValue> text = annotated.text();
    Optional<AnnotationValue> file = annotated.file();
    if (text.isPresent() == file.isPresent()) {
      reporter.error(
          text.isPresent()
              ? "@BpNet has a model and a file; it is to have one of them"
              : "@BpNet has neither a model nor a file");
      return Optional.empty();
    }
    if (file.isPresent()) {
      return file(annotated, file.get(), reporter);
    }
    String folder = annotated.packageName().isEmpty() ? "" : annotated.packagePath() + "/";
    String path = folder + annotated.outermost() + ".java";
    return text.map(v -> new Source(v, new SourceFile(path, (String) v.getValue()), true));
  }

  private Optional<Source> file(Annotated annotated, AnnotationValue value, Reporter reporter) {
    String name = (String) value.getValue();
    try {
      List<String> tried = new ArrayList<>();
      Optional<Models.File> found = models.find(name, annotated.packagePath(), tried);
      if (found.isEmpty()) {
        reporter.error(
            value, "there is no model " + name + "; looked for\n  " + String.join("\n  ", tried));
        return Optional.empty();
      }
      Models.File file = found.get();
      Diagnostics sink = new Diagnostics();
      Optional<SourceFile> source = SourceReader.read(file.path(), file.found().bytes(), sink);
      sink.all().forEach(d -> reporter.inFile(value, d, path -> file.found().name()));
      models.name(file.path(), file.found().name());
      return source.map(text -> new Source(value, text, false));
    } catch (IOException e) {
      reporter.error(value, "cannot read the model " + name + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private void generate(
      Annotated annotated, Source source, HostType host, HostReader reader, Reporter reporter) {
    Set<String> keys = Compiler.settingKeys(source.file());
    knownSettings.addAll(keys);
    Map<String, String> settings = new LinkedHashMap<>(options.settings());
    settings.keySet().retainAll(keys);
    CompilerOptions all = options.compilerOptions().withSettings(settings).withHost(host);
    CompilationResult result = new Compiler(all, models).compile(source.file());
    report(annotated, source, result, reporter);
    if (result.hasErrors()) {
      return;
    }
    if (result.networks().isEmpty()) {
      reporter.error(source.value(), "the model declares no network");
    }
    for (CompiledNetwork network : result.networks()) {
      String declared = network.model().packageName();
      if (!declared.isEmpty() && !declared.equals(host.packageName())) {
        reporter.warning(
            source.value(),
            "the model says package "
                + declared
                + "; its classes go to that of "
                + annotated.type());
      }
      if (network.hasVectors() && !hasVectorModule()) {
        reporter.error(
            source.value(),
            "-Abpnet.target="
                + options.target().name().toLowerCase(Locale.ROOT)
                + " needs the option --add-modules jdk.incubator.vector of javac");
        return;
      }
      network.mismatches().forEach(mismatch -> mismatch(network, mismatch, reader, reporter));
      if (isFree(network, annotated, source, host, reporter) && network.mismatches().isEmpty()) {
        network.sources().forEach((name, text) -> write(name, text, annotated, source, reporter));
      }
    }
  }

  /** Whether javac sees what the vector code imports. */
  private boolean hasVectorModule() {
    return environment.getElementUtils().getTypeElement("jdk.incubator.vector.FloatVector") != null;
  }

  private void report(
      Annotated annotated, Source source, CompilationResult result, Reporter reporter) {
    if (result.diagnostics().isEmpty()) {
      return;
    }
    Optional<JavaPositions> positions =
        source.isInline()
            ? JavaPositions.of(environment, annotated, source.value())
            : Optional.empty();
    result
        .diagnostics()
        .forEach(
            diagnostic -> {
              if (source.isInline() && diagnostic.span().file().equals(source.file())) {
                reporter.inText(source.value(), diagnostic, positions);
              } else {
                reporter.inFile(source.value(), diagnostic, models::name);
              }
            });
  }

  private static void mismatch(
      CompiledNetwork network, HostMismatch mismatch, HostReader reader, Reporter reporter) {
    String name = mismatch.method().name();
    reporter.error(
        reader.element(mismatch.method()),
        "the network "
            + network.model().name()
            + " cannot implement "
            + name
            + ": "
            + mismatch.message());
  }

  /** Whether the class may have its name. */
  private boolean isFree(
      CompiledNetwork network,
      Annotated annotated,
      Source source,
      HostType host,
      Reporter reporter) {
    String className = network.className();
    String simple = className.substring(className.lastIndexOf('.') + 1);
    if (annotated.type().getSimpleName().contentEquals(simple)
        || annotated.outermost().equals(simple)) {
      reporter.error(
          source.value(), "the network is called " + simple + " as a type here is; rename one");
      return false;
    }
    if (host.memberTypes().contains(simple)) {
      reporter.error(
          source.value(),
          "the network is called " + simple + " as a member of " + annotated.type() + " is");
      return false;
    }
    String first = askedFor.putIfAbsent(className, annotated.type().toString());
    if (first != null) {
      reporter.error(source.value(), first + " has a network called " + className + " already");
    }
    return first == null;
  }

  private void write(
      String name, String text, Annotated annotated, Source source, Reporter reporter) {
    try (Writer writer =
        environment.getFiler().createSourceFile(name, annotated.type()).openWriter()) {
      writer.write(text);
    } catch (FilerException e) {
      reporter.error(source.value(), "there is another class " + name);
    } catch (IOException e) {
      reporter.error(source.value(), "cannot write " + name + ": " + e.getMessage());
    }
  }
}
