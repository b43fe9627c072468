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
import java.util.Map;

/**
 * Writes generated sources into package folders; a file whose bytes stay the same is not touched.
 */
final class SourceWriter {
  private final Map<Path, Path> modelByFile = new HashMap<>();
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
   * @throws UserError if another model has a class of the same name, or a file cannot be written
   */
  void write(Path folder, Path model, List<CompiledNetwork> networks) {
    Map<Path, byte[]> changed = new LinkedHashMap<>();
    for (CompiledNetwork network : networks) {
      for (Map.Entry<String, String> source : network.sources().entrySet()) {
        Path file = folder.resolve(source.getKey().replace('.', '/') + ".java");
        Path other = modelByFile.put(file, model);
        if (other != null) {
          throw new UserError(other + " and " + model + " both make the class " + source.getKey());
        }
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

  private static boolean holds(Path file, byte[] bytes) {
    try {
      return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes);
    } catch (IOException e) {
      return false;
    }
  }
}
