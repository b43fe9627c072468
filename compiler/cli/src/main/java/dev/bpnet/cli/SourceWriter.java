package dev.bpnet.cli;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes generated sources into package folders; a file whose bytes stay the same is not touched.
 */
final class SourceWriter {
  /** What made a class. */
  private record Origin(Path model, String className) {}

  /** By what the file is called where upper and lower case are one. */
  private final Map<String, Origin> origins = new HashMap<>();

  private int written;
  private int unchanged;

  int written() {
    return written;
  }

  int unchanged() {
    return unchanged;
  }

  /**
   * Writes the sources of one model: all files are complete beside their places before the first
   * takes its place.
   *
   * @throws UserError if another model has a class of the same name, upper and lower case being
   *     one, or a file cannot be written
   */
  void write(Path folder, Path model, List<CompiledNetwork> networks) {
    Map<Path, byte[]> changed = new LinkedHashMap<>();
    for (CompiledNetwork network : networks) {
      for (Map.Entry<String, String> source : network.sources().entrySet()) {
        Path file = folder.resolve(source.getKey().replace('.', '/') + ".java");
        claim(new Origin(model, source.getKey()));
        byte[] bytes = source.getValue().getBytes(StandardCharsets.UTF_8);
        if (holds(file, bytes)) {
          unchanged++;
        } else {
          changed.put(file, bytes);
        }
      }
    }
    AtomicFiles.write(changed);
    written += changed.size();
  }

  /** Some disks take names that differ by case alone for one. */
  private void claim(Origin origin) {
    String folded = origin.className.toUpperCase(Locale.ROOT);
    Origin other = origins.putIfAbsent(folded, origin);
    if (other == null) {
      return;
    }
    if (other.className.equals(origin.className)) {
      throw new UserError(
          other.model + " and " + origin.model + " both make the class " + origin.className);
    }
    throw new UserError(
        other.model
            + " makes the class "
            + other.className
            + " and "
            + origin.model
            + " the class "
            + origin.className
            + ": many disks take them for one file");
  }

  private static boolean holds(Path file, byte[] bytes) {
    try {
      return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes);
    } catch (IOException e) {
      return false;
    }
  }
}
