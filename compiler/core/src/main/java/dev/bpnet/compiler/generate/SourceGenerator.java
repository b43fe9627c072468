package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.files.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Generates the sources of models.
 *
 * <ol>
 *   <li>Models that are as the manifest remembers them, and whose files are too, are let be. If all
 *       are, nothing is written, not even the manifest.
 *   <li>The others are compiled, all of them, whatever fails. What fails keeps its earlier files.
 *   <li>The manifest is written, then the files whose bytes are new, whole or not at all.
 *   <li>Files of which no model is left are removed. A model that vanished while another fails
 *       keeps its files until nothing fails: it may have been renamed.
 * </ol>
 *
 * <p>Generations with manifests in one folder wait for each other.
 */
public final class SourceGenerator {
  private static final String MANIFEST_SUFFIX = ".manifest";

  private final GenerationRequest request;

  public SourceGenerator(GenerationRequest request) {
    this.request = request;
  }

  /**
   * Generates.
   *
   * @param listener hears of each model that is compiled
   * @throws FileException if something cannot be written or removed
   * @throws SettingException if all of several models lack a setting
   */
  public GenerationReport run(GenerationListener listener) {
    if (request.manifest().isEmpty() || request.output().isEmpty()) {
      return generate(Manifest.empty(Path.of("")), listener);
    }
    Path file = request.manifest().get();
    Path output = request.output().get().toAbsolutePath().normalize();
    Manifest previous = Manifest.read(file, output);
    if (isFresh(previous)) {
      int files = previous.files().size();
      return new GenerationReport(request.models().size(), 0, 0, 0, 0, files, 0, List.of());
    }
    OutputLock lock = OutputLock.acquire(file.toAbsolutePath().getParent());
    try {
      return generate(Manifest.read(file, output), listener);
    } finally {
      lock.release();
    }
  }

  private boolean isFresh(Manifest manifest) {
    Set<Path> models = new TreeSet<>();
    request.models().forEach(model -> models.add(absolute(model.path())));
    Compilation compilation = new Compilation(request, manifest);
    return models.equals(manifest.entries().keySet())
        && manifest.orphans().isEmpty()
        && request.models().stream().allMatch(compilation::isFresh);
  }

  private GenerationReport generate(Manifest previous, GenerationListener listener) {
    Compilation compilation = new Compilation(request, previous);
    compilation.run(listener);
    Map<Path, Manifest.Entry> entries = new TreeMap<>(compilation.entries());
    if (compilation.hasFailed()) {
      previous.entries().forEach(entries::putIfAbsent);
    }
    Manifest next = new Manifest(previous.output(), new TreeMap<>(entries), new TreeSet<>());
    int written = 0;
    int removed = 0;
    if (request.output().isPresent()) {
      Outputs outputs = new Outputs(request.output().get());
      Set<String> orphans = new TreeSet<>(previous.files());
      orphans.removeAll(next.files());
      Set<String> elsewhere = claimedElsewhere(previous.output());
      orphans.removeAll(elsewhere);
      compilation.files().keySet().stream()
          .filter(elsewhere::contains)
          .forEach(
              file ->
                  listener.remark(
                      file
                          + " is made by two executions, and the last one's stays; give them"
                          + " folders of their own"));
      next.orphans().addAll(orphans);
      request.manifest().ifPresent(next::write);
      written = outputs.write(compilation.files(), previous.files());
      removed = outputs.remove(orphans);
      next.orphans().clear();
      request.manifest().ifPresent(next::write);
    }
    return new GenerationReport(
        request.models().size(),
        compilation.compiled(),
        compilation.errors(),
        compilation.warnings(),
        written,
        compilation.fileCount() - written,
        removed,
        compilation.problems());
  }

  /** Files of the same folder that other manifests say are of models that still exist. */
  private Set<String> claimedElsewhere(Path output) {
    Set<String> claimed = new TreeSet<>();
    for (Path file : otherManifests()) {
      Manifest.read(file, output)
          .entries()
          .forEach(
              (model, entry) -> {
                if (Files.exists(model)) {
                  claimed.addAll(entry.files().keySet());
                }
              });
    }
    return claimed;
  }

  private List<Path> otherManifests() {
    List<Path> others = new ArrayList<>();
    if (request.manifest().isEmpty()) {
      return others;
    }
    Path own = request.manifest().get().toAbsolutePath();
    try (Stream<Path> files = Files.list(own.getParent())) {
      files
          .filter(file -> file.toString().endsWith(MANIFEST_SUFFIX) && !file.equals(own))
          .forEach(others::add);
    } catch (IOException e) {
      throw FileException.unreadable(own.getParent(), e);
    }
    return others;
  }

  static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
