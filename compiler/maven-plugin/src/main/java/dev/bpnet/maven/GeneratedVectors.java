package dev.bpnet.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Which sources are about vectors; networks that gain nothing by them have none. */
final class GeneratedVectors {
  /** What such sources import. */
  static final String MODULE = "jdk.incubator.vector";

  private GeneratedVectors() {}

  /** Whether a source below the folder needs the module, written now or before. */
  static boolean areIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .anyMatch(file -> names(file, "import " + MODULE + "."));
    } catch (IOException | UncheckedIOException e) {
      // An advice is not worth failing for.
      return false;
    }
  }

  /** Whether the file exists and names the module. */
  static boolean isNamedIn(Path file) {
    return names(file, MODULE);
  }

  private static boolean names(Path file, String text) {
    try {
      // Whatever the encoding, the name is ASCII.
      return Files.isRegularFile(file)
          && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      return false;
    }
  }
}
