package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.files.FileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.lang.model.SourceVersion;

/**
 * A model to compile.
 *
 * @param root the folder in which it was found; empty for one that was named itself
 */
public record ModelFile(Path path, Optional<Path> root) {
  static final String SUFFIX = ".bpnet";

  /**
   * The named files, and those in and below the named folders by name; each once.
   *
   * @throws FileException if a folder holds none or cannot be read
   */
  public static List<ModelFile> find(List<Path> places) {
    List<ModelFile> files = new ArrayList<>();
    Set<Path> seen = new LinkedHashSet<>();
    for (Path place : places) {
      List<ModelFile> found =
          Files.isDirectory(place) ? below(place) : List.of(new ModelFile(place, Optional.empty()));
      for (ModelFile file : found) {
        if (seen.add(file.path().toAbsolutePath().normalize())) {
          files.add(file);
        }
      }
    }
    return files;
  }

  private static List<ModelFile> below(Path folder) {
    List<ModelFile> found = below(folder, ModelPatterns.ALL);
    if (found.isEmpty()) {
      throw new FileException("no " + SUFFIX + " file in " + folder);
    }
    return found;
  }

  /**
   * The files in and below a folder that are meant, by name; none if there is no such folder.
   *
   * @throws FileException if a folder cannot be read
   */
  public static List<ModelFile> below(Path folder, ModelPatterns patterns) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(path -> patterns.fit(slashed(folder.relativize(path))))
          .filter(Files::isRegularFile)
          .sorted()
          .map(path -> new ModelFile(path, Optional.of(folder)))
          .toList();
    } catch (UncheckedIOException e) {
      throw FileException.unreadable(folder, e.getCause());
    } catch (IOException e) {
      throw FileException.unreadable(folder, e);
    }
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }

  /** Whether it lies in a folder below the one in which it was found. */
  boolean isNested() {
    return root.map(r -> r.relativize(path).getNameCount() > 1).orElse(false);
  }

  /** The package that the folders between root and file spell, if they do. */
  Optional<String> packageName() {
    Optional<Path> between = root.map(r -> r.relativize(path)).map(Path::getParent);
    return between
        .map(
            folders ->
                StreamSupport.stream(folders.spliterator(), false)
                    .map(Path::toString)
                    .collect(Collectors.joining(".")))
        .filter(SourceVersion::isName);
  }
}
