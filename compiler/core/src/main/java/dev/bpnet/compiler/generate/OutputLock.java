package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.files.FileException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Lets one generation at a time work on a folder, whichever JVM it runs in. */
final class OutputLock {
  private static final long PAUSE_MILLIS = 20;

  private final FileChannel channel;

  private OutputLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the folder. On a disk without locks there is none, and the generations do not wait
   * for each other; their files are whole all the same.
   *
   * @throws FileException if the folder cannot be written
   */
  static OutputLock acquire(Path folder) {
    Path file = folder.resolve("lock");
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      OutputLock held = new OutputLock(channel);
      try {
        while (attempt(channel).isEmpty()) {
          Thread.sleep(PAUSE_MILLIS);
        }
      } catch (IOException e) {
        return held;
      } catch (InterruptedException e) {
        held.release();
        Thread.currentThread().interrupt();
        throw new FileException("interrupted while another build works on " + folder);
      }
      return held;
    } catch (IOException e) {
      throw FileException.unwritable(file, e);
    }
  }

  /** Empty if another thread of this JVM or another process has it. */
  private static Optional<FileLock> attempt(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest, and nothing was written to its file.
    }
  }
}
