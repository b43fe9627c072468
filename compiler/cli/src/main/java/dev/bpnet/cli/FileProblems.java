package dev.bpnet.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What kept a file from being read or written, in words. */
public final class FileProblems {
  private FileProblems() {}

  public static UserError unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new UserError(file + " does not exist");
    }
    if (Files.isDirectory(file)) {
      return new UserError(file + " is a directory, not a file");
    }
    return new UserError("cannot read " + file + ": " + reason(e));
  }

  static UserError unwritable(Path file, IOException e) {
    return new UserError("cannot write " + file + ": " + reason(e));
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "its folder does not exist";
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
