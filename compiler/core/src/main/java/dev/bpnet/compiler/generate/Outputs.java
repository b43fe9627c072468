package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.files.AtomicFiles;
import dev.bpnet.compiler.files.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The folder that sources are written to. */
record Outputs(Path folder) {
  /** What stands in the documentation of every generated class, one or the other. */
  private static final List<String> MARKS =
      List.of("Generated; change the model instead.", "The vector code of ");

  /**
   * Writes those files whose bytes are new; none takes its place before all are complete.
   *
   * @param files bytes by path below the folder
   * @param own paths of files that were written earlier
   * @return how many were written
   * @throws FileException if one cannot be written, or if somebody else's file is in its place
   */
  int write(Map<String, byte[]> files, Set<String> own) {
    Map<Path, byte[]> changed = new LinkedHashMap<>();
    files.forEach(
        (path, bytes) -> {
          Path file = resolve(path);
          if (!holds(file, bytes)) {
            if (!own.contains(path) && Files.isRegularFile(file) && !isGenerated(file)) {
              throw new FileException(
                  "cannot write " + file + ": it was not generated; move it or the output folder");
            }
            changed.put(file, bytes);
          }
        });
    AtomicFiles.write(changed);
    return changed.size();
  }

  /** Whether all files hold bytes of these sums. */
  boolean hold(Map<String, String> sums) {
    for (Map.Entry<String, String> file : sums.entrySet()) {
      try {
        if (!Digest.of(Files.readAllBytes(resolve(file.getKey()))).equals(file.getValue())) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  /**
   * Removes files, and the folders that become empty by it.
   *
   * @return how many were there to be removed
   * @throws FileException if one cannot be removed
   */
  int remove(Collection<String> paths) {
    int removed = 0;
    for (String path : paths) {
      Path file = resolve(path);
      try {
        removed += Files.deleteIfExists(file) ? 1 : 0;
      } catch (IOException e) {
        throw FileException.undeletable(file, e);
      }
      removeEmpty(file.getParent());
    }
    return removed;
  }

  private void removeEmpty(Path start) {
    Path empty = start;
    while (empty != null && !empty.equals(folder) && empty.startsWith(folder)) {
      try {
        Files.deleteIfExists(empty);
      } catch (IOException e) {
        return;
      }
      empty = empty.getParent();
    }
  }

  /** Whether a file says that it was generated, or says nothing. */
  private static boolean isGenerated(Path file) {
    try {
      String text =
          new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replace("\0", "");
      return text.isBlank() || MARKS.stream().anyMatch(text::contains);
    } catch (IOException e) {
      throw FileException.unreadable(file, e);
    }
  }

  private Path resolve(String path) {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      throw new FileException(
          "cannot write " + path + " in " + folder + ": this system has no file of such a name");
    }
  }

  static boolean holds(Path file, byte[] bytes) {
    try {
      return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes);
    } catch (IOException e) {
      return false;
    }
  }
}
