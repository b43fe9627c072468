package dev.bpnet.processor;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/** A root below which models are looked for. */
sealed interface Place {
  /** What was read, and what to call it in messages. */
  record Found(String name, byte[] bytes) {}

  /**
   * Reads a file.
   *
   * @param path from the root, with forward slashes, without {@code .} and {@code ..}
   * @return empty if there is none
   * @throws IOException if there is one and it cannot be read
   */
  Optional<Found> read(String path) throws IOException;

  /** The place of a file in a list of those that were tried. */
  String describe(String path);

  /** A folder of {@code -Abpnet.sourcepath}. */
  record Folder(Path root) implements Place {
    @Override
    public Optional<Found> read(String path) throws IOException {
      Path file;
      try {
        file = root.resolve(path);
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
      return Files.isRegularFile(file)
          ? Optional.of(new Found(file.toString(), Files.readAllBytes(file)))
          : Optional.empty();
    }

    @Override
    public String describe(String path) {
      return "-A" + ProcessorOptions.SOURCE_PATH + ": " + root + File.separator + path;
    }
  }

  /** A path of the Java compiler. */
  record CompilerPath(Filer filer, StandardLocation location) implements Place {
    @Override
    public Optional<Found> read(String path) throws IOException {
      FileObject file;
      try {
        file = filer.getResource(location, "", path);
      } catch (IOException | RuntimeException e) {
        // Compilers differ in what they do about a path that was not given to them.
        return Optional.empty();
      }
      if (file == null) {
        return Optional.empty();
      }
      try (InputStream stream = file.openInputStream()) {
        return Optional.of(new Found(file.getName(), stream.readAllBytes()));
      } catch (NoSuchFileException | FileNotFoundException e) {
        return Optional.empty();
      }
    }

    @Override
    public String describe(String path) {
      return location + ": " + path;
    }
  }
}
