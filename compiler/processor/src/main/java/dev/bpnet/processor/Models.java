package dev.bpnet.processor;

import dev.bpnet.compiler.Compiler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;

/** Finds the files of models and what they import. */
final class Models implements Compiler.Library {
  /** A file: its path from the root and what was read there. */
  record File(String path, Place.Found found) {}

  private final List<Place> places = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();

  Models(ProcessorOptions options, Filer filer) {
    options.sourcePath().forEach(folder -> places.add(new Place.Folder(folder)));
    places.add(new Place.CompilerPath(filer, StandardLocation.SOURCE_PATH));
    places.add(new Place.CompilerPath(filer, StandardLocation.CLASS_OUTPUT));
    places.add(new Place.CompilerPath(filer, StandardLocation.CLASS_PATH));
  }

  /**
   * Looks for a model.
   *
   * @param name as the annotation has it
   * @param packagePath the folder of the annotated type's package; empty for the unnamed one
   * @param tried receives the places that were looked at in vain
   * @throws IOException if it is there and cannot be read
   */
  Optional<File> find(String name, String packagePath, List<String> tried) throws IOException {
    Set<String> paths = new LinkedHashSet<>();
    if (!packagePath.isEmpty()) {
      normal(packagePath + "/" + name).ifPresent(paths::add);
    }
    normal(name).ifPresent(paths::add);
    for (String path : paths) {
      for (Place place : places) {
        Optional<Place.Found> found = place.read(path);
        if (found.isPresent()) {
          return Optional.of(new File(path, found.get()));
        }
        tried.add(place.describe(path));
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    for (Place place : places) {
      Optional<Place.Found> found = place.read(path);
      if (found.isPresent()) {
        names.put(path, found.get().name());
        return found.map(Place.Found::bytes);
      }
    }
    return Optional.empty();
  }

  /** Says what to call a file in messages. */
  void name(String path, String name) {
    names.put(path, name);
  }

  /** What to call a file in messages. */
  String name(String path) {
    return names.getOrDefault(path, path);
  }

  /** Without {@code .} and {@code ..}; empty for a path out of the root. */
  private static Optional<String> normal(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.replace('\\', '/').split("/")) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return Optional.empty();
        }
        parts.remove(parts.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
  }
}
