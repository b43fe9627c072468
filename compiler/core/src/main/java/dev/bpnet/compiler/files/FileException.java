package dev.bpnet.compiler.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What kept a file from being read or written, in words that stand alone on one line. */
public final class FileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public FileException(String message) {
    super(message, null, false, false);
  }

  public static FileException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new FileException(file + " does not exist");
    }
    if (Files.isDirectory(file)) {
      return new FileException(file + " is a directory, not a file");
    }
    return new FileException("cannot read " + file + ": " + reason(e));
  }

  public static FileException unwritable(Path file, IOException e) {
    return new FileException("cannot write " + file + ": " + reason(e));
  }

  public static FileException undeletable(Path file, IOException e) {
    return new FileException("cannot delete " + file + ": " + reason(e));
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "its folder does not exist";
    }
    if (e instanceof FileSystemLoopException) {
      return "its links lead to each other";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is not a folder";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
