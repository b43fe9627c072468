package dev.bpnet.compiler.files;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files that appear whole or not at all. */
public final class AtomicFiles {
  /** As many links as Linux follows. */
  private static final int MOST_LINKS = 40;

  private AtomicFiles() {}

  /**
   * Writes files, making the folders that they need; none takes its place before all are complete.
   *
   * @throws FileException if one cannot be written
   */
  public static void write(Map<Path, byte[]> files) {
    Map<Path, Path> temporaries = new LinkedHashMap<>();
    Path current = null;
    try {
      for (Map.Entry<Path, byte[]> file : files.entrySet()) {
        current = file.getKey();
        if (isDevice(current)) {
          Files.write(current, file.getValue());
          continue;
        }
        current = behindLinks(current);
        Path folder = current.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = temporary(folder, current);
        temporaries.put(current, temporary);
        Files.write(temporary, file.getValue());
      }
      for (Map.Entry<Path, Path> entry : temporaries.entrySet()) {
        current = entry.getKey();
        move(entry.getValue(), current);
      }
    } catch (IOException e) {
      throw FileException.unwritable(current, e);
    } finally {
      temporaries.values().forEach(AtomicFiles::delete);
    }
  }

  /**
   * Makes sure that a file could be written, before much time goes into what it is to hold.
   *
   * @throws FileException if it could not
   */
  public static void probe(Path file) {
    if (Files.isDirectory(file)) {
      throw new FileException("cannot write " + file + ": it is a directory");
    }
    if (isDevice(file)) {
      return;
    }
    try {
      Path target = behindLinks(file);
      Path folder = target.toAbsolutePath().getParent();
      if (!Files.isDirectory(folder)) {
        throw new FileException("cannot write " + file + ": there is no folder " + folder);
      }
      delete(temporary(folder, target));
    } catch (IOException e) {
      throw FileException.unwritable(file, e);
    }
  }

  /** What a link stands for is written, whether it is there yet or not; the link stays. */
  private static Path behindLinks(Path file) throws IOException {
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  /** Devices and pipes are written to; a file in their place would be of no use to anybody. */
  private static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  /** Not {@code createTempFile}: its permissions would be the owner's alone. */
  private static Path temporary(Path folder, Path file) throws IOException {
    String name = "." + file.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp";
    return Files.createFile(folder.resolve(name));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // It is only litter.
      temporary.toFile().deleteOnExit();
    }
  }
}
