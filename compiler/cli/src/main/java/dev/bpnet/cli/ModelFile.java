package dev.bpnet.cli;

import java.io.IOException;
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
record ModelFile(Path path, Optional<Path> root) {
  private static final String SUFFIX = ".bpnet";

  /**
   * The named files, and those in and below the named folders by name; each once.
   *
   * @throws UserError if a folder holds none or cannot be read
   */
  static List<ModelFile> find(List<Path> places) {
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
    try (Stream<Path> all = Files.walk(folder)) {
      List<ModelFile> found =
          all.filter(path -> path.getFileName().toString().endsWith(SUFFIX))
              .filter(Files::isRegularFile)
              .sorted()
              .map(path -> new ModelFile(path, Optional.of(folder)))
              .toList();
      if (found.isEmpty()) {
        throw new UserError("no " + SUFFIX + " file in " + folder);
      }
      return found;
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new UserError("cannot read " + folder + ": " + e.getMessage());
    }
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
