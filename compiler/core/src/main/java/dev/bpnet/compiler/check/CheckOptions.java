package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.syntax.CompilationUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to check.
 *
 * @param settings overrides: {@code name} or {@code Net.name} to the text of a number, {@code true}
 *     or {@code false}
 * @param imports finds imported files
 * @param directory what relative paths of files are relative to; empty if that does not matter
 * @param sourceRoot folder outside of which no import may lie, as a path like those of source
 *     files; absent for the file's folder less its package
 */
public record CheckOptions(
    Map<String, String> settings, Importer imports, String directory, Optional<String> sourceRoot) {
  /** Finds and parses imported files. */
  public interface Importer {
    /**
     * @param path the importing file's folder with the import's path applied: forward slashes, no
     *     {@code .}, {@code ..} at most at the start
     * @param sink takes what is wrong with its text
     * @return empty if there is no such file
     */
    Optional<CompilationUnit> load(String path, Diagnostics sink);
  }

  /** No overrides, no file to import. */
  public static final CheckOptions DEFAULTS =
      new CheckOptions(Map.of(), (path, sink) -> Optional.empty(), "", Optional.empty());

  public CheckOptions {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  public CheckOptions withSettings(Map<String, String> newSettings) {
    return new CheckOptions(newSettings, imports, directory, sourceRoot);
  }

  public CheckOptions withImports(Importer newImports) {
    return new CheckOptions(settings, newImports, directory, sourceRoot);
  }

  public CheckOptions withDirectory(String newDirectory) {
    return new CheckOptions(settings, imports, newDirectory, sourceRoot);
  }

  public CheckOptions withSourceRoot(String root) {
    return new CheckOptions(settings, imports, directory, Optional.of(root));
  }
}
