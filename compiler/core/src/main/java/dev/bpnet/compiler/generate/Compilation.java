package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Severity;
import dev.bpnet.compiler.files.FileException;
import dev.bpnet.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compiles those models of a request that changed, and collects what comes of them. */
final class Compilation {
  private final GenerationRequest request;
  private final Manifest previous;
  private final ContentKey key;
  private final ClassClaims claims = new ClassClaims();
  private final Map<Path, Manifest.Entry> entries = new TreeMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> said = new HashSet<>();
  private boolean failed;
  private int compiled;
  private int errors;
  private int warnings;
  private int fileCount;

  Compilation(GenerationRequest request, Manifest previous) {
    this.request = request;
    this.previous = previous;
    this.key = new ContentKey(request);
  }

  /** What was made of the models that are fresh or did not fail. */
  Map<Path, Manifest.Entry> entries() {
    return entries;
  }

  /** Bytes of the models that were compiled, by path below the output folder. */
  Map<String, byte[]> files() {
    return files;
  }

  /** Of all models that did not fail. */
  int fileCount() {
    return fileCount;
  }

  int compiled() {
    return compiled;
  }

  int errors() {
    return errors;
  }

  int warnings() {
    return warnings;
  }

  List<String> problems() {
    return problems;
  }

  boolean hasFailed() {
    return failed || !problems.isEmpty();
  }

  /** Whether a model is as it was, and its files are. */
  boolean isFresh(ModelFile model) {
    Manifest.Entry entry = previous.entries().get(SourceGenerator.absolute(model.path()));
    return entry != null
        && key.now(packageName(model), model.path(), entry.imports())
            .map(entry.key()::equals)
            .orElse(false)
        && new Outputs(previous.output()).hold(entry.files());
  }

  /** Compiles what is not fresh. */
  void run(GenerationListener listener) {
    List<ModelFile> stale = new ArrayList<>();
    for (ModelFile model : request.models()) {
      if (isFresh(model)) {
        keep(model);
      } else {
        stale.add(model);
      }
    }
    if (stale.isEmpty()) {
      return;
    }
    Map<String, String> given = request.options().settings();
    List<Path> paths = request.models().stream().map(ModelFile::path).toList();
    ModelSettings settings =
        request.manifest().isPresent()
            ? ModelSettings.ofPart(given, paths, listener::remark)
            : new ModelSettings(given, paths);
    stale.forEach(model -> compile(model, settings, listener));
  }

  private void keep(ModelFile model) {
    Path path = SourceGenerator.absolute(model.path());
    Manifest.Entry entry = previous.entries().get(path);
    claims.claim(
        model.path(),
        entry.files().keySet().stream()
            .map(file -> file.substring(0, file.lastIndexOf('.')).replace('/', '.'))
            .toList());
    entries.put(path, entry);
    fileCount += entry.files().size();
  }

  private void compile(ModelFile model, ModelSettings settings, GenerationListener listener) {
    try {
      CompilerOptions options = options(model).withSettings(settings.of(model.path()));
      CompilationResult result = new Compiler(options).compile(model.path());
      compiled++;
      listener.compiled(model, news(result));
      if (result.hasErrors()) {
        failed = true;
      } else {
        accept(model, result);
      }
    } catch (IOException e) {
      problems.add(FileException.unreadable(model.path(), e).getMessage());
    }
  }

  /** A file with errors that several models import is told of once. */
  private CompilationResult news(CompilationResult result) {
    List<Diagnostic> news = new ArrayList<>();
    for (Diagnostic diagnostic : result.diagnostics()) {
      SourceFile file = diagnostic.span().file();
      String place = Path.of(file.path()).normalize() + ":" + diagnostic.span().start() + ":";
      if (said.add(place + diagnostic.code() + diagnostic.message())) {
        news.add(diagnostic);
        errors += diagnostic.severity() == Severity.ERROR ? 1 : 0;
        warnings += diagnostic.severity() == Severity.WARNING ? 1 : 0;
      }
    }
    return new CompilationResult(news, result.networks(), result.sources());
  }

  private void accept(ModelFile model, CompilationResult result) {
    Map<String, String> sources = new LinkedHashMap<>();
    result.networks().forEach(network -> sources.putAll(network.sources()));
    Optional<String> problem =
        withoutPackage(model, result.networks())
            .or(() -> claims.claim(model.path(), List.copyOf(sources.keySet())));
    if (problem.isPresent()) {
      problems.add(problem.get());
      return;
    }
    Manifest.Entry entry =
        new Manifest.Entry(
            key.of(packageName(model), result.sources()),
            result.sources().stream().skip(1).map(source -> Path.of(source.path())).toList(),
            new TreeMap<>());
    sources.forEach(
        (className, text) -> {
          String path = className.replace('.', '/') + ".java";
          byte[] bytes = SourceBytes.of(text, request.encoding());
          files.put(path, bytes);
          entry.files().put(path, Digest.of(bytes));
        });
    entries.put(SourceGenerator.absolute(model.path()), entry);
    fileCount += sources.size();
  }

  /** Nobody looks for the class of a file in folders in the unnamed package. */
  private Optional<String> withoutPackage(ModelFile model, List<CompiledNetwork> networks) {
    boolean unnamed =
        model.isNested() && networks.stream().anyMatch(n -> n.className().indexOf('.') < 0);
    return unnamed
        ? Optional.of(
            model.path()
                + " needs a 'package …' line: the folders that it lies in spell no Java package")
        : Optional.empty();
  }

  private Optional<String> packageName(ModelFile model) {
    return request.options().packageName().or(model::packageName);
  }

  private CompilerOptions options(ModelFile model) {
    CompilerOptions options = request.options();
    if (options.sourceRoot().isEmpty() && model.root().isPresent()) {
      options = options.withSourceRoot(model.root().get());
    }
    return packageName(model).map(options::withPackage).orElse(options);
  }
}
